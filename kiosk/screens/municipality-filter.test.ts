/** Every municipality can be reached through the chooser, in every language, whatever the list. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Language, MunicipalityChoice } from '../snapshot.ts';
import { LARGE_PREFECTURE, SMALL_PREFECTURE, WHOLE_COUNTRY } from './gallery-municipalities.ts';
import { chooserStage, type Filter, prefecturesOf, rowOf, rowsOf } from './municipality-filter.ts';

const KANA = [...'あいがぎさじたっなにばぱまみやゅらりわんを'];

const choice = fc
  .record({
    prefecture: fc.integer({ min: 50, max: 55 }),
    number: fc.integer({ min: 0, max: 9999 }),
    kana: fc.constantFrom(...KANA),
    letter: fc.constantFrom(...'ABCKLMNZ'),
    takingPart: fc.boolean(),
  })
  .map(({ prefecture, number, kana, letter, takingPart }): MunicipalityChoice => {
    const code = `${prefecture}${String(number).padStart(4, '0')}`;
    return {
      code,
      prefecture: { ja: `第${prefecture}県`, en: `Prefecture ${prefecture}` },
      name: { ja: `見本${number}市`, en: `${letter}ample ${number}` },
      kana: `${kana}ほん`,
      takingPart,
    };
  });
const choices = fc.uniqueArray(choice, { selector: ({ code }) => code, maxLength: 120 });

/** Follows every button of the chooser and gathers what its lists offer. */
function reachable(all: readonly MunicipalityChoice[], filter: Filter, language: Language): string[] {
  const stage = chooserStage(all, filter, language);
  switch (stage.show) {
    case 'none':
      return [];
    case 'prefectures':
      return stage.prefectures.flatMap(({ name }) => reachable(all, { prefecture: name.ja, row: null }, language));
    case 'rows':
      return stage.rows.flatMap((row) => reachable(all, { ...filter, row }, language));
    case 'list':
      return stage.choices.map(({ code }) => code);
    default: {
      const never: never = stage;
      throw new Error(`Unknown stage ${JSON.stringify(never)}`);
    }
  }
}

it.each(['ja', 'en'] as const)('offers each municipality exactly once (%s)', (language) => {
  fc.assert(
    fc.property(choices, (all) => {
      const offered = reachable(all, { prefecture: null, row: null }, language);
      expect(offered.toSorted()).toEqual(all.map(({ code }) => code).toSorted());
    }),
  );
});

it.each([
  ['あ', 'あおなみ'],
  ['あ', 'うめがおか'],
  ['か', 'ぎんなん'],
  ['さ', 'じんだい'],
  ['た', 'づし'],
  ['は', 'ぱんだ'],
  ['は', 'べっぷ'],
  ['や', 'ゆきした'],
  ['わ', 'わかくさ'],
])('files a name under %s行: %s', (row, kana) => {
  const [sample] = SMALL_PREFECTURE;
  if (sample === undefined) throw new Error('The gallery has a prefecture.');
  expect(rowOf({ ...sample, kana }, 'ja')).toBe(row);
});

it('lists the rows in the order of the syllabary', () => {
  expect(rowsOf(LARGE_PREFECTURE, 'ja')).toEqual(['あ', 'か', 'さ', 'た', 'な', 'は', 'ま', 'や', 'ら', 'わ']);
});

it('passes over the prefecture when there is only one, and over rows when the list is short', () => {
  const none: Filter = { prefecture: null, row: null };
  expect(chooserStage(SMALL_PREFECTURE, none, 'ja').show).toBe('list');
  expect(chooserStage(LARGE_PREFECTURE, none, 'ja').show).toBe('rows');
  expect(chooserStage(WHOLE_COUNTRY, none, 'ja').show).toBe('prefectures');
  expect(chooserStage([], none, 'ja').show).toBe('none');
});

it('shows prefectures from north to south', () => {
  const codes = prefecturesOf(WHOLE_COUNTRY.toReversed()).map(({ code }) => code);
  expect(codes).toEqual(codes.toSorted());
  expect(codes).toHaveLength(47);
});
