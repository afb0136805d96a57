/**
 * Certificates by hand, for development: real certificates never become files.
 *   sample [--kind domestic|overseas] [--doses N] [--name TEXT] [--dpi N] --out FILE.pdf|FILE.png
 *   ground [--dpi N] --out FILE.pdf|FILE.png      a sheet to calibrate the copy-evident ground on a printer
 *   name TEXT                                     how each character of a name is drawn, or why not
 *   decode FILE.pdf                               what the codes of a page hold
 *   verify FILE.pdf|FILE.png|FILE --keys FILE --anchors FILE …    whether they are genuine; options as in server-bridge
 * Every other command is one of `server-bridge/certificates/cli.ts` (mirror, jwks, keys).
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { CertificateKindSchema } from '../../server-bridge/index.ts';
import { reportCharacters } from './fonts/variation-registry.ts';
import {
  checkRelease,
  loadCertificateFonts,
  pageToPng,
  rasterisePage,
  renderCertificate,
  syntheticCertificate,
} from './index.ts';
import { calibrationSheet } from './page/calibration-sheet.ts';
import { readCodes } from './release/code-reader.ts';

const BRIDGE_CLI = fileURLToPath(new URL('../../server-bridge/certificates/cli.ts', import.meta.url));
const EXIT = { refused: 1, usage: 2, unusable: 66 } as const;
/** Enough for the smallest module, quick enough for a person to wait. */
const DECODE_DPI = 200;

const OutputSchema = {
  dpi: v.optional(v.pipe(v.string(), v.regex(/^[0-9]{2,3}$/), v.transform(Number)), '150'),
  out: v.pipe(v.string(), v.regex(/\.(pdf|png)$/)),
};
const GroundSchema = v.strictObject(OutputSchema);
const SampleSchema = v.strictObject({
  ...OutputSchema,
  kind: v.optional(CertificateKindSchema, 'overseas'),
  doses: v.optional(v.pipe(v.string(), v.regex(/^[0-9]{1,2}$/), v.transform(Number), v.minValue(1)), '4'),
  name: v.optional(v.string()),
});

const USAGE = [
  'certificate sample [--kind domestic|overseas] [--doses N] [--name TEXT] [--dpi N] --out FILE.pdf|FILE.png',
  'certificate ground [--dpi N] --out FILE.pdf|FILE.png',
  'certificate name TEXT',
  'certificate decode FILE.pdf',
  'certificate verify FILE.pdf|FILE.png|FILE [--keys FILE] [--anchors FILE] …   (see: certificate help)',
].join('\n');

function failed(message: string, code: number = EXIT.refused): string {
  process.exitCode = code;
  return message;
}

async function sample(options: unknown): Promise<string> {
  const parsed = v.safeParse(SampleSchema, options);
  if (!parsed.success) return failed(USAGE, EXIT.usage);
  const { kind, doses, name, dpi, out } = parsed.output;
  const fonts = (await loadCertificateFonts()).unwrapOr(null);
  if (fonts === null) return failed('the fonts of the certificate are not installed');
  const page = syntheticCertificate({ kind, doses, ...(name === undefined ? {} : { name }) });
  const rendered = await renderCertificate(page, fonts);
  if (rendered.isErr()) return failed(`refused: ${JSON.stringify(rendered.error)}`);
  const released = await checkRelease({ rendered: rendered.value, page });
  await writeOut(rendered.value.pdf, rendered.value.pages, dpi, out);
  return JSON.stringify(released.isOk() ? released.value : { notReleased: released.error }, null, 2);
}

async function ground(options: unknown): Promise<string> {
  const parsed = v.safeParse(GroundSchema, options);
  if (!parsed.success) return failed(USAGE, EXIT.usage);
  const fonts = (await loadCertificateFonts()).unwrapOr(null);
  if (fonts === null) return failed('the fonts of the certificate are not installed');
  const sheet = await calibrationSheet(fonts);
  await writeOut(sheet.pdf, 1, parsed.output.dpi, parsed.output.out);
  return JSON.stringify(sheet.choices, null, 1);
}

/** A PDF as it is; as pictures the first page under the name given, further ones as FILE-2.png. */
async function writeOut(pdf: Uint8Array, pages: number, dpi: number, out: string): Promise<void> {
  if (out.endsWith('.pdf')) return await writeFile(out, pdf);
  for (let index = 0; index < pages; index += 1) {
    const png = await pageToPng(pdf, index, dpi);
    if (png.isErr()) throw new Error(`page ${index + 1}: ${png.error.kind}`);
    await writeFile(index === 0 ? out : out.replace(/\.png$/, `-${index + 1}.png`), png.value);
  }
}

async function name(text: string): Promise<string> {
  const fonts = (await loadCertificateFonts()).unwrapOr(null);
  if (fonts === null) return failed('the fonts of the certificate are not installed');
  const reports = reportCharacters(text, fonts);
  if (reports.some(({ fault }) => fault !== null)) process.exitCode = EXIT.refused;
  return reports.map((report) => JSON.stringify(report)).join('\n');
}

/** The text of every code, page by page from left to right; null where the file is no PDF. */
async function codesOf(path: string): Promise<readonly string[] | null> {
  const pdf = await readFile(path).catch(() => null);
  const codes: string[] = [];
  for (let index = 0; pdf !== null; index += 1) {
    const raster = await rasterisePage(pdf, index, DECODE_DPI);
    if (raster.isErr()) return raster.error.kind === 'no-such-page' ? codes : null;
    for (const { bytes } of await readCodes(raster.value)) codes.push(new TextDecoder().decode(bytes));
  }
  return null;
}

async function decode(path: string): Promise<string> {
  const codes = await codesOf(path);
  return codes === null ? failed(`not a readable PDF: ${path}`, EXIT.unusable) : codes.join('\n');
}

/** Codes of a page are handed over as text, in a file of this process's own that is gone when it ends. */
async function verify(path: string, options: readonly string[]): Promise<void> {
  if (!path.endsWith('.pdf')) {
    bridge(['verify', path, ...options]);
    return;
  }
  const codes = await codesOf(path);
  if (codes === null || codes.length === 0) {
    console.error(failed(`no code could be read in ${path}`, EXIT.unusable));
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'kofu-codes-'));
  try {
    const text = join(folder, 'codes.txt');
    await writeFile(text, codes.join('\n'), { mode: 0o600 });
    bridge(['verify', text, ...options]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function bridge(parameters: readonly string[]): void {
  const done = spawnSync(process.execPath, ['--no-warnings', BRIDGE_CLI, ...parameters], { stdio: 'inherit' });
  process.exitCode = done.status ?? EXIT.refused;
}

const text = { type: 'string' } as const;
function optionsOf(parameters: string[]): unknown {
  try {
    const options = { kind: text, doses: text, name: text, dpi: text, out: text };
    return { ...parseArgs({ args: parameters, options }).values };
  } catch {
    return undefined;
  }
}

const [command, ...parameters] = process.argv.slice(2);
const [first] = parameters;
if (command === 'sample') console.log(await sample(optionsOf(parameters)));
else if (command === 'ground') console.log(await ground(optionsOf(parameters)));
else if (command === 'name' && first !== undefined) console.log(await name(first));
else if (command === 'decode' && first !== undefined) console.log(await decode(first));
else if (command === 'verify' && first !== undefined) await verify(first, parameters.slice(1));
else if (command === undefined || command === 'verify' || command === 'name' || command === 'decode') {
  console.error(USAGE);
  process.exitCode = EXIT.usage;
} else bridge([command, ...parameters]);
