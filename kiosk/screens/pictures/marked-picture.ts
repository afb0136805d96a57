/**
 * Two pictures side by side: what the screen shows now, with a frame around every cell that differs, and what was accepted, as far as
 * its fingerprint knows: a mosaic of light.
 */
import { PNG } from 'pngjs';
import type { Pixels } from './camera.ts';
import type { Area } from './difference.ts';
import { CELL_PX } from './fingerprint.ts';
import { LIGHT_STEP, type StoredFingerprint } from './stored-fingerprint.ts';

const FRAME = [224, 0, 80] as const;
const FRAME_PX = 3;

/** @param reduction how much larger the picture is than those of which fingerprints are taken. */
export function markedPicture(
  now: Pixels,
  areas: readonly Area[],
  expected: StoredFingerprint,
  reduction: number,
): PNG {
  const cellPx = CELL_PX * reduction;
  const { width, height } = now;
  const marked = new PNG({ width: 2 * width, height });
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = 4 * (y * width + x);
      paint(marked, x, y, now.data.subarray(from, from + 3));
      const cell = Math.floor(y / cellPx) * expected.columns + Math.floor(x / cellPx);
      const light = Math.min(255, (expected.light[cell] ?? 0) * LIGHT_STEP);
      paint(marked, width + x, y, [light, light, light]);
    }
  }
  for (const { column, row, cells } of areas) {
    frame(marked, column * cellPx, row * cellPx, cells * cellPx, width);
  }
  return marked;
}

function frame(picture: PNG, left: number, top: number, edge: number, width: number): void {
  for (let along = 0; along < edge; along += 1) {
    for (let across = 0; across < FRAME_PX; across += 1) {
      for (const [x, y] of [
        [left + along, top + across],
        [left + along, top + edge - 1 - across],
        [left + across, top + along],
        [left + edge - 1 - across, top + along],
      ] as const) {
        if (x < width && y < picture.height) paint(picture, x, y, FRAME);
      }
    }
  }
}

function paint(picture: PNG, x: number, y: number, colour: ArrayLike<number>): void {
  const at = 4 * (y * picture.width + x);
  for (let channel = 0; channel < 3; channel += 1) picture.data[at + channel] = colour[channel] ?? 0;
  picture.data[at + 3] = 255;
}
