/**
 * How long the page takes. Floors are what the pieces cost at best on two shared cores: a page written by hand (measured here,
 * and 13.5 ms with its fonts subset by HarfBuzz), PDFium and ZXing alone. Run: `node printing/certificate/certificate.bench.ts`.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Result } from 'neverthrow';
import * as v from 'valibot';
import { healthCardSymbol, vdsNcSymbol } from './codes/qr-symbol.ts';
import { loadCertificateFonts, renderCertificate } from './index.ts';
import { handMadePage, pdfkitPage } from './peer-pages.bench.ts';
import { readCodes } from './release/code-reader.ts';
import { rasterisePage } from './release/page-picture.ts';
import { checkRelease } from './release/release-check.ts';
import { SYNTHETIC_HEALTH_CARD, SYNTHETIC_VDS_NC, syntheticCertificate } from './synthetic-certificate.ts';
import { warmUp } from './warm-up.ts';

export type Measure = { name: string; value: number; unit: string; floor?: number };

const RENDERS = 60;
const CHECKS = 8;
const PEER_RENDERS = 8;
const COLD_SCRIPT = `
  const { loadCertificateFonts, renderCertificate, syntheticCertificate } = await import(process.argv[1]);
  const fonts = (await loadCertificateFonts()).unwrapOr(null);
  await renderCertificate(syntheticCertificate(), fonts);
  console.log(performance.now());
`;

const PointSchema = v.strictObject({ rssMb: v.number(), heapMb: v.number(), p50Ms: v.number() });
const LONG_RESULT = v.strictTuple([PointSchema, PointSchema]);
/**
 * Every page another name, of 2,000 characters: the font library remembers each glyph it has drawn, so memory may grow until
 * all have been seen, by page 500, and not after. Every tenth page is also checked, as each is in a visit.
 */
const LONG_SCRIPT = `
  const { checkRelease, loadCertificateFonts, renderCertificate, syntheticCertificate } = await import(process.argv[1]);
  const fonts = (await loadCertificateFonts()).unwrapOr(null);
  const points = [];
  let times = [];
  for (let count = 1; count <= 1000; count += 1) {
    const name = Array.from({ length: 6 }, (_, at) => String.fromCodePoint(0x4e00 + ((count * 131 + at * 977) % 2000))).join('');
    const page = syntheticCertificate({ kind: count % 2 === 0 ? 'domestic' : 'overseas', doses: 1 + (count % 10), name });
    const started = performance.now();
    const rendered = (await renderCertificate(page, fonts)).unwrapOr(null);
    times.push(performance.now() - started);
    if (rendered !== null && count % 10 === 0) await checkRelease({ rendered, page });
    if (count % 100 !== 0) continue;
    times.sort((one, other) => one - other);
    gc();
    const { rss, heapUsed } = process.memoryUsage();
    points.push({ rssMb: rss / 1e6, heapMb: heapUsed / 1e6, p50Ms: times[50] });
    times = [];
  }
  console.log(JSON.stringify([points[4], points.at(-1)]));
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
  const pdfkit = await pdfkitPage();
  const pdfkitMs = await timed(PEER_RENDERS, () => pdfkit(page, rendered.drawn));
  const floorMs = await timed(RENDERS, () => handMadePage(page, rendered.pdf));
  const tenth = (share: number) => Math.round(percentile(floorMs, share) * 10) / 10;
  const handMadeMs = tenth(0.5);
  const raster = expectOk(await rasterisePage(rendered.pdf, 0, 200));
  const decodeMs = await timed(CHECKS, () => readCodes(raster));
  return [
    { name: 'certificate: process start to first page', value: coldMs, unit: 'ms', floor: 500 },
    { name: 'certificate: warm render p50', value: percentile(renderMs, 0.5), unit: 'ms', floor: handMadeMs },
    {
      name: 'certificate: warm render p99',
      value: percentile(renderMs, 0.99),
      unit: 'ms',
      floor: tenth(0.99),
    },
    { name: 'certificate: the same by pdfkit, without ground p50', value: percentile(pdfkitMs, 0.5), unit: 'ms' },
    { name: 'certificate: written by hand, all but the codes known p50', value: handMadeMs, unit: 'ms', floor: 13.5 },
    { name: 'certificate: release check p50', value: percentile(checkMs, 0.5), unit: 'ms', floor: 260 },
    { name: 'certificate: encode both codes p50', value: percentile(encodeMs, 0.5), unit: 'ms', floor: 12 },
    { name: 'certificate: decode both codes p50', value: percentile(decodeMs, 0.5), unit: 'ms', floor: 24 },
    { name: 'certificate: file size', value: rendered.pdf.length / 1000, unit: 'kB' },
    { name: 'certificate: resident memory', value: process.memoryUsage.rss() / 1_000_000, unit: 'MB' },
  ];
}

/** Pages of as many different people, in a process of their own: does it keep anything? Takes some minutes. */
export async function benchPrintingLong(): Promise<Measure[]> {
  const door = new URL('./index.ts', import.meta.url).href;
  const options = ['--expose-gc', '--input-type=module', '--eval', LONG_SCRIPT, door];
  const { stdout } = await promisify(execFile)(process.execPath, options, { timeout: 1_800_000 });
  const [early, late] = v.parse(LONG_RESULT, JSON.parse(stdout));
  return [
    { name: 'certificate: resident memory after 500 pages', value: early.rssMb, unit: 'MB' },
    { name: 'certificate: resident memory after 1,000 pages', value: late.rssMb, unit: 'MB', floor: 315 },
    { name: 'certificate: heap in use after 500 pages', value: early.heapMb, unit: 'MB' },
    { name: 'certificate: heap in use after 1,000 pages', value: late.heapMb, unit: 'MB', floor: early.heapMb },
    { name: 'certificate: render p50 of the last 100 of 1,000', value: late.p50Ms, unit: 'ms', floor: early.p50Ms },
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
