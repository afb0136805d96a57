/** A symbol as vector rectangles: dark modules of a row merged into runs, all filled at once, so no gaps can open. */
import { type BoxMm, DOT_MM, onDotGrid, pdfNumber, points, xPoints, yPoints } from '../page/page-geometry.ts';
import type { CodeSymbol } from './qr-symbol.ts';

export const QUIET_ZONE_MODULES = 4;
/** Both codes are at least this wide (quiet zone not counted). */
const MINIMUM_SYMBOL_MM = 40;
/** Preferred size of a module first; even numbers of dots at 600 dpi are whole dots at 300 dpi too. */
const USUAL_MODULE_DOTS = 10;
const FLOOR_MODULE_DOTS = 8;

export type PlacedSymbol = { symbol: CodeSymbol; moduleMm: number; quietZone: BoxMm };

/** Width and height of a symbol with its quiet zone, in modules. */
function fullSize(symbol: CodeSymbol): number {
  return symbol.size + 2 * QUIET_ZONE_MODULES;
}

/** The module size for a symbol in a square of `availableMm`; null where even the smallest legible module is too big. */
export function moduleSizeMm(symbol: CodeSymbol, availableMm: number): number | null {
  let dots = USUAL_MODULE_DOTS;
  while (symbol.size * dots * DOT_MM < MINIMUM_SYMBOL_MM) dots += 2;
  while (dots > FLOOR_MODULE_DOTS && fullSize(symbol) * dots * DOT_MM > availableMm) dots -= 2;
  return fullSize(symbol) * dots * DOT_MM > availableMm ? null : dots * DOT_MM;
}

/** Places a symbol by the top left corner of its quiet zone, moved to the printer's dot grid. */
export function placeSymbol(symbol: CodeSymbol, moduleMm: number, xMm: number, yMm: number): PlacedSymbol {
  const sideMm = fullSize(symbol) * moduleMm;
  return {
    symbol,
    moduleMm,
    quietZone: { xMm: onDotGrid(xMm), yMm: onDotGrid(yMm), widthMm: sideMm, heightMm: sideMm },
  };
}

/** PDF operators. */
export function drawSymbol({ symbol, moduleMm, quietZone }: PlacedSymbol): string {
  const origin = QUIET_ZONE_MODULES * moduleMm;
  const module = points(moduleMm).toFixed(5);
  const x = xPoints(quietZone.xMm + origin).toFixed(5);
  const y = yPoints(quietZone.yMm + origin).toFixed(5);
  const rectangles: string[] = [];
  for (let row = 0; row < symbol.size; row += 1) {
    let start: number | null = null;
    for (let column = 0; column <= symbol.size; column += 1) {
      const dark = column < symbol.size && symbol.isDark(row, column);
      if (dark && start === null) start = column;
      if (dark || start === null) continue;
      rectangles.push(`${start} ${row} ${column - start} 1 re`);
      start = null;
    }
  }
  return `q 0 0 0 1 k ${module} 0 0 -${module} ${x} ${y} cm\n${rectangles.join('\n')}\nf Q\n`;
}

/** The white square of a symbol as a rectangle path. */
export function quietZonePath({ quietZone }: PlacedSymbol): string {
  const { xMm, yMm, widthMm, heightMm } = quietZone;
  return `${pdfNumber(xPoints(xMm))} ${pdfNumber(yPoints(yMm + heightMm))} ${pdfNumber(points(widthMm))} ${pdfNumber(points(heightMm))} re`;
}
