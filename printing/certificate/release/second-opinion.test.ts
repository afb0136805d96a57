/** The same file through programs of other makers: poppler paints it, zbar reads it, from worse and worse scans. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { RenderedCertificate } from '../certificate-page.ts';
import { syntheticCertificate } from '../synthetic-certificate.ts';
import { askewAndBlurred, expectOk, popplerRaster, rendered, testFonts, zbarCodes } from '../test-tools.ts';
import { readCodes } from './code-reader.ts';
import { rasterisePage } from './page-picture.ts';
import type { ColourRaster } from './pdfium-document.ts';

const page = syntheticCertificate({ doses: 4 });
const healthCard = `shc:/${Array.from(page.healthCard, (c) => String(c.charCodeAt(0) - 45).padStart(2, '0')).join('')}`;
const codes = [healthCard, page.vdsNc ?? ''].sort();

let result: RenderedCertificate;

beforeAll(async () => {
  result = await rendered(page, await testFonts());
});

describe('both codes are read by zbar from poppler’s picture', () => {
  test('at 300 dpi', async () => {
    expect(await zbarCodes(await popplerRaster(result.pdf, 300))).toEqual(codes);
  });

  test('at 200 dpi, blurred and 3 degrees askew', async () => {
    const scan = askewAndBlurred(await popplerRaster(result.pdf, 200), 3);
    expect(await zbarCodes(scan)).toEqual(codes);
    const read = await readCodes(scan);
    expect(read.map(({ bytes }) => new TextDecoder().decode(bytes)).sort()).toEqual(codes);
  });

  test('for a second sheet with a long table', async () => {
    const long = syntheticCertificate({ doses: 15 });
    const { pdf } = await rendered(long, await testFonts());
    const read = await zbarCodes(await popplerRaster(pdf, 300));
    expect(read).toContain(long.vdsNc);
    expect(read).toHaveLength(2);
  });
});

describe('the picture', () => {
  /** Share of dark ink in squares of 8 × 8 pixels. */
  function blocks({ width, height, rgba }: ColourRaster): number[] {
    const shares: number[] = [];
    for (let top = 0; top + 8 <= height; top += 8) {
      for (let left = 0; left + 8 <= width; left += 8) {
        let dark = 0;
        for (let at = 0; at < 64; at += 1) {
          const pixel = ((top + Math.floor(at / 8)) * width + left + (at % 8)) * 4;
          dark += 255 - Math.max(rgba[pixel] ?? 255, rgba[pixel + 1] ?? 255, rgba[pixel + 2] ?? 255);
        }
        shares.push(dark / 64 / 255);
      }
    }
    return shares;
  }

  test('has the same ink in the same places in PDFium and in poppler', async () => {
    const ours = blocks(expectOk(await rasterisePage(result.pdf, 0, 150)));
    const theirs = blocks(await popplerRaster(result.pdf, 150));
    expect(ours).toHaveLength(theirs.length);
    const differences = ours.map((share, index) => Math.abs(share - (theirs[index] ?? 0)));
    const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
    expect(mean).toBeLessThan(0.02);
    expect(differences.filter((difference) => difference > 0.35)).toEqual([]);
  });

  test('leaves the quiet zones of both codes white', async () => {
    const raster = expectOk(await rasterisePage(result.pdf, 0, 300));
    const pixelsPerModule = 5;
    const found = await readCodes(raster);
    expect(found).toHaveLength(2);
    for (const [index, { xPixels, yPixels }] of found.entries()) {
      const half = ([105, 125][index] ?? 0) * (pixelsPerModule / 2);
      for (let offset = -half - 18; offset <= half + 18; offset += 1) {
        for (const edge of [half + 4, half + 18]) {
          for (const [x, y] of [
            [xPixels + offset, yPixels - edge],
            [xPixels + offset, yPixels + edge],
            [xPixels - edge, yPixels + offset],
            [xPixels + edge, yPixels + offset],
          ] as const) {
            const at = (Math.round(y) * raster.width + Math.round(x)) * 4;
            expect([...raster.rgba.subarray(at, at + 3)]).toEqual([255, 255, 255]);
          }
        }
      }
    }
  });

  test('has ground of even tone inside and outside the word, in cyan only', async () => {
    const raster = expectOk(await rasterisePage(result.pdf, 0, 600));
    let cyan = 0;
    let other = 0;
    const [left, top, size] = [2300, 3500, 400];
    for (let y = top; y < top + size; y += 1) {
      for (let x = left; x < left + size; x += 1) {
        const at = (y * raster.width + x) * 4;
        const [red = 255, , blue = 255] = raster.rgba.subarray(at, at + 3);
        cyan += (255 - red) / 255;
        if (blue < 200) other += 1;
      }
    }
    expect(other).toBe(0);
    expect(cyan / (size * size)).toBeGreaterThan(0.08);
    expect(cyan / (size * size)).toBeLessThan(0.18);
  });
});

test('a page that does not exist, and bytes that are no PDF, are values', async () => {
  expect(await rasterisePage(result.pdf, 1, 72)).toMatchObject({ error: { kind: 'no-such-page' } });
  expect(await rasterisePage(new Uint8Array(10), 0, 72)).toMatchObject({ error: { kind: 'unreadable' } });
});
