/**
 * How a long list of municipalities is cut into screens that fit: by prefecture, then by the first sound (Japanese) or the
 * first letter of the English name (all other languages).
 */
import type { Language, MunicipalityChoice } from '../snapshot.ts';

/** First sound of each kana row with every kana that belongs to it, voiced and small ones included. */
const KANA_ROWS: readonly (readonly [string, string])[] = [
  ['あ', 'あいうえおぁぃぅぇぉゔ'],
  ['か', 'かきくけこがぎぐげごゕゖ'],
  ['さ', 'さしすせそざじずぜぞ'],
  ['た', 'たちつてとだぢづでどっ'],
  ['な', 'なにぬねの'],
  ['は', 'はひふへほばびぶべぼぱぴぷぺぽ'],
  ['ま', 'まみむめも'],
  ['や', 'やゆよゃゅょ'],
  ['ら', 'らりるれろ'],
  ['わ', 'わゐゑをんゎ'],
];

/** A list no longer than this is shown whole. */
const SHORT_LIST = 12;

/** The row of the list a municipality belongs to: `あ`…`わ`, or a capital letter. */
export function rowOf(choice: MunicipalityChoice, language: Language): string {
  if (language !== 'ja') return choice.name.en.charAt(0).toUpperCase();
  const first = choice.kana.charAt(0);
  return KANA_ROWS.find(([, members]) => members.includes(first))?.[0] ?? first;
}

/** The rows that have a municipality, in the order of the language. */
export function rowsOf(choices: readonly MunicipalityChoice[], language: Language): string[] {
  return [...new Set(choices.map((choice) => rowOf(choice, language)))].sort((a, b) => a.localeCompare(b, language));
}

export interface Prefecture {
  /** First two digits of the local-government codes in it: the order from north to south. */
  code: string;
  /** Its Japanese name tells it apart. */
  name: MunicipalityChoice['prefecture'];
}

/** The prefectures that have a municipality, from north to south as their codes run. */
export function prefecturesOf(choices: readonly MunicipalityChoice[]): Prefecture[] {
  const found = new Map<string, Prefecture>();
  for (const choice of choices) {
    const { prefecture } = choice;
    if (!found.has(prefecture.ja)) found.set(prefecture.ja, { code: choice.code.slice(0, 2), name: prefecture });
  }
  return [...found.values()].sort((a, b) => a.code.localeCompare(b.code));
}

/** What the chooser shows next, from what has been narrowed down so far. */
export type ChooserStage =
  | { show: 'none' }
  | { show: 'prefectures'; prefectures: Prefecture[] }
  | { show: 'rows'; rows: string[]; severalPrefectures: boolean }
  | { show: 'list'; choices: MunicipalityChoice[]; severalPrefectures: boolean; severalRows: boolean };

export interface Filter {
  /** Japanese name of the chosen prefecture. */
  prefecture: string | null;
  row: string | null;
}

/** One decision at a time; a stage with a single answer is passed over. */
export function chooserStage(
  choices: readonly MunicipalityChoice[],
  { prefecture, row }: Filter,
  language: Language,
): ChooserStage {
  const prefectures = prefecturesOf(choices);
  const chosen = prefecture ?? (prefectures.length === 1 ? prefectures[0]?.name.ja : undefined);
  if (prefectures.length === 0) return { show: 'none' };
  if (chosen === undefined) return { show: 'prefectures', prefectures };
  const severalPrefectures = prefectures.length > 1;
  const inPrefecture = choices
    .filter((choice) => choice.prefecture.ja === chosen)
    .sort((a, b) =>
      language === 'ja' ? a.kana.localeCompare(b.kana, 'ja') : a.name.en.localeCompare(b.name.en, 'en'),
    );
  if (inPrefecture.length <= SHORT_LIST) {
    return { show: 'list', choices: inPrefecture, severalPrefectures, severalRows: false };
  }
  if (row === null) return { show: 'rows', rows: rowsOf(inPrefecture, language), severalPrefectures };
  const inRow = inPrefecture.filter((choice) => rowOf(choice, language) === row);
  return { show: 'list', choices: inRow, severalPrefectures, severalRows: true };
}
