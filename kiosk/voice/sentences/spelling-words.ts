/** The clips words are spelled with: names of letters and marks in both languages, and each mora of kana. */
import { MORAE } from '../pieces/spelling.ts';
import type { EnglishWords, JapaneseWords } from './sentence.ts';

const JAPANESE_LETTERS =
  'エー ビー シー ディー イー エフ ジー エイチ アイ ジェー ケー エル エム エヌ オー ピー キュー アール エス ティー ユー ブイ ダブリュー エックス ワイ ゼット'.split(
    ' ',
  );
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('');

/** Names of marks, and of the kana that have no sound of their own. */
const JAPANESE_MARKS: readonly (readonly [string, string, string])[] = [
  ['letter-hyphen', '-', 'ハイフン'],
  ['letter-point', '.', 'ピリオド'],
  ['letter-apostrophe', "'", 'アポストロフィー'],
  ['letter-comma', ',', 'カンマ'],
];
const NAMED_KANA: Readonly<Record<string, string>> = { っ: 'チーサイツ', ー: 'ノバスオン' };

const katakana = (kana: string): string =>
  kana.replaceAll(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));
/** Kana of the same sound share a clip; the first in the table names it. */
const SAME_SOUND: Readonly<Record<string, string>> = { ヂ: 'ジ', ヅ: 'ズ', ヰ: 'イ', ヱ: 'エ', ヲ: 'オ' };

/** What the synthesiser is given where it would misread the reading itself. */
const MISREAD: Readonly<Record<string, string>> = { シー: 'しー' };

const told = (id: string, text: string, reading: string) =>
  [id, { text, spoken: MISREAD[reading] ?? reading, reading }] as const;

const kanaSeen = new Map<string, readonly [string, JapaneseWords]>();
for (const [kana, id] of MORAE) {
  const sound = katakana(kana);
  if (!kanaSeen.has(id)) kanaSeen.set(id, told(id, kana, NAMED_KANA[kana] ?? SAME_SOUND[sound] ?? sound));
}

export const JAPANESE_SPELLING: ReadonlyMap<string, JapaneseWords> = new Map([
  ...LETTERS.map((letter, index) => told(`letter-${letter}`, letter.toUpperCase(), JAPANESE_LETTERS[index] ?? '')),
  ...JAPANESE_MARKS.map(([id, text, reading]) => told(id, text, reading)),
  ...kanaSeen.values(),
]);

export const ENGLISH_SPELLING: ReadonlyMap<string, EnglishWords> = new Map([
  ...LETTERS.map((letter) => [`letter-${letter}`, { text: letter.toUpperCase() }] as const),
  ['letter-hyphen', { text: 'hyphen' }] as const,
  ['letter-point', { text: 'point' }] as const,
  ['letter-apostrophe', { text: 'apostrophe' }] as const,
  ['letter-comma', { text: 'comma' }] as const,
]);
