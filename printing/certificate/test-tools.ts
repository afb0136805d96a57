/** For the tests of this folder: fonts loaded once, programs of other makers over a finished file, pictures made worse. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Result } from 'neverthrow';
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
    const options = ['-r', String(dpi), '-f', String(pageNumber), '-l', String(pageNumber), '-singlefile'];
    await run('pdftoppm', [...options, path, `${path}-page`], { timeout: LIMIT_MS });
    return readPixmap(await readFile(`${path}-page.ppm`));
  });
}

/** A binary PPM of 8 bits, as poppler writes it: much quicker than a PNG. */
function readPixmap(file: Buffer): ColourRaster {
  const [head = '', width = '', height = ''] =
    /^P6\s(\d+)\s(\d+)\s255\s/.exec(file.subarray(0, 40).toString('latin1')) ?? [];
  const pixels = Number(width) * Number(height);
  const rgba = new Uint8ClampedArray(pixels * 4).fill(255);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const from = head.length + pixel * 3;
    rgba[pixel * 4] = file[from] ?? 255;
    rgba[pixel * 4 + 1] = file[from + 1] ?? 255;
    rgba[pixel * 4 + 2] = file[from + 2] ?? 255;
  }
  return { width: Number(width), height: Number(height), rgba };
}

/** Throws with qpdf's own words where the file has a fault. */
export async function qpdfCheck(pdf: Uint8Array): Promise<void> {
  await withFile(pdf, 'pdf', (path) => run('qpdf', ['--check', path], { timeout: LIMIT_MS }));
}

/** What the zbar reader finds, sorted. */
export async function zbarCodes({ width, height, rgba }: ColourRaster): Promise<readonly string[]> {
  const greys = Uint8Array.from({ length: width * height }, (_, pixel) => rgba[pixel * 4 + 1] ?? 255);
  const picture = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), greys]);
  const options = ['-q', '--raw', '--nodbus', '-Sdisable', '-Sqrcode.enable'];
  const stdout = await withFile(picture, 'pgm', async (path) => {
    const result = await run('zbarimg', [...options, path], { timeout: LIMIT_MS });
    return result.stdout;
  });
  return stdout.trim().split('\n').sort();
}

/** Grain of a cheap scanner: the same at every run. */
export function noisy(raster: ColourRaster, amplitude: number): ColourRaster {
  const rgba = Uint8ClampedArray.from(raster.rgba);
  let state = 20_221_128;
  for (let at = 0; at < rgba.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const noise = (state / 2 ** 32 - 0.5) * 2 * amplitude;
    for (let channel = 0; channel < 3; channel += 1) rgba[at + channel] = (rgba[at + channel] ?? 255) + noise;
  }
  return { ...raster, rgba };
}

/** Ink spreads on paper: every pixel takes the darkness of its darker neighbour to the left or above, in part. */
export function withDotGain({ width, height, rgba }: ColourRaster, share: number): ColourRaster {
  const grown = Uint8ClampedArray.from(rgba);
  for (let at = (width + 1) * 4; at < width * height * 4; at += 1) {
    if (at % 4 === 3) continue;
    const [own = 255, left = 255, above = 255] = [rgba[at], rgba[at - 4], rgba[at - width * 4]];
    grown[at] = own + (Math.min(own, left, above) - own) * share;
  }
  return { width, height, rgba: grown };
}

/** Share of ink in squares of so many pixels, row by row; the ground's cyan hardly counts. */
export function inkBlocks({ width, height, rgba }: ColourRaster, side: number): number[] {
  const shares: number[] = [];
  for (let top = 0; top + side <= height; top += side) {
    for (let left = 0; left + side <= width; left += side) {
      let dark = 0;
      for (let at = 0; at < side * side; at += 1) {
        const pixel = ((top + Math.floor(at / side)) * width + left + (at % side)) * 4;
        dark += 255 - Math.max(rgba[pixel] ?? 255, rgba[pixel + 1] ?? 255, rgba[pixel + 2] ?? 255);
      }
      shares.push(dark / (side * side) / 255);
    }
  }
  return shares;
}

/** Turned about its middle, then blurred (binomial, 3 × 3 pixels): a sheet laid askew on a poor scanner. */
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
      for (const dy of [-1, 0, 1]) {
        for (const dx of [-1, 0, 1]) sum += (turned[(y + dy) * width + x + dx] ?? 255) * (2 - dy * dy) * (2 - dx * dx);
      }
      rgba.fill(sum / 16, (y * width + x) * 4, (y * width + x) * 4 + 3);
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
