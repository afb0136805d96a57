/**
 * `npm run bench [-- NAME…]`: measurements on this machine, in one run, each beside its floor where a reference names one.
 * Figures, not judgements: nothing here fails because it is slow.
 */
import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

export type Figure = { name: string; value: number; unit: string; floor?: number | string };

/** Name → the figures of one room, loaded only when asked for. */
const BENCHES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  card: async () => (await import('../card-reader/card.bench.ts')).benchCard(),
  certificate: async () => (await import('../printing/certificate/certificate.bench.ts')).benchCertificate(),
  printing: async () => (await import('../printing/printing.bench.ts')).benchPrinting(),
  line: async () => (await import('../server-bridge/center/center.bench.ts')).benchLine(),
  vrs: async () => (await import('../server-bridge/vrs/vrs.bench.ts')).benchVrs(),
  imports: async () => (await import('../server-bridge/vrs/imports/imports.bench.ts')).benchImports(),
  fleet: async () => (await import('./fleet/fleet.bench.ts')).benchFleet(),
  'console-list': async () => (await import('../server-bridge/center/fleet/fleet.bench.ts')).benchFleet(),
  screens: async () => (await import('../kiosk/screens/screens.bench.ts')).benchScreens(),
  'event-log': async () => (await import('../kiosk/event-log/event-log.bench.ts')).benchEventLog(),
  visit: async () => (await import('./visit.bench.ts')).benchVisit(),
  shell: async () => (await import('../kiosk/shell/shell.bench.ts')).benchShell(),
  terminal: async () => (await import('./terminal.bench.ts')).benchTerminal(),
};

/** What a bench of a room needs of the machine and may not import itself. */
const benchMachine = async () => ({
  startPrivatePostgres: (await import('./fleet/private-postgres.ts')).startPrivatePostgres,
  coreSecondsOf: (await import('./fleet/process-cost.ts')).coreSecondsOf,
});

/** Minutes long: only when named. */
const LONG_BENCHES: typeof BENCHES = {
  'card-long': async () => (await import('../card-reader/card.bench.ts')).benchCardLong(),
  'printing-long': async () => (await import('../printing/printing.bench.ts')).benchPrintingLong(),
  audit: async () => (await import('../server-bridge/center/audit/audit.bench.ts')).benchAudit(),
  'imports-long': async () =>
    (await import('../server-bridge/vrs/imports/many-lines.bench.ts')).benchManyLines(await benchMachine()),
  'vrs-applications': async () =>
    (await import('../server-bridge/vrs/applications.bench.ts')).benchApplications(await benchMachine()),
  'vrs-applications-long': async () =>
    (await import('../server-bridge/vrs/applications.bench.ts')).benchApplicationsLong(await benchMachine()),
  'vrs-search': async () => (await import('../server-bridge/vrs/search.bench.ts')).benchSearch(await benchMachine()),
  'vrs-search-long': async () =>
    (await import('../server-bridge/vrs/search.bench.ts')).benchSearchLong(await benchMachine()),
  'fleet-long': async () => (await import('./fleet/fleet.bench.ts')).benchFleetLong(),
  orders: async () => (await import('./fleet/orders-and-directives.bench.ts')).benchOrdersAndDirectives(),
  'terminal-long': async () => (await import('./terminal.bench.ts')).benchTerminalLong(),
};

const wanted = process.argv.slice(2);
const ALL = { ...BENCHES, ...LONG_BENCHES };
const unknown = wanted.filter((name) => !Object.hasOwn(ALL, name));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}. There are: ${Object.keys(ALL).join(', ')}`);
  process.exit(64);
}

/** Rows only: this process is one of several, each with its own PC/SC service and memory. */
const ROWS_ONLY = 'KOFU_BENCH_ROWS';
const short = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);

if (process.env[ROWS_ONLY] === undefined) {
  const processor = cpus()[0]?.model.trim() ?? 'processor';
  console.log(`Node ${process.version}, ${cpus().length} × ${processor}, ${Math.round(totalmem() / 2 ** 30)} GiB\n`);
  console.log('| figure | value | floor or peer |\n|---|---|---|');
}
const [only, ...more] = wanted;
if (only !== undefined && more.length === 0) {
  for (const { name, value, unit, floor } of (await ALL[only]?.()) ?? []) {
    console.log(`| ${name} | ${short(value)} ${unit} | ${typeof floor === 'number' ? short(floor) : (floor ?? '')} |`);
  }
  process.exit(0);
}
let failed = false;
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  const done = spawnSync(process.execPath, [...process.execArgv, import.meta.filename, name], {
    stdio: 'inherit',
    env: { ...process.env, [ROWS_ONLY]: '1' },
  });
  if (done.status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
