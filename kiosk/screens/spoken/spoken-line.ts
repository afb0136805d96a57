/** One line read aloud: its words, and the pieces the voice says it with. */
import type { LocalizedText } from '../../../server-bridge/protocol/index.ts';
import type { Language, Snapshot } from '../../snapshot.ts';
import { clipLanguageOf, isKnownName, type SpokenPiece } from '../../voice/index.ts';
import { inLanguage } from '../texts/in-language.ts';

export interface SpokenLine {
  readonly text: string;
  readonly pieces: readonly SpokenPiece[];
  /** It is about one person: for that person's ears only. */
  readonly personal?: true;
}

/** A plain text is fixed words of the screens; everything else is told in its pieces. */
export type Words = string | SpokenLine;

export function lineOf(words: Words): SpokenLine {
  return typeof words === 'string' ? { text: words, pieces: [{ kind: 'phrase', text: words }] } : words;
}

const OF_ONE_PERSON: unique symbol = Symbol('for one person');

/** Says that nobody else hears it. Lines about a person cannot be made without. */
export interface Alone {
  readonly [OF_ONE_PERSON]: true;
}

/** Only where spoken guidance has been asked for and goes into headphones that are plugged in (K9). */
export function aloneWith({ options, voice }: Pick<Snapshot, 'options' | 'voice'>): Alone | null {
  return options.spokenGuidance && voice.headphones === 'in' ? { [OF_ONE_PERSON]: true } : null;
}

/** A line about a person. */
export function personal(_alone: Alone, words: Words): SpokenLine {
  return { ...lineOf(words), personal: true };
}

function joined(separator: string, parts: readonly Words[]): SpokenLine {
  const lines = parts.map(lineOf);
  return {
    text: lines.map(({ text }) => text).join(separator),
    pieces: lines.flatMap(({ pieces }) => pieces),
    ...(lines.some((line) => line.personal === true) ? { personal: true } : {}),
  };
}

export const listed = (...parts: readonly Words[]): SpokenLine => joined(', ', parts);
export const inARow = (...parts: readonly Words[]): SpokenLine => joined(' ', parts);
export const sentences = (...parts: readonly Words[]): SpokenLine => joined('. ', parts);
export const named = (name: string, value: Words): SpokenLine => joined(': ', [name.replaceAll('\u00ad', ''), value]);
export const told = (text: string, ...pieces: readonly SpokenPiece[]): SpokenLine => ({ text, pieces });

/** Words nobody has read beforehand: the voice says only that they stand on the screen. */
export const onTheScreen = (text: string): SpokenLine => told(text, { kind: 'on-the-screen' });

export const spelled = (text: string): SpokenLine => told(text, { kind: 'spelled', text });
export const day = (text: string, date: string): SpokenLine => told(text, { kind: 'date', day: date });

/** A name from outside as far as it can be spoken: as a word, by its kana, or by its letters. */
export function nameOf(name: LocalizedText, language: Language, kana?: string): SpokenLine {
  const text = inLanguage(name, language);
  const inClips = clipLanguageOf(language);
  const written = name[inClips];
  if (isKnownName(written, inClips)) return told(text, { kind: 'phrase', text: written });
  if (inClips === 'en') return told(text, { kind: 'spelled', text: written });
  return kana === undefined ? onTheScreen(text) : told(text, { kind: 'kana', kana });
}

/**
 * A text of which some numbers change: these become pieces of their own, found from the end (the price stands after "1 copy");
 * everything else stays fixed words.
 */
export function withNumbers(text: string, numbers: readonly number[], ticking?: true): SpokenLine {
  const open = [...numbers];
  const parts = text.split(/([0-9][0-9,]*[0-9]|[0-9])/).reverse();
  const pieces: SpokenPiece[] = [];
  let words = '';
  for (const [index, part] of parts.entries()) {
    const value = index % 2 === 1 ? Number(part.replaceAll(',', '')) : Number.NaN;
    const found = open.indexOf(value);
    if (found === -1) {
      words = `${part}${words}`;
      continue;
    }
    open.splice(found, 1);
    pieces.unshift({ kind: 'number', value, ...(ticking ? { ticking } : {}) }, { kind: 'phrase', text: words });
    words = '';
  }
  return { text, pieces: [{ kind: 'phrase', text: words }, ...pieces] };
}
