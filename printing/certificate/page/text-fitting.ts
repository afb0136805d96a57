/** Text into the width and height it is given: one line if it stays legible, else smaller lines, else not at all. */
import { type PlacedGlyph, widthOf } from '../fonts/glyph-run.ts';

export type TextFit = {
  /** The size wanted, and the smallest that is still legible. */
  sizePt: number;
  minimumSizePt: number;
  maximumLines: number;
  widthPt: number;
  heightPt: number;
};

export type FittedText = { sizePt: number; lines: readonly (readonly PlacedGlyph[])[] };

/** Baseline to baseline, in ems. */
export const LINE_SPACING = 1.2;
const SIZE_STEP_PT = 0.25;

/** Null where the text does not fit even at its smallest. */
export function fitText(glyphs: readonly PlacedGlyph[], fit: TextFit): FittedText | null {
  const oneLineSizePt = fit.widthPt / widthOf(glyphs, 1);
  if (oneLineSizePt >= fit.minimumSizePt) return { sizePt: Math.min(fit.sizePt, oneLineSizePt), lines: [glyphs] };
  return fitLines(glyphs, fit, true) ?? fitLines(glyphs, fit, false);
}

/** Between words where that fits at any size; a long name whose space stands badly is broken anywhere rather than refused. */
function fitLines(glyphs: readonly PlacedGlyph[], fit: TextFit, betweenWords: boolean): FittedText | null {
  for (let lineCount = 2; lineCount <= fit.maximumLines; lineCount += 1) {
    const tallestPt = fit.heightPt / (1 + (lineCount - 1) * LINE_SPACING);
    for (const sizePt of sizesFrom(Math.min(fit.sizePt, tallestPt), fit.minimumSizePt)) {
      const lines = breakLines(glyphs, fit.widthPt / sizePt, betweenWords);
      if (lines.length <= lineCount) return { sizePt, lines };
    }
  }
  return null;
}

function sizesFrom(largestPt: number, smallestPt: number): readonly number[] {
  const steps = Math.ceil((largestPt - smallestPt) / SIZE_STEP_PT);
  if (steps < 0) return [];
  return Array.from({ length: steps + 1 }, (_, step) => Math.max(smallestPt, largestPt - step * SIZE_STEP_PT));
}

/** Greedy: after the last space of a line where it has one and that is wanted, else anywhere between characters. */
function breakLines(
  glyphs: readonly PlacedGlyph[],
  widthEm: number,
  betweenWords: boolean,
): (readonly PlacedGlyph[])[] {
  const lines: PlacedGlyph[][] = [];
  let line: PlacedGlyph[] = [];
  for (const placed of glyphs) {
    if (line.length > 0 && !placed.blank && widthOf([...line, placed], 1) > widthEm) {
      const afterSpace = betweenWords ? line.findLastIndex(({ blank }) => blank) + 1 : 0;
      const end = afterSpace === 0 ? line.length : afterSpace;
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
    line.push(placed);
  }
  return [...lines, line];
}
