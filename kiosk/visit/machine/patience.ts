/**
 * How long each screen of a visit waits. One entry per screen, so that a screen without a limit does not compile: a resident
 * who walks away, or a device that never answers, ends the visit (design §4, K9).
 */
import type { ScreenName } from '../../snapshot.ts';

/** The screens a visit can show; the terminal's own are not among them. */
export type VisitScreenName = Exclude<ScreenName, 'out-of-service' | 'attract'>;

export type Patience = {
  /** Whole time without a touch, in milliseconds. */
  limitMs: number;
  /** The resident is warned this long before the limit and may ask for more time; 0 where nobody is expected to touch. */
  warnBeforeMs: number;
};

const touched = (limitMs: number): Patience => ({ limitMs, warnBeforeMs: 15_000 });
const device = (limitMs: number): Patience => ({ limitMs, warnBeforeMs: 0 });

export const PATIENCE: Readonly<Record<VisitScreenName, Patience>> = {
  menu: touched(45_000),
  terms: touched(120_000),
  'lay-card': touched(60_000),
  'checking-card': device(20_000),
  kind: touched(60_000),
  pin: touched(60_000),
  'last-try': touched(60_000),
  // Longest: the card's answers and one signature at 106 kbit/s, with one restart.
  'reading-card': device(30_000),
  // Voice and screen repeat; after this the card counts as left behind.
  'take-card': device(90_000),
  municipality: touched(120_000),
  applying: device(45_000),
  // The passport has to be found and opened first.
  'scan-passport': touched(120_000),
  'lay-passport': touched(90_000),
  // Longer than the limit of a whole reading.
  'reading-passport': device(75_000),
  'take-passport': device(90_000),
  preview: touched(120_000),
  copies: touched(60_000),
  confirm: touched(60_000),
  payment: touched(120_000),
  'returning-money': device(60_000),
  // One copy may wait for the clerk to load paper; longer than the page printer's own limit.
  printing: device(330_000),
  'printer-attention': device(330_000),
  'take-paper': device(120_000),
  // A clerk has to be fetched first.
  misprint: touched(180_000),
  receipt: device(30_000),
  goodbye: device(10_000),
  refused: device(45_000),
};

/** No visit lasts longer than this, whatever is touched. */
export const VISIT_LIMIT_MS = 30 * 60_000;
