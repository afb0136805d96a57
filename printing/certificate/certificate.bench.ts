/**
 * How long the page takes. Floors are what the pieces cost at best on the machine of the notes (two shared cores): a
 * hand-made page with a HarfBuzz subset, PDFium and ZXing alone. Run: `node printing/certificate/certificate.bench.ts`.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Result } from 'neverthrow';
import { healthCardSymbol, vdsNcSymbol } from './codes/qr-symbol.ts';
import { loadCertificateFonts, renderCertificate } from './index.ts';
import { readCodes } from './release/code-reader.ts';
import { rasterisePage } from './release/page-picture.ts';
import { checkRelease } from './release/release-check.ts';
import { SYNTHETIC_HEALTH_CARD, SYNTHETIC_VDS_NC, syntheticCertificate } from './synthetic-certificate.ts';
import { warmUp } from './warm-up.ts';

export type Measure = { name: string; value: number; unit: string; floor?: number };

const RENDERS = 60;
const CHECKS = 8;
const COLD_SCRIPT = `
  const { loadCertificateFonts, renderCertificate, syntheticCertificate } = await import(process.argv[1]);
  const fonts = (await loadCertificateFonts()).unwrapOr(null);
  await renderCertificate(syntheticCertificate(), fonts);
  console.log(performance.now());
`;

export async function benchCertificate(): Promise<Measure[]> {
  const page = syntheticCertificate();
  const coldMs = await coldStart();
  const fonts = expectOk(await loadCertificateFonts());
  expectOk(await warmUp(fonts));
  const render = async () => expectOk(await renderCertificate(page, fonts));
  const rendered = await render();
  const renderMs = await timed(RENDERS, render);
  const checkMs = await timed(CHECKS, () => checkRelease({ rendered, page }));
  const encodeMs = await timed(RENDERS, () => [healthCardSymbol(SYNTHETIC_HEALTH_CARD), vdsNcSymbol(SYNTHETIC_VDS_NC)]);
  const raster = expectOk(await rasterisePage(rendered.pdf, 0, 200));
  const decodeMs = await timed(CHECKS, () => readCodes(raster));
  return [
    { name: 'certificate: process start to first page', value: coldMs, unit: 'ms', floor: 500 },
    { name: 'certificate: warm render p50', value: percentile(renderMs, 0.5), unit: 'ms', floor: 13.5 },
    { name: 'certificate: warm render p99', value: percentile(renderMs, 0.99), unit: 'ms', floor: 31 },
    { name: 'certificate: release check p50', value: percentile(checkMs, 0.5), unit: 'ms', floor: 260 },
    { name: 'certificate: encode both codes p50', value: percentile(encodeMs, 0.5), unit: 'ms', floor: 12 },
    { name: 'certificate: decode both codes p50', value: percentile(decodeMs, 0.5), unit: 'ms', floor: 24 },
    { name: 'certificate: file size', value: rendered.pdf.length / 1000, unit: 'kB' },
    { name: 'certificate: resident memory', value: process.memoryUsage.rss() / 1_000_000, unit: 'MB' },
  ];
}

async function coldStart(): Promise<number> {
  const door = new URL('./index.ts', import.meta.url).href;
  const options = ['--input-type=module', '--eval', COLD_SCRIPT, door];
  const { stdout } = await promisify(execFile)(process.execPath, options, { timeout: 30_000 });
  return Number(stdout);
}

async function timed(count: number, work: () => unknown): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((one, other) => one - other);
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function expectOk<T, E>(result: Result<T, E>): T {
  if (result.isErr()) throw new Error(JSON.stringify(result.error));
  return result.value;
}

if (import.meta.main) {
  for (const { name, value, unit, floor } of await benchCertificate()) {
    console.log(`${name}: ${value.toFixed(1)} ${unit}${floor === undefined ? '' : ` (floor ${floor})`}`);
  }
}
