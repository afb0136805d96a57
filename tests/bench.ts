/**
 * `npm run bench [-- NAME…]`: measurements on this machine, in one run, each beside its floor where a reference names one.
 * Figures, not judgements: nothing here fails because it is slow.
 */
import { cpus, totalmem } from 'node:os';

export type Figure = { name: string; value: number; unit: string; floor?: number | string };

/** Name → the figures of one room, loaded only when asked for. */
const BENCHES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  card: async () => (await import('../card-reader/card.bench.ts')).benchCard(),
  certificate: async () => (await import('../printing/certificate/certificate.bench.ts')).benchCertificate(),
  printing: async () => (await import('../printing/printing.bench.ts')).benchPrinting(),
  line: async () => (await import('../server-bridge/center/center.bench.ts')).benchLine(),
  vrs: async () => (await import('../server-bridge/vrs/vrs.bench.ts')).benchVrs(),
  screens: async () => (await import('../kiosk/screens/screens.bench.ts')).benchScreens(),
  visit: async () => (await import('./visit.bench.ts')).benchVisit(),
};

/** Minutes long: only when named. */
const LONG_BENCHES: typeof BENCHES = {
  'card-long': async () => (await import('../card-reader/card.bench.ts')).benchCardLong(),
};

const wanted = process.argv.slice(2);
const ALL = { ...BENCHES, ...LONG_BENCHES };
const unknown = wanted.filter((name) => !Object.hasOwn(ALL, name));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}. There are: ${Object.keys(ALL).join(', ')}`);
  process.exit(64);
}

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB\n`,
);
console.log('| figure | value | floor or peer |\n|---|---|---|');
for (const [name, bench] of Object.entries(wanted.length > 0 ? ALL : BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const figure of await bench()) {
    const value = Number.isInteger(figure.value)
      ? String(figure.value)
      : figure.value.toFixed(figure.value < 10 ? 2 : 1);
    console.log(`| ${figure.name} | ${value} ${figure.unit} | ${figure.floor ?? ''} |`);
  }
}
process.exit(0);
