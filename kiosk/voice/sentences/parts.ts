/** What is said in place of words that have no reading. */
import type { EnglishWords, JapaneseWords } from './sentence.ts';

export interface Part {
  readonly ja: JapaneseWords;
  readonly en: EnglishWords;
}

export const PARTS = {
  'on-the-screen': {
    ja: { text: '画面に出ています。', reading: 'ガメンニ デテイマス' },
    en: { text: 'It stands on the screen.' },
  },
} as const satisfies Record<string, Part>;
export type PartId = keyof typeof PARTS;
