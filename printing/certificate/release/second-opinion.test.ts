/** The same file through programs of other makers: poppler paints it, zbar reads it, from worse and worse scans. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { CertificatePage, RenderedCertificate } from '../certificate-page.ts';
import { syntheticCertificate } from '../synthetic-certificate.ts';
import {
  askewAndBlurred,
  expectOk,
  noisy,
  popplerRaster,
  rendered,
  testFonts,
  withDotGain,
  zbarCodes,
} from '../test-tools.ts';
import { readCodes } from './code-reader.ts';
import { rasterisePage } from './page-picture.ts';
import type { ColourRaster } from './pdfium-document.ts';

const page = syntheticCertificate({ doses: 4 });

let result: RenderedCertificate;

beforeAll(async () => {
  result = await rendered(page, await testFonts());
});

function codesOf({ healthCard, vdsNc }: CertificatePage): readonly string[] {
  const digits = Array.from(healthCard, (character) => String(character.charCodeAt(0) - 45).padStart(2, '0'));
  return [`shc:/${digits.join('')}`, ...(vdsNc === null ? [] : [vdsNc])].sort();
}

async function zxingCodes(raster: ColourRaster): Promise<readonly string[]> {
  return (await readCodes(raster)).map(({ bytes }) => new TextDecoder().decode(bytes)).sort();
}

describe('printed and scanned, the codes are read by two decoders of different makers', () => {
  const domestic = syntheticCertificate({ kind: 'domestic', doses: 10 });
  const long = syntheticCertificate({ doses: 15 });

  test.each([
    ['domestic, 10 doses', domestic],
    ['overseas, 15 doses on two sheets', long],
  ])('%s, at 300 dpi', async (_, scanned) => {
    const { pdf } = await rendered(scanned, await testFonts());
    const scan = withDotGain(await popplerRaster(pdf, 300), 0.4);
    expect(await zbarCodes(scan)).toEqual(codesOf(scanned));
    expect(await zxingCodes(scan)).toEqual(codesOf(scanned));
  });

  test.each([
    ['overseas, 4 doses', page],
    ['domestic, 10 doses', domestic],
  ])('%s, at 200 dpi, with dot gain, noise, blurred and 3 degrees askew', async (_, scanned) => {
    const { pdf } = await rendered(scanned, await testFonts());
    const scan = noisy(askewAndBlurred(withDotGain(await popplerRaster(pdf, 200), 0.1), 3), 12);
    expect(await zbarCodes(scan)).toEqual(codesOf(scanned));
    expect(await zxingCodes(scan)).toEqual(codesOf(scanned));
  });

  test('a scan too poor for any code yields none, never another', async () => {
    const ruined = noisy(askewAndBlurred(await popplerRaster(result.pdf, 60), 3), 40);
    expect(await zxingCodes(ruined)).toEqual([]);
  });
});

describe('the picture', () => {
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
