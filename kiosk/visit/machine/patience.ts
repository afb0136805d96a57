/**
 * How long each screen of a visit waits. One entry per screen, so that a screen without a limit does not compile: a resident
 * who walks away, or a device that never answers, ends the visit (design §4, K9).
 */
import type { ScreenName } from '../../snapshot.ts';

/** The screens a visit can show; the terminal's own and the store operator's are not among them. */
export type VisitScreenName = Exclude<ScreenName, 'out-of-service' | 'attract' | `operator-${string}`>;

export type Patience = {
  /** A person is given twice as long where a slower pace was asked for; a device is not. */
  waitsFor: 'person' | 'device';
  /** Whole time without a touch, in milliseconds. */
  limitMs: number;
  /**
   * The resident is warned this long before the limit and may ask for more time; 0 where a device is waited for, or a clerk for
   * whom more time at the printer could not be given.
   */
  warnBeforeMs: number;
};

const touched = (limitMs: number): Patience => ({ waitsFor: 'person', limitMs, warnBeforeMs: 15_000 });
/** Looked at, and gone by itself. */
const read = (limitMs: number): Patience => ({ waitsFor: 'person', limitMs, warnBeforeMs: 0 });
const device = (limitMs: number): Patience => ({ waitsFor: 'device', limitMs, warnBeforeMs: 0 });

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
  'take-card': touched(90_000),
  municipality: touched(120_000),
  applying: device(45_000),
  // The passport has to be found and opened first.
  'scan-passport': touched(120_000),
  'lay-passport': touched(90_000),
  // Longer than the limit of a whole reading.
  'reading-passport': device(75_000),
  'take-passport': touched(90_000),
  preview: touched(120_000),
  copies: touched(60_000),
  confirm: touched(60_000),
  // Money may lie in escrow; after this it goes back, and the card counts as left behind.
  'take-card-first': touched(90_000),
  payment: touched(120_000),
  'returning-money': device(60_000),
  // One copy may wait for the clerk to load paper; longer than the page printer's own limit.
  printing: device(330_000),
  'printer-attention': device(330_000),
  'take-paper': touched(120_000),
  // A clerk has to be fetched first.
  misprint: touched(180_000),
  receipt: touched(40_000),
  goodbye: read(10_000),
  // There is something to read.
  refused: touched(60_000),
};

/** How much longer everything waits for a person who has asked for a slower pace (WCAG 2.2.1). */
export const SLOW_PACE_FACTOR = 2;

/** How long a screen waits for this person: limit and warning in proportion. */
export function patienceOf(screen: VisitScreenName, { slowPace }: { slowPace: boolean }): Patience {
  const { waitsFor, limitMs, warnBeforeMs } = PATIENCE[screen];
  if (waitsFor === 'device' || !slowPace) return PATIENCE[screen];
  return { waitsFor, limitMs: limitMs * SLOW_PACE_FACTOR, warnBeforeMs: warnBeforeMs * SLOW_PACE_FACTOR };
}

/** No visit lasts longer than this, whatever is touched; at a slower pace, than twice as long. */
export const VISIT_LIMIT_MS = 30 * 60_000;
