/** What a refusal needs to be caused in a whole system and seen by a resident. */
import type { BrowserKiosk } from './browser-kiosk.ts';
import type { Resident, SpokenHere } from './resident-at-the-window.ts';

export type Scene = { readonly kiosk: BrowserKiosk; readonly resident: Resident };

/** What became of the money, as the screen says it. */
export type MoneySaid = 'none-taken' | 'look-in-the-slot' | { readonly backYen: number };

/** What the devices of this visit are to have moved by its end. */
type Moved = { readonly keptYen: number; readonly backYen: number; readonly sheets: number };
export const NOTHING_MOVED: Moved = { keptYen: 0, backYen: 0, sheets: 0 };

export type Cause = {
  /** What brings it about, for the name of the test. */
  readonly by: string;
  /** From the attract screen until nothing is left to do but look. */
  readonly bring: (scene: Scene) => Promise<void>;
  /** Puts right what was broken, once the refusal has been seen. */
  readonly mend?: (scene: Scene) => Promise<void>;
  /** What staff do where the terminal stays closed after the visit. */
  readonly reopen?: (scene: Scene) => Promise<void>;
  /** `none-taken` unless told. */
  readonly money?: MoneySaid;
  readonly moved?: Moved;
};

export type RefusalCase = {
  /**
   * `refused`: told on a screen of its own. `closed`: the visit ends without a word to whoever stands there, and the terminal
   * closes (P2).
   */
  readonly shown: 'refused' | 'closed';
  /** Some words of what happened and what is next, written down here so that the screens' own table is no judge of itself. */
  readonly literally: Readonly<Record<SpokenHere, readonly [happened: string, next: string]>>;
  /**
   * One for each language; or one for both, and then the resident stands there in English and turns to Japanese at the end.
   */
  readonly causes: Readonly<Record<SpokenHere, Cause>> | { readonly both: Cause };
  /** Why it cannot be caused in a whole system, where it cannot; it is then caused at the nearest seam that is real. */
  readonly seam?: string;
};
