/** What one screen says aloud, in the parts it is put together from. */
import type { Language, ScreenName } from '../../snapshot.ts';
import type { Filter } from '../municipality-filter.ts';
import type { ScreenOf } from '../screen-of.ts';
import type { Texts } from '../texts/texts.ts';

export interface SpokenScreen {
  heading: string;
  /** What to do, and what stands there; in reading order. */
  words: readonly string[];
  /** What can be pressed, in the order of the numbers on the screen. */
  choices: readonly string[];
  /** The number keys type digits here instead of choosing. */
  types?: boolean;
}

export interface SpokenProps<N extends ScreenName> {
  screen: ScreenOf<N>;
  language: Language;
  texts: Texts;
  canCancel: boolean;
  /** Whether it is for one person's ears only (headphones). */
  personal: boolean;
  /** How far a list has been narrowed. */
  narrowed: Filter;
}

export type Spoken<N extends ScreenName> = (props: SpokenProps<N>) => SpokenScreen;

/** A screen on which nothing is pressed. */
export const told = (heading: string, ...words: readonly string[]): SpokenScreen => ({ heading, words, choices: [] });
