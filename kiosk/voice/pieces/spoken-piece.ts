/**
 * What a line read aloud is made of: fixed words of the screens, or one of the few things that are put together from clips. There is
 * no piece for words from elsewhere (a name, a notice): of these is said that they stand on the screen.
 */
import type { ClipId, ClipLanguage } from '../sentences/index.ts';
import { numberClips } from '../sentences/numbers.ts';
import { dateClips } from './dates.ts';
import { phraseId, sentencesOf } from './phrase-id.ts';
import { kanaClips, spelledClips } from './spelling.ts';
import { timeClips } from './times.ts';

export type SpokenPiece =
  /** Words that are the same for everybody; each sentence of them has a clip. */
  | { readonly kind: 'phrase'; readonly text: string }
  /** `ticking`: it changes by itself, and is not said again for that. */
  | { readonly kind: 'number'; readonly value: number; readonly ticking?: true }
  /** A calendar day `YYYY-MM-DD`. */
  | { readonly kind: 'date'; readonly day: string }
  /** `HH:MM`. */
  | { readonly kind: 'time'; readonly time: string; readonly ticking?: true }
  /** Letters and digits, one by one. */
  | { readonly kind: 'spelled'; readonly text: string }
  /** Hiragana or katakana, mora by mora; for Japanese. */
  | { readonly kind: 'kana'; readonly kana: string }
  /** It cannot be said without guessing how it is read. */
  | { readonly kind: 'on-the-screen' };

/** Said in place of what has no reading. */
export const ON_THE_SCREEN = 'on-the-screen' satisfies ClipId;

const OR_ON_THE_SCREEN = (clips: readonly ClipId[] | null): readonly ClipId[] => clips ?? [ON_THE_SCREEN];

/** The clips of a piece in their order; never nothing where there is something to be said. */
export function pieceClips(piece: SpokenPiece, language: ClipLanguage): readonly ClipId[] {
  switch (piece.kind) {
    case 'phrase':
      return sentencesOf(piece.text).map(phraseId);
    case 'number':
      return OR_ON_THE_SCREEN(numberClips(piece.value, language));
    case 'date':
      return OR_ON_THE_SCREEN(dateClips(piece.day, language));
    case 'time':
      return OR_ON_THE_SCREEN(timeClips(piece.time, language));
    case 'spelled':
      return OR_ON_THE_SCREEN(spelledClips(piece.text));
    case 'kana':
      return OR_ON_THE_SCREEN(language === 'ja' ? kanaClips(piece.kana) : null);
    case 'on-the-screen':
      return [ON_THE_SCREEN];
    default: {
      const never: never = piece;
      throw new Error(`No piece ${JSON.stringify(never)}.`);
    }
  }
}

/** What tells two pieces apart, leaving out what changes by itself. */
export function pieceKey(piece: SpokenPiece): string {
  switch (piece.kind) {
    case 'phrase':
      return piece.text;
    case 'number':
      return piece.ticking === true ? '#' : `#${piece.value}`;
    case 'date':
      return `day ${piece.day}`;
    case 'time':
      return piece.ticking === true ? 'time' : `time ${piece.time}`;
    case 'spelled':
      return `spelled ${piece.text}`;
    case 'kana':
      return `kana ${piece.kana}`;
    case 'on-the-screen':
      return 'on-the-screen';
    default: {
      const never: never = piece;
      throw new Error(`No piece ${JSON.stringify(never)}.`);
    }
  }
}
