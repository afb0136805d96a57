/** Every clip there has to be, with its words: the tables of sentences and pieces, and the words of the screens. */
import { phraseClipsOf } from '../phrases/every-phrase.ts';
import { ENGLISH_CLIPS, JAPANESE_CLIPS } from '../sentences/every-clip.ts';
import { CLIP_LANGUAGES, type ClipLanguage } from '../sentences/index.ts';
import type { EnglishWords, JapaneseWords } from '../sentences/sentence.ts';

/** Words of the screens have no reading of their own in a table: it is read in the manifest. */
export type ClipWords = EnglishWords & Partial<JapaneseWords>;

export interface ClipOrder {
  readonly language: ClipLanguage;
  readonly id: string;
  readonly words: ClipWords;
  /** Short words of the tables at more, the many words of the screens at less. */
  readonly bitrateKbits: number;
}

const TABLE_KBITS = 24;
const PHRASE_KBITS = 16;

function ordersOf(language: ClipLanguage, words: ReadonlyMap<string, ClipWords>, bitrateKbits: number): ClipOrder[] {
  return [...words].map(([id, one]) => ({ language, id, words: one, bitrateKbits }));
}

const TABLES: Readonly<Record<ClipLanguage, ReadonlyMap<string, ClipWords>>> = {
  ja: JAPANESE_CLIPS,
  en: ENGLISH_CLIPS,
};

export const CLIP_ORDERS: readonly ClipOrder[] = CLIP_LANGUAGES.flatMap((language) => [
  ...ordersOf(language, TABLES[language], TABLE_KBITS),
  ...ordersOf(language, phraseClipsOf(language), PHRASE_KBITS),
]);
