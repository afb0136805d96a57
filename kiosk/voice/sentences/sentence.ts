/**
 * What one spoken sentence is. Sentences are fixed words, written and listened to beforehand: nothing that stands on a
 * screen can get into one, so nothing of a person can be spoken in a store (invariant B, K9).
 */

/** Who may speak over whom: an alarm interrupts, guidance waits until an alarm has been said. */
export type Priority = 'guidance' | 'warning' | 'alarm';

/** How loud within the volume of the hour: reminders of what is being left behind are louder. */
export type VolumeClass = 'usual' | 'raised';

/** When a sentence is said again while its screen stays. Pauses count from the end of the last word. */
export type RepeatRule<Id extends string> =
  | { readonly kind: 'once' }
  | { readonly kind: 'until-gone'; readonly pauseMs: number }
  /** Said `times` times in all, then another sentence takes over after one more pause. */
  | { readonly kind: 'rising'; readonly pauseMs: number; readonly times: number; readonly then: Id };

export interface Sentence<Id extends string> {
  readonly ja: JapaneseWords;
  readonly en: EnglishWords;
  readonly priority: Priority;
  readonly volume: VolumeClass;
  readonly repeat: RepeatRule<Id>;
}

export interface JapaneseWords {
  /** As a person would write it. */
  readonly text: string;
  /** What is given to the synthesiser where it would misread the text. */
  readonly spoken?: string;
  /**
   * How it has to sound, in katakana as spoken (は as ワ, long vowels as ー). The spaces are for the eye; the synthesiser's
   * own trace is compared without them.
   */
  readonly reading: string;
}

export interface EnglishWords {
  readonly text: string;
  /** What is given to the synthesiser where it would misread the text. */
  readonly spoken?: string;
}

/** A sentence that guides through a screen, said once. */
export function guidance(ja: JapaneseWords, en: EnglishWords): Sentence<never> {
  return { ja, en, priority: 'guidance', volume: 'usual', repeat: { kind: 'once' } };
}
