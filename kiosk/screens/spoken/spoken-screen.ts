/** What one screen says aloud, in the parts it is put together from. */
import type { Language, ScreenName } from '../../snapshot.ts';
import type { Filter } from '../municipality-filter.ts';
import type { ScreenOf } from '../screen-of.ts';
import type { Texts } from '../texts/texts.ts';
import type { SpeechTexts } from './speech-texts.ts';
import type { Alone, Words } from './spoken-line.ts';

export interface SpokenScreen {
  heading: Words;
  /** What to do, and what stands there; in reading order. */
  words: readonly Words[];
  /** What can be pressed, in the order of the numbers on the screen. */
  choices: readonly Words[];
  /** The number keys type digits here instead of choosing. */
  types?: boolean;
}

export interface SpokenProps<N extends ScreenName> {
  screen: ScreenOf<N>;
  language: Language;
  texts: Texts;
  speech: SpeechTexts;
  canCancel: boolean;
  /** That it is for one person's ears only (headphones); `null` where others may hear it. */
  alone: Alone | null;
  /** How far a list has been narrowed. */
  narrowed: Filter;
}

export type Spoken<N extends ScreenName> = (props: SpokenProps<N>) => SpokenScreen;

/** A screen on which nothing is pressed. */
export const tells = (heading: Words, ...words: readonly Words[]): SpokenScreen => ({ heading, words, choices: [] });
