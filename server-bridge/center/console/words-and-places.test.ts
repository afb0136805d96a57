/** Words in both languages, the map's tiles, addresses, and drafts, without a browser. */

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { addressOf, instantOfForm, LANGUAGES, placeOf } from '../../console-kit/index.ts';
import { COMMAND_KINDS, DirectiveSchema, TERMINAL_STATES } from '../../protocol/index.ts';
import { STANDINGS } from '../console-api/fleet.ts';
import { RIGHTS, ROLES } from '../staff/rights.ts';
import { draftFrom, messageOf } from './directive/draft.ts';
import { MAP_COLUMNS, MAP_ROWS, PREFECTURES } from './fleet/prefectures.ts';
import { sampleDirective } from './testing/sample-script.ts';
import { TEXTS } from './texts/texts.ts';

const leaves = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(leaves)
      : [];

describe.each(LANGUAGES)('texts in %s', (language) => {
  const { words, ...texts } = TEXTS[language];
  it('lack nothing and promise nothing in the other language', () => {
    expect(leaves({ words, ...texts }).filter((text) => text.trim() === '')).toEqual([]);
    if (language === 'en') {
      const own = leaves({ ...texts, frame: { ...texts.frame, language: '', languageLabel: '' }, words });
      expect(own.filter((text) => /[ぁ-んァ-ヶ一-龠]/.test(text))).toEqual([]);
    }
  });
  it('know every word of the closed lists', () => {
    for (const [list, known] of [
      [RIGHTS, words.rights],
      [ROLES, words.roles],
      [STANDINGS, words.standings],
      [COMMAND_KINDS, words.orders],
      [TERMINAL_STATES, words.states],
    ] as const) {
      expect(list.filter((word) => !Object.hasOwn(known, word))).toEqual([]);
    }
  });
});

it('gives each of the 47 prefectures a tile of its own within the map', () => {
  expect(PREFECTURES.map(({ code }) => Number(code))).toEqual(Array.from({ length: 47 }, (_, index) => index + 1));
  expect(new Set(PREFECTURES.map(({ column, row }) => `${column} ${row}`)).size).toBe(47);
  expect(PREFECTURES.every(({ column, row }) => column < MAP_COLUMNS && row < MAP_ROWS)).toBe(true);
});

it('reads the addresses it makes, and survives those it does not', () => {
  const place = placeOf(addressOf(['terminals', 'A/B ?#%'], { search: '架空 & 1', chain: '' }));
  expect(place.path).toEqual(['terminals', 'A/B ?#%']);
  expect([...place.query]).toEqual([['search', '架空 & 1']]);
  expect(placeOf('#/terminals/%E0%A4%A').path).toEqual(['terminals', '?']);
  expect(placeOf('').path).toEqual([]);
});

it('takes a time of a form as Japan’s, and nothing else', () => {
  expect(instantOfForm('2026-04-01T09:00')).toBe('2026-04-01T00:00:00.000Z');
  for (const wrong of ['', '2026-04-01', '2026-13-01T09:00', '2026-04-01T09:00Z'])
    expect(instantOfForm(wrong)).toBeNull();
});

describe('a draft of the directive', () => {
  const directive = v.parse(DirectiveSchema, { ...sampleDirective, vrsKeySet: 'synthetic' });
  const draft = draftFrom(directive);
  it('replaces whole members, and only those that were chosen', () => {
    const message = messageOf({ ...draft, members: ['municipalities'], turned: ['999911'] }, directive);
    expect(message?.patch.municipalities?.map(({ code, takingPart }) => [code, takingPart])).toEqual([
      ['999903', true],
      ['999911', true],
    ]);
    expect(Object.keys(message?.patch ?? {})).toEqual(['municipalities']);
  });
  it('keeps the prices there are when one is added', () => {
    const added = { members: ['prices'], copyYen: '200', priceFrom: '2026-05-01T00:00' } as const;
    expect(messageOf({ ...draft, ...added }, directive)?.patch.prices).toEqual([
      ...directive.prices,
      { effectiveFrom: '2026-04-30T15:00:00.000Z', copyYen: 200 },
    ]);
  });
  it('takes the notice away where both languages are empty', () => {
    expect(messageOf({ ...draft, members: ['notice'] }, directive)?.patch).toEqual({ notice: null });
  });
  it.each([
    { members: ['service'], service: 'off', reasonJa: '休止', reasonEn: '' },
    { members: ['hours'], from: '25:00' },
    { members: ['prices'], copyYen: '-1', priceFrom: '2026-05-01T00:00' },
    { members: ['prices'], copyYen: '100', priceFrom: '' },
    { members: ['maxCopies'], maxCopies: '0' },
    { members: ['notice'], noticeJa: 'お知らせ' },
    { members: ['municipalities'] },
    { members: ['maxCopies'], scope: { kind: 'chain', value: 'No Chain' } },
    { members: [] },
  ] as const)('is none where something is missing: %j', (part) => {
    expect(messageOf({ ...draft, ...part }, directive)).toBeNull();
  });
});
