import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { rasterisePage } from '../release/page-picture.ts';
import type { ColourRaster } from '../release/pdfium-document.ts';
import { checkRelease } from '../release/release-check.ts';
import { renderCertificate } from '../render-certificate.ts';
import { syntheticCertificate } from '../synthetic-certificate.ts';
import { expectOk, testFonts } from '../test-tools.ts';
import { coverageOfDots, GroundConfigurationSchema, USUAL_GROUND } from './ground-configuration.ts';

/** Fine dots are specks at this resolution, and coarse ones are not. */
const COPY_DPI = 400;
const other = { fine: { diameterMm: 0.12, pitchDots: 8 }, coarse: { diameterMm: 0.36, pitchDots: 24 } };

describe('limits', () => {
  test('the usual ground and one beside it are within them', () => {
    expect(v.is(GroundConfigurationSchema, USUAL_GROUND)).toBe(true);
    expect(v.is(GroundConfigurationSchema, other)).toBe(true);
  });

  test.each([
    ['too fine', { ...other, fine: { diameterMm: 0.04, pitchDots: 4 } }],
    ['too coarse', { ...other, coarse: { diameterMm: 0.6, pitchDots: 30 } }],
    ['half a printer dot', { ...other, fine: { diameterMm: 0.12, pitchDots: 7.5 } }],
    ['not apart', { fine: { diameterMm: 0.16, pitchDots: 10 }, coarse: { diameterMm: 0.2, pitchDots: 12 } }],
    ['uneven: the word shows on the original', { ...other, coarse: { diameterMm: 0.36, pitchDots: 20 } }],
    ['too pale', { fine: { diameterMm: 0.05, pitchDots: 8 }, coarse: { diameterMm: 0.16, pitchDots: 26 } }],
    ['too dark', { fine: { diameterMm: 0.1, pitchDots: 4 }, coarse: { diameterMm: 0.3, pitchDots: 12 } }],
    ['with a word of its own', { ...other, word: '複製' }],
    ['nothing', {}],
  ])('%s is refused', (_, ground) => {
    expect(v.is(GroundConfigurationSchema, ground)).toBe(false);
  });

  test('whatever is let through covers alike, inside and outside the word', () => {
    const dots = (least: number, most: number) =>
      fc.record({
        diameterMm: fc.double({ min: least, max: most, noNaN: true }),
        pitchDots: fc.integer({ min: 3, max: 31 }),
      });
    fc.assert(
      fc.property(fc.record({ fine: dots(0.04, 0.2), coarse: dots(0.1, 0.6) }), (ground) => {
        if (!v.is(GroundConfigurationSchema, ground)) return;
        const shares = [coverageOfDots(ground.fine), coverageOfDots(ground.coarse)];
        expect(Math.max(...shares)).toBeLessThanOrEqual(0.16);
        expect(Math.min(...shares) / Math.max(...shares)).toBeGreaterThanOrEqual(0.84);
      }),
      { numRuns: 2_000, seed: 20221128 },
    );
  });
});

describe('another calibration', () => {
  let usual: ColourRaster;
  let changed: ColourRaster;

  beforeAll(async () => {
    const page = syntheticCertificate({ kind: 'domestic', doses: 2 });
    const fonts = await testFonts();
    const one = expectOk(await renderCertificate(page, fonts));
    const two = expectOk(await renderCertificate(page, fonts, { ground: other }));
    expectOk(await checkRelease({ rendered: two, page }));
    usual = expectOk(await rasterisePage(one.pdf, 0, COPY_DPI));
    changed = expectOk(await rasterisePage(two.pdf, 0, COPY_DPI));
  });

  /** Ink of the ground in a square of the empty right half below the table, as a copy that loses specks sees it. */
  function word({ width, rgba }: ColourRaster, left: number, top: number, size: number): number {
    let kept = 0;
    for (let y = top; y < top + size; y += 1) {
      for (let x = left; x < left + size; x += 1) {
        const neighbours = [0, 1, -1].map((step) => rgba[((y + step) * width + x + step) * 4] ?? 255);
        if (neighbours.every((red) => red < 128)) kept += 1;
      }
    }
    return kept;
  }

  test('prints other dots, and a copy that drops specks keeps those of the word only', () => {
    expect(Buffer.compare(Buffer.from(usual.rgba), Buffer.from(changed.rgba))).not.toBe(0);
    for (const raster of [usual, changed]) {
      const squares = Array.from({ length: 8 }, (_, index) => word(raster, 1_750 + index * 150, 2_400, 120));
      expect(Math.max(...squares)).toBeGreaterThan(20);
      expect(Math.min(...squares)).toBe(0);
    }
  });
});
