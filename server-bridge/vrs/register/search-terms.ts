/** By what people are searched, without anything readable in the database: keyed hashes of names, their parts, readings, days of birth. */
import type { AreaKeys } from '../store/area-keys.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

/** Enough that two terms of one area never meet by chance (2¹²⁸), half the room of a whole hash. */
const TERM_BYTES = 16;

export type Searchable = { readonly name: string; readonly kana: string | null; readonly birthDay: string };

const term = (hash: Buffer): Buffer => hash.subarray(0, TERM_BYTES);

/** One spelling for what people type in several: width, case, hiragana for a reading, any space, no variant of a character. */
export function normalName(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Variation_Selector}/gu, '')
    .toUpperCase()
    .replace(/[ぁ-ゖ]/g, (kana) => String.fromCodePoint((kana.codePointAt(0) ?? 0) + 0x60))
    .replace(/[\s・]+/gu, ' ')
    .trim();
}

/** The whole without spaces, and each part. */
function spellings(text: string): readonly string[] {
  const normal = normalName(text);
  const parts = normal.split(' ');
  return [...new Set([parts.join(''), ...parts])].filter((one) => one !== '');
}

/** Every term a person is found by, 16 bytes each, without repetition. */
export function searchTermsOf(keys: AreaKeys, person: Searchable): readonly Buffer[] {
  return [
    ...spellings(person.name).map((text) => term(keys.lookupHash('name', text))),
    ...(person.kana === null ? [] : spellings(person.kana)).map((text) => term(keys.lookupHash('kana', text))),
    term(keys.lookupHash('birth-day', person.birthDay)),
  ];
}

/** Terms of which a person has one where this name is theirs: as written, or as read. */
export function termsOfName(keys: AreaKeys, typed: string): readonly [written: Buffer, read: Buffer] {
  const text = normalName(typed).replaceAll(' ', '');
  return [term(keys.lookupHash('name', text)), term(keys.lookupHash('kana', text))];
}

export const termOfBirthDay = (keys: AreaKeys, day: string): Buffer => term(keys.lookupHash('birth-day', day));

/** Puts a person's terms in place of those the person had. */
export async function replaceSearchTerms(
  { database, keys }: AreaTransaction,
  personId: string,
  person: Searchable,
): Promise<void> {
  const { area } = keys;
  await database.deleteFrom('search_terms').where('area', '=', area).where('person_id', '=', personId).execute();
  const rows = searchTermsOf(keys, person).map((one) => ({ area, term: one, person_id: personId }));
  await database.insertInto('search_terms').values(rows).execute();
}
