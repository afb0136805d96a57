/**
 * By hand: `cli.ts sample [--kind domestic|overseas] [--doses N] [--name TEXT] [--dpi N] --out FILE.pdf|FILE.png` prints a
 * synthetic certificate; `cli.ts decode FILE.pdf` shows what its codes hold. For development: real certificates never
 * become files.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { CertificateKindSchema } from '../../server-bridge/index.ts';
import {
  checkRelease,
  loadCertificateFonts,
  pageToPng,
  rasterisePage,
  renderCertificate,
  syntheticCertificate,
} from './index.ts';
import { readCodes } from './release/code-reader.ts';

const SampleSchema = v.strictObject({
  kind: v.optional(CertificateKindSchema, 'overseas'),
  doses: v.optional(v.pipe(v.string(), v.regex(/^[0-9]{1,2}$/), v.transform(Number), v.minValue(1)), '4'),
  dpi: v.optional(v.pipe(v.string(), v.regex(/^[0-9]{2,3}$/), v.transform(Number)), '150'),
  name: v.optional(v.string()),
  out: v.pipe(v.string(), v.regex(/\.(pdf|png)$/)),
});

const USAGE =
  'cli.ts sample [--kind domestic|overseas] [--doses N] [--name TEXT] [--dpi N] --out FILE.pdf|FILE.png\ncli.ts decode FILE.pdf';

function failed(message: string): string {
  process.exitCode = 1;
  return message;
}

async function sample(options: unknown): Promise<string> {
  const parsed = v.safeParse(SampleSchema, options);
  if (!parsed.success) return failed(USAGE);
  const { kind, doses, name, dpi, out } = parsed.output;
  const fonts = (await loadCertificateFonts()).unwrapOr(null);
  if (fonts === null) return failed('the fonts of the certificate are not installed');
  const page = syntheticCertificate({ kind, doses, ...(name === undefined ? {} : { name }) });
  const rendered = await renderCertificate(page, fonts);
  if (rendered.isErr()) return failed(`refused: ${JSON.stringify(rendered.error)}`);
  const released = await checkRelease({ rendered: rendered.value, page });
  if (out.endsWith('.pdf')) await writeFile(out, rendered.value.pdf);
  else await writePictures(rendered.value.pdf, rendered.value.pages, dpi, out);
  return JSON.stringify(released.isOk() ? released.value : { notReleased: released.error }, null, 2);
}

/** The first page under the name given, further ones as FILE-2.png. */
async function writePictures(pdf: Uint8Array, pages: number, dpi: number, out: string): Promise<void> {
  for (let index = 0; index < pages; index += 1) {
    const png = await pageToPng(pdf, index, dpi);
    if (png.isErr()) throw new Error(`page ${index + 1}: ${png.error.kind}`);
    await writeFile(index === 0 ? out : out.replace(/\.png$/, `-${index + 1}.png`), png.value);
  }
}

async function decode(path: string): Promise<string> {
  const lines: string[] = [];
  const pdf = await readFile(path);
  for (let index = 0; ; index += 1) {
    const raster = await rasterisePage(pdf, index, 200);
    if (raster.isErr()) {
      if (raster.error.kind === 'no-such-page') return lines.join('\n');
      return failed(`not a readable PDF: ${path}`);
    }
    for (const { bytes } of await readCodes(raster.value)) lines.push(new TextDecoder().decode(bytes));
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    kind: { type: 'string' },
    doses: { type: 'string' },
    name: { type: 'string' },
    dpi: { type: 'string' },
    out: { type: 'string' },
  },
});
const [command, file] = positionals;
if (command === 'sample') console.log(await sample({ ...values }));
else if (command === 'decode' && file !== undefined) console.log(await decode(file));
else {
  console.error(USAGE);
  process.exitCode = 2;
}
