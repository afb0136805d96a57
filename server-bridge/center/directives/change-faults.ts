/** Why a change of the directive cannot be, each in one word. */
export const CHANGE_FAULTS = [
  /** It does not make a directive. */
  'invalid-directive',
  /** The digest of the terms is not that of their Japanese text (K1). */
  'terms-digest',
  /** Some terminal would get more than a directive may have, or there would be more overrides than the center keeps. */
  'too-large',
  /** A member that holds for all only, in a narrower scope. */
  'for-all-only',
  /** A municipality is to be resumed that is not suspended. */
  'not-suspended',
  /** What it would replace is not what it was when it was drafted. */
  'base-moved',
  /** Another approved change replaces the same at the same instant. */
  'same-time',
  /** Its instant had passed before it was approved. */
  'too-late',
] as const;
export type ChangeFault = (typeof CHANGE_FAULTS)[number];
