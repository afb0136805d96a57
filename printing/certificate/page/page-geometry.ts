/**
 * Measures of the sheet. Positions are millimetres from the top left corner; PDF counts points from the bottom left.
 * The sheet is A4 rounded to whole dots at 600 dpi (4961 × 7016), so that a code placed on the dot grid stays on it.
 */

export const DOTS_PER_INCH = 600;
export const DOT_MM = 25.4 / DOTS_PER_INCH;
const POINTS_PER_MM = 72 / 25.4;

export const PAGE_WIDTH_PT = 595.32;
export const PAGE_HEIGHT_PT = 841.92;
export const PAGE_WIDTH_MM = PAGE_WIDTH_PT / POINTS_PER_MM;
export const PAGE_HEIGHT_MM = PAGE_HEIGHT_PT / POINTS_PER_MM;

/** The block in which everything but the frame stands. */
export const LEFT_MM = 20;
export const RIGHT_MM = 190;
export const CONTENT_WIDTH_MM = RIGHT_MM - LEFT_MM;

export type BoxMm = { xMm: number; yMm: number; widthMm: number; heightMm: number };

export function points(mm: number): number {
  return mm * POINTS_PER_MM;
}

export function xPoints(xMm: number): number {
  return points(xMm);
}

export function yPoints(yMm: number): number {
  return PAGE_HEIGHT_PT - points(yMm);
}

/** The nearest whole dot of the printer. */
export function onDotGrid(mm: number): number {
  return Math.round(mm / DOT_MM) * DOT_MM;
}

/** A number as PDF writes it: no exponent, no needless digits. */
export function pdfNumber(value: number): string {
  const text = value.toFixed(3);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
