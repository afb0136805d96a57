/** For the tests of this folder: fonts loaded once, programs of other makers over a finished file, pictures made worse. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Result } from 'neverthrow';
import { PNG } from 'pngjs';
import type { CertificatePage, RenderedCertificate } from './certificate-page.ts';
import { type CertificateFonts, loadCertificateFonts } from './fonts/certificate-fonts.ts';
import type { ColourRaster } from './release/pdfium-document.ts';
import { renderCertificate } from './render-certificate.ts';

const run = promisify(execFile);
const LIMIT_MS = 20_000;

/** The value, or a failed test that names the error. */
export function expectOk<T, E>(result: Result<T, E>): T {
  if (result.isErr()) throw new Error(`expected a value, got ${JSON.stringify(result.error)}`);
  return result.value;
}

export async function testFonts(): Promise<CertificateFonts> {
  return expectOk(await loadCertificateFonts());
}

export async function rendered(page: CertificatePage, fonts: CertificateFonts): Promise<RenderedCertificate> {
  return expectOk(await renderCertificate(page, fonts));
}

/** Text as poppler extracts it, without any white space. */
export function popplerText(pdf: Uint8Array): Promise<string> {
  return withFile(pdf, 'pdf', async (path) => {
    const { stdout } = await run('pdftotext', ['-raw', path, '-'], { timeout: LIMIT_MS });
    return stdout.replace(/\s/gu, '');
  });
}

/** A page as poppler paints it. */
export function popplerRaster(pdf: Uint8Array, dpi: number, pageNumber = 1): Promise<ColourRaster> {
  return withFile(pdf, 'pdf', async (path) => {
    const options = ['-r', String(dpi), '-f', String(pageNumber), '-l', String(pageNumber), '-singlefile', '-png'];
    await run('pdftoppm', [...options, path, `${path}-page`], { timeout: LIMIT_MS });
    const { width, height, data } = PNG.sync.read(await readFile(`${path}-page.png`));
    return { width, height, rgba: new Uint8ClampedArray(data) };
  });
}

/** Throws with qpdf's own words where the file has a fault. */
export async function qpdfCheck(pdf: Uint8Array): Promise<void> {
  await withFile(pdf, 'pdf', (path) => run('qpdf', ['--check', path], { timeout: LIMIT_MS }));
}

/** What the zbar reader finds, sorted. */
export async function zbarCodes({ width, height, rgba }: ColourRaster): Promise<readonly string[]> {
  const png = new PNG({ width, height });
  png.data.set(rgba);
  const options = ['-q', '--raw', '--nodbus', '-Sdisable', '-Sqrcode.enable'];
  const stdout = await withFile(PNG.sync.write(png), 'png', async (path) => {
    const result = await run('zbarimg', [...options, path], { timeout: LIMIT_MS });
    return result.stdout;
  });
  return stdout.trim().split('\n').sort();
}

/** Turned about its middle, then blurred by a box of 3 × 3 pixels: a sheet laid askew on a poor scanner. */
export function askewAndBlurred(raster: ColourRaster, degrees: number): ColourRaster {
  const { width, height } = raster;
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const turned = new Float32Array(width * height).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [fromX, fromY] = [x - width / 2, y - height / 2];
      const sourceX = cosine * fromX + sine * fromY + width / 2;
      const sourceY = -sine * fromX + cosine * fromY + height / 2;
      turned[y * width + x] = greyBetween(raster, sourceX, sourceY);
    }
  }
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      let sum = 0;
      for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) sum += turned[(y + dy) * width + x + dx] ?? 255;
      rgba.fill(sum / 9, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { width, height, rgba };
}

function greyBetween({ width, height, rgba }: ColourRaster, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 255;
  const at = (column: number, row: number) => rgba[(row * width + column) * 4 + 1] ?? 255;
  const [shareX, shareY] = [x - left, y - top];
  const upper = at(left, top) * (1 - shareX) + at(left + 1, top) * shareX;
  const lower = at(left, top + 1) * (1 - shareX) + at(left + 1, top + 1) * shareX;
  return upper * (1 - shareY) + lower * shareY;
}

async function withFile<T>(bytes: Uint8Array, extension: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'kofu-certificate-'));
  try {
    const path = join(folder, `file.${extension}`);
    await writeFile(path, bytes);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
