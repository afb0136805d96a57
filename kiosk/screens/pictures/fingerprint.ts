/**
 * What is seen of a picture: how light each small cell of it is on average, and the colour of larger blocks. Averages hardly feel how
 * a browser smooths the edge of a letter, but a letter more or less is seen.
 */
import type { Pixels } from './camera.ts';
import { sumsOf } from './sums.ts';

/** Edge of a cell in the pixels of the camera. */
export const CELL_PX = 10;
/** Edge of a block, of which only the colour is kept, in cells. */
export const BLOCK_CELLS = 4;

/** Averages from 0 to 255; colours lie around 128. */
export interface Fingerprint {
  readonly columns: number;
  readonly rows: number;
  /** One for each cell, row by row. */
  readonly light: Float32Array;
  /** The least and the most a cell would have if all lay a hair's breadth (`SHIFTS`) elsewhere. */
  readonly leastLight: Float32Array;
  readonly mostLight: Float32Array;
  /** Blue and then red (Cb and Cr of ITU-T T.871) for each block, row by row. */
  readonly colour: Float32Array;
}

/**
 * Right, down and share of such a shift, in pixels of the camera. The base line of a text lies on whole ones: what moves by one
 * pixel of the screen can move by four in a picture, downwards; to the right it lies on quarters.
 */
const SHIFTS = [
  [0, 1, 1],
  [0, -1, 1],
  [1, 0, 0.5],
  [-1, 0, 0.5],
] as const;

export function fingerprintOf(pixels: Pixels): Fingerprint {
  const columns = Math.ceil(pixels.width / CELL_PX);
  const rows = Math.ceil(pixels.height / CELL_PX);
  const averageLight = sumsOf(pixels, (red, green, blue) => 0.299 * red + 0.587 * green + 0.114 * blue);
  const light = new Float32Array(columns * rows);
  const leastLight = new Float32Array(light.length);
  const mostLight = new Float32Array(light.length);
  for (const cell of light.keys()) {
    const left = (cell % columns) * CELL_PX;
    const top = Math.floor(cell / columns) * CELL_PX;
    const value = averageLight(left, top, CELL_PX);
    const shifted = SHIFTS.map(
      ([right, down, share]) => value + share * (averageLight(left + right, top + down, CELL_PX) - value),
    );
    light[cell] = value;
    leastLight[cell] = Math.min(value, ...shifted);
    mostLight[cell] = Math.max(value, ...shifted);
  }
  return { columns, rows, light, leastLight, mostLight, colour: coloursOf(pixels, columns, rows) };
}

function coloursOf(pixels: Pixels, columns: number, rows: number): Float32Array {
  const blue = sumsOf(pixels, (r, g, b) => 128 - 0.168736 * r - 0.331264 * g + 0.5 * b);
  const red = sumsOf(pixels, (r, g, b) => 128 + 0.5 * r - 0.418688 * g - 0.081312 * b);
  const blockColumns = Math.ceil(columns / BLOCK_CELLS);
  const edge = BLOCK_CELLS * CELL_PX;
  return Float32Array.from({ length: 2 * blocksIn(columns, rows) }, (_, place) => {
    const block = place >> 1;
    const average = place % 2 === 0 ? blue : red;
    return average((block % blockColumns) * edge, Math.floor(block / blockColumns) * edge, edge);
  });
}

/** How many blocks a picture of so many cells has. */
export function blocksIn(columns: number, rows: number): number {
  return Math.ceil(columns / BLOCK_CELLS) * Math.ceil(rows / BLOCK_CELLS);
}
