/**
 * Is the ink of every fact where it must be? A text layer can read perfectly over blank or foreign glyphs, so each glyph of
 * the finished page is compared with the outline of the character it stands for.
 *
 * Two drawings of one glyph differ along its edges only: by how each smooths them, and because PDFium moves small glyphs to
 * whole pixels. So what is measured is the difference in ink for each pixel of edge.
 */
import type { DrawnGlyph } from '../certificate-page.ts';
import { PAGE_HEIGHT_PT, PAGE_WIDTH_PT } from '../page/page-geometry.ts';
import { type Coverage, coverageOf } from './outline-coverage.ts';
import type { ColourRaster } from './pdfium-document.ts';

/**
 * Measured at 200 dpi over 5,000 drawings of characters of the name font: the right glyph differs by at most 0.12, a blank
 * by 0.4 and more. At the usual size of a name 吉 in the place of 𠮷 differs by 0.20 and 高 in the place of 髙 by 0.55;
 * in long names, set smaller, the very closest variants are told apart by the text layer only.
 */
const MOST_DIFFERENCE = 0.16;
/** A plain bar (a hyphen, a vertical line) drawn as a shape is widened to whole pixels; right up to 0.43, blank above 1. */
const MOST_DIFFERENCE_OF_BAR = 0.6;

/** Right and down, nearest first: what is left of rounding once PDFium's own is taken into account. */
const SHIFTS_PIXELS = [0, -0.25, 0.25].flatMap((right) => [0, -0.25, 0.25].map((down) => [right, down] as const));

/**
 * Below this many pixels an em PDFium paints glyphs as small pictures: set on a third of a pixel across and on a whole one
 * down, and smoothed over three thirds.
 */
const PICTURE_BELOW_PIXELS = 50;
const THIRDS = [-1 / 3, 0, 1 / 3];

/** The lightest channel of the ground's cyan (which counts as paper) and of black (100 % key) as PDFium paints them. */
const PAPER_LEVEL = 238;
const BLACK_LEVEL = 35;

/** True where the page shows every one of these glyphs at its place. */
export function allHaveTheirInk(glyphs: readonly DrawnGlyph[], raster: ColourRaster): boolean {
  const ground = groundOf(glyphs, raster);
  return glyphs.every((glyph, index) => {
    const most = mostDifference(glyph, raster);
    return SHIFTS_PIXELS.some(([right, down]) => inkDifference(glyph, index, raster, ground, right, down) <= most);
  });
}

function mostDifference(glyph: DrawnGlyph, raster: ColourRaster): number {
  return isBar(glyph) && !isPicture(glyph, raster) ? MOST_DIFFERENCE_OF_BAR : MOST_DIFFERENCE;
}

function isBar({ outline }: DrawnGlyph): boolean {
  return outline.length <= 6 && outline.every(({ command }) => command !== 'quadraticCurveTo');
}

function isPicture({ sizePt }: DrawnGlyph, { height }: ColourRaster): boolean {
  return (sizePt * height) / PAGE_HEIGHT_PT < PICTURE_BELOW_PIXELS;
}

/** Which glyph each pixel belongs to, counted from 1; pixels near two glyphs belong to none and are not judged. */
export type Ground = Uint16Array;
const SHARED = 0xffff;

export function groundOf(glyphs: readonly DrawnGlyph[], raster: ColourRaster): Ground {
  const ground = new Uint16Array(raster.width * raster.height);
  for (const [index, glyph] of glyphs.entries()) {
    const coverage = placedCoverage(glyph, raster, 0, 0);
    if (coverage === null) continue;
    for (let at = 0; at < coverage.values.length; at += 1) {
      if (coverage.values[at] === 0) continue;
      const x = coverage.left + (at % coverage.width);
      const y = coverage.top + Math.floor(at / coverage.width);
      claim(ground, raster, x, y, index + 1);
    }
  }
  return ground;
}

function claim(ground: Ground, { width, height }: ColourRaster, x: number, y: number, owner: number): void {
  for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row += 1) {
    for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column += 1) {
      const before = ground[row * width + column];
      ground[row * width + column] = before === 0 || before === owner ? owner : SHARED;
    }
  }
}

/** Ink too much or too little for each pixel of the glyph's edge, in whole pixels of black. */
export function inkDifference(
  glyph: DrawnGlyph,
  index: number,
  raster: ColourRaster,
  ground: Ground,
  rightPixels: number,
  downPixels: number,
): number {
  const coverage = placedCoverage(glyph, raster, rightPixels, downPixels);
  if (coverage === null) return 0;
  let difference = 0;
  for (let row = 0; row < coverage.height; row += 1) {
    for (let column = 0; column < coverage.width; column += 1) {
      const [x, y] = [coverage.left + column, coverage.top + row];
      const owner = ground[y * raster.width + x] ?? SHARED;
      if (owner !== 0 && owner !== index + 1) continue;
      const wanted = coverage.values[row * coverage.width + column] ?? 0;
      difference += Math.abs(wanted - darknessAt(raster, x, y));
    }
  }
  return difference / coverage.edgePixels;
}

function placedCoverage(
  glyph: DrawnGlyph,
  raster: ColourRaster,
  rightPixels: number,
  downPixels: number,
): Coverage | null {
  const xScale = raster.width / PAGE_WIDTH_PT;
  const yScale = raster.height / PAGE_HEIGHT_PT;
  const emScale = glyph.sizePt / glyph.unitsPerEm;
  const picture = isPicture(glyph, raster);
  const xPixels = glyph.xPt * xScale;
  const yPixels = (PAGE_HEIGHT_PT - glyph.yPt) * yScale;
  const placement = {
    xPixels: (picture ? Math.floor(xPixels * 3) / 3 : xPixels) + rightPixels,
    yPixels: (picture ? Math.round(yPixels) : yPixels) + downPixels,
    xScale: emScale * xScale,
    yScale: emScale * yScale,
  };
  return coverageOf(glyph.outline, placement, picture ? THIRDS : [0]);
}

/** Of the lightest channel, in which the ground hardly shows. */
function darknessAt({ width, height, rgba }: ColourRaster, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  const at = (y * width + x) * 4;
  const lightest = Math.max(rgba[at] ?? 255, rgba[at + 1] ?? 255, rgba[at + 2] ?? 255);
  return Math.min(1, Math.max(0, PAPER_LEVEL - lightest) / (PAPER_LEVEL - BLACK_LEVEL));
}
