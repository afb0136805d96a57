/**
 * Dots of the copy-evident ground, to be calibrated on the printer model in use: `npm run certificate -- ground` prints a
 * sheet with a choice of them, and a copy of that sheet shows which one to take. The limits keep every choice a ground that
 * works in principle and a page that stays readable.
 */
import * as v from 'valibot';
import { DOT_MM } from './page-geometry.ts';

/** A square grid of round dots; the pitch is in dots of 600 dpi, so that each lies alike on the printer's own grid. */
export type Dots = { readonly diameterMm: number; readonly pitchDots: number };
export type GroundConfiguration = { readonly fine: Dots; readonly coarse: Dots };

/** Share of the paper that is covered, 0 to 1. */
export function coverageOfDots({ diameterMm, pitchDots }: Dots): number {
  return (Math.PI * diameterMm ** 2) / 4 / (pitchDots * DOT_MM) ** 2;
}

const LEAST_COVERAGE = 0.04;
/** Above this the codes and small print lose contrast, and the release check its measure of paper. */
const MOST_COVERAGE = 0.16;
/** The eye finds the word on the original from about this difference on. */
const MOST_RELATIVE_DIFFERENCE = 0.15;
/** A copier that drops the fine dots must keep the coarse ones. */
const LEAST_RATIO = 2;

const dots = (least: number, most: number) =>
  v.strictObject({
    diameterMm: v.pipe(v.number(), v.minValue(least), v.maxValue(most)),
    pitchDots: v.pipe(v.number(), v.safeInteger(), v.minValue(4), v.maxValue(30)),
  });

export const GroundConfigurationSchema = v.pipe(
  v.strictObject({
    /** Around the word: what a copier loses. */
    fine: dots(0.05, 0.16),
    /** Inside the word: what it keeps. */
    coarse: dots(0.16, 0.5),
  }),
  v.check(
    ({ fine, coarse }) => coarse.diameterMm >= LEAST_RATIO * fine.diameterMm,
    'coarse dots must be at least twice as wide as fine ones',
  ),
  v.check(
    (ground) => [ground.fine, ground.coarse].every((one) => coverageOfDots(one) >= LEAST_COVERAGE),
    'too little ink to be seen',
  ),
  v.check(
    (ground) => [ground.fine, ground.coarse].every((one) => coverageOfDots(one) <= MOST_COVERAGE),
    'too much ink to read through',
  ),
  v.check(({ fine, coarse }) => {
    const [one, other] = [coverageOfDots(fine), coverageOfDots(coarse)];
    return Math.abs(one - other) / Math.max(one, other) <= MOST_RELATIVE_DIFFERENCE;
  }, 'fine and coarse dots must cover alike, or the word shows on the original'),
);

/** Works in a simulated copy; not yet calibrated on a real printer. */
export const USUAL_GROUND: GroundConfiguration = {
  fine: { diameterMm: 0.1, pitchDots: 6 },
  coarse: { diameterMm: 0.3, pitchDots: 18 },
};
