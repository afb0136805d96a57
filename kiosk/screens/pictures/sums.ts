/** Averages over squares of a picture, each in the same short time however large the square is (a summed-area table). */
import type { Pixels } from './camera.ts';

/** The average of a square, of that part of it that lies in the picture. */
export type AverageOf = (left: number, top: number, edge: number) => number;

export function sumsOf(
  { width, height, data }: Pixels,
  levelOf: (red: number, green: number, blue: number) => number,
): AverageOf {
  const across = width + 1;
  const sums = new Float64Array(across * (height + 1));
  for (let y = 0, at = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1, at += 4) {
      row += levelOf(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
      sums[(y + 1) * across + x + 1] = row + (sums[y * across + x + 1] ?? 0);
    }
  }
  const sum = (x: number, y: number) => sums[y * across + x] ?? 0;
  return (left, top, edge) => {
    const [x0, x1] = [Math.max(0, left), Math.min(width, left + edge)];
    const [y0, y1] = [Math.max(0, top), Math.min(height, top + edge)];
    return (sum(x1, y1) - sum(x0, y1) - sum(x1, y0) + sum(x0, y0)) / Math.max(1, (x1 - x0) * (y1 - y0));
  };
}
