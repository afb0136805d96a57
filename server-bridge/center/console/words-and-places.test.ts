/** Words in both languages, the map's tiles, addresses, and drafts, without a browser. */

import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { addressOf, instantOfForm, LANGUAGES, placeOf } from '../../console-kit/index.ts';
import {
  CLOSED_CAUSES,
  COMMAND_KINDS,
  COMMAND_RESULTS,
  DEVICE_NAMES,
  DirectiveSchema,
  RELAY_REFUSALS,
  SUPPLY_WARNINGS,
  TERMINAL_STATES,
} from '../../protocol/index.ts';
import { ALARM_CODES } from '../alarm-codes.ts';
import { AUDIT_ACTIONS } from '../audit/audit-trail.ts';
import { EVENT_NAMES } from '../console-api/event-names.ts';
import { STANDINGS } from '../console-api/fleet.ts';
import { DIFFERENCES } from '../console-api/held-enrolments.ts';
import { DirectiveContentSchema } from '../directives/directive-content.ts';
import { RIGHTS, ROLES } from '../staff/rights.ts';
import { digestOfText } from './directive/digest.ts';
import { DRAFT_MEMBERS, type Draft, draftFrom, NO_TEXT } from './directive/draft.ts';
import { messageOf } from './directive/draft-message.ts';
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
      [COMMAND_RESULTS, words.results],
      [CLOSED_CAUSES, words.causes],
      [SUPPLY_WARNINGS, words.supplies],
      [DEVICE_NAMES, words.devices],
      [EVENT_NAMES, words.events],
      [ALARM_CODES, words.alarms],
      [AUDIT_ACTIONS, words.auditActions],
      [DIFFERENCES, words.differences],
      [RELAY_REFUSALS, words.refusals],
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
  it('has a form for everything of a directive that people decide', () => {
    const decided = Object.keys(DirectiveContentSchema.entries).filter((member) => member !== 'v');
    expect([...DRAFT_MEMBERS].toSorted()).toEqual(decided.toSorted());
    expect(DRAFT_MEMBERS.filter((member) => !Object.hasOwn(TEXTS.en.words.members, member))).toEqual([]);
  });
  it('makes a value of each member as the directive has it', () => {
    const [others, digest] = [
      DRAFT_MEMBERS.filter((one) => one !== 'prices' && one !== 'municipalities'),
      'a'.repeat(64),
    ];
    const terms = { ja: '新しい規約', en: 'New terms', zh: '', ko: '약관' };
    const patch = messageOf({ ...draft, members: others, terms }, directive, digest)?.patch;
    const { ja, en, ko } = terms;
    expect(patch).toEqual({
      service: directive.service,
      hours: directive.hours,
      kinds: directive.kinds,
      maxCopies: directive.maxCopies,
      terms: { text: { ja, en, ko }, digest },
      notice: null,
      passportReading: false,
      voiceVolumes: [],
      operators: [],
      allowedBuilds: [],
      terminals: [],
    });
  });
  it('takes the own value of a narrower scope away, which all terminals cannot', () => {
    const cleared = { members: ['hours'], cleared: ['hours'], from: '25:00' } as const;
    const scope = { kind: 'chain', value: 'hinode' } as const;
    expect(messageOf({ ...draft, ...cleared, scope }, directive)?.patch).toEqual({ hours: null });
    expect(messageOf({ ...draft, ...cleared }, directive)).toBeNull();
  });
  it('has the digest of the terms as the center counts it (K1)', async () => {
    expect(await digestOfText('規約')).toBe(createHash('sha256').update('規約', 'utf8').digest('hex'));
  });
  it.each([
    { members: ['service'], service: 'off', reason: { ...NO_TEXT, ja: '休止' } },
    { members: ['hours'], from: '25:00' },
    { members: ['prices'], copyYen: '-1', priceFrom: '2026-05-01T00:00' },
    { members: ['prices'], copyYen: '100', priceFrom: '' },
    { members: ['maxCopies'], maxCopies: '0' },
    { members: ['notice'], notice: { ...NO_TEXT, ja: 'お知らせ', en: '' } },
    { members: ['municipalities'] },
    { members: ['maxCopies'], scope: { kind: 'chain', value: 'No Chain' } },
    { members: ['kinds'], kinds: [] },
    { members: ['terms'], terms: { ...NO_TEXT, ja: '規約' } },
    { members: ['voiceVolumes'], voiceVolumes: [{ from: '22:00', to: '24:00', percent: '101' }] },
    { members: ['terminals'], terminals: 'KOFU-0001 no' },
    { members: ['terminals'], scope: { kind: 'chain', value: 'hinode' } },
    { members: ['prices'], removedPrices: ['2020-01-01T00:00:00.000Z'] },
    { members: [] },
  ] satisfies readonly Partial<Draft>[])('is none where something is missing: %j', (part) => {
    expect(messageOf({ ...draft, ...part }, directive)).toBeNull();
  });
});
