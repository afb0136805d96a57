/**
 * What a picture shows otherwise than its fingerprint says. The tolerances are measured, see
 * docs/decisions/0019-pictures-are-compared-by-fingerprint.md.
 */
import { BLOCK_CELLS, type Fingerprint } from './fingerprint.ts';
import { COLOUR_STEP, LIGHT_STEP, type StoredFingerprint } from './stored-fingerprint.ts';

/** How far the accepted average may lie outside of what the picture would have a hair's breadth elsewhere: half a step is rounding. */
export const LIGHT_TOLERANCE = LIGHT_STEP / 2 + 1.5;
export const COLOUR_TOLERANCE = COLOUR_STEP / 2 + 2;

/** A rectangle of cells. */
export interface Area {
  readonly column: number;
  readonly row: number;
  readonly cells: number;
}

/** Where they differ; nothing where they do not. Pictures of two sizes differ as a whole. */
export function differingAreas(expected: StoredFingerprint, now: Fingerprint): Area[] {
  const { columns } = now;
  if (expected.columns !== columns || expected.rows !== now.rows) return [{ column: 0, row: 0, cells: columns }];
  const blockColumns = Math.ceil(columns / BLOCK_CELLS);
  const light = placesBeyond(expected.light, LIGHT_STEP, now.leastLight, now.mostLight, LIGHT_TOLERANCE).map(
    (cell) => ({
      column: cell % columns,
      row: Math.floor(cell / columns),
      cells: 1,
    }),
  );
  const colour = placesBeyond(expected.colour, COLOUR_STEP, now.colour, now.colour, COLOUR_TOLERANCE).map((place) => {
    const block = place >> 1;
    return {
      column: (block % blockColumns) * BLOCK_CELLS,
      row: Math.floor(block / blockColumns) * BLOCK_CELLS,
      cells: BLOCK_CELLS,
    };
  });
  return [...light, ...colour];
}

function placesBeyond(
  expected: Uint8Array,
  step: number,
  least: Float32Array,
  most: Float32Array,
  tolerance: number,
): number[] {
  const places: number[] = [];
  for (const [place, rounded] of expected.entries()) {
    const value = rounded * step;
    if (value < (least[place] ?? 0) - tolerance || value > (most[place] ?? 0) + tolerance) places.push(place);
  }
  return places;
}
