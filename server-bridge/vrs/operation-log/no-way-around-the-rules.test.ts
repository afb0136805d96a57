/** Ways of reading a whole register, or of trying passwords and tickets out, that none of the rules about single pages sees (V11). */
import { describe, expect, it } from 'vitest';
import { findIn, USUAL_LIMITS, type WatchedEntry } from './detection-rules.ts';

const NOON = new Date('2026-11-20T03:00:00.000Z');
const LIMITS = { ...USUAL_LIMITS, peopleAnHour: 5, listedAnHour: 500, unvaccinatedAnHour: 5 };
const entry = (over: Partial<WatchedEntry> = {}): WatchedEntry => ({
  place: 100,
  at: NOON,
  staffId: 'hanako',
  operation: 'person-shown',
  person: 'a',
  ownFamily: false,
  target: '-',
  terminal: 'desk-1',
  result: 'done',
  ...over,
});
const earlier = (count: number, over: (index: number) => Partial<WatchedEntry>): WatchedEntry[] =>
  Array.from({ length: count }, (_, index) =>
    entry({ place: index + 1, at: new Date(NOON.getTime() - 10_000 * (count - index)), ...over(index) }),
  );
/** Every finding while these entries come in one after another. */
const told = (entries: readonly WatchedEntry[]) =>
  entries.flatMap((one, index) => findIn(one, entries.slice(0, index), null, LIMITS));

describe('somebody who reads the register', () => {
  it('by searching, a hundred people at a time, is noticed once', () => {
    const searches = earlier(20, () => ({ operation: 'people-searched', person: null, result: '100' }));
    expect(told(searches)).toMatchObject([{ rule: 'many-people-looked-up', staffId: 'hanako', count: 500 }]);
    expect(told(searches.slice(0, 4))).toEqual([]);
    const few = earlier(20, () => ({ operation: 'people-searched', person: null, result: '1' }));
    expect(told(few)).toEqual([]);
  });

  it('by the list of doubtful records is noticed', () => {
    const lists = earlier(6, () => ({ operation: 'doubtful-listed', person: null, result: '100' }));
    expect(told(lists).map(({ rule }) => rule)).toEqual(['many-people-looked-up']);
  });

  it.each(['history-shown', 'query-asked'] as const)('by another view of a person is noticed: %s', (operation) => {
    const views = earlier(6, (index) => ({ operation, person: `p${index}` }));
    expect(told(views).map(({ rule }) => rule)).toEqual(['many-people-looked-up']);
  });

  it('by exports that are each below the limit is noticed', () => {
    const exports = earlier(3, () => ({ operation: 'records-exported', person: null, result: '4000' }));
    expect(told(exports).map(({ rule }) => rule)).toEqual(['large-export']);
  });
});

describe('somebody who tries passwords', () => {
  const refused = (count: number, over: (index: number) => Partial<WatchedEntry>) =>
    earlier(count, (index) => ({
      staffId: 'system',
      operation: 'sign-in-refused',
      person: null,
      target: 'taro',
      result: 'wrong-password',
      ...over(index),
    }));

  it('of one account is noticed, from however many terminals', () => {
    expect(told(refused(7, (index) => ({ terminal: `desk-${index}` })))).toMatchObject([
      { rule: 'repeated-failures', staffId: 'taro', count: 5 },
    ]);
    expect(told(refused(4, () => ({})))).toEqual([]);
  });

  it('of one account after another is noticed at the terminal', () => {
    const each = refused(7, (index) => ({ target: index % 2 === 0 ? `taro-${index}` : 'unknown' }));
    expect(told(each)).toMatchObject([{ rule: 'repeated-failures', staffId: 'system', count: 5 }]);
  });
});

describe('a tablet', () => {
  const tablet = { staffId: 'tablet:tablet-1', terminal: 'tablet-1' };

  it('that looks up one ticket after another and vaccinates nobody is noticed', () => {
    const looks = earlier(7, (index) => ({ ...tablet, operation: 'ticket-looked-up', person: `p${index}` }));
    expect(told(looks)).toMatchObject([{ rule: 'many-people-looked-up', staffId: 'tablet:tablet-1', count: 5 }]);
  });

  it('at work is not', () => {
    const work = earlier(40, (index) => ({
      ...tablet,
      operation: index % 2 === 0 ? 'ticket-looked-up' : 'dose-registered',
      person: `p${Math.floor(index / 2)}`,
    }));
    expect(told(work)).toEqual([]);
  });

  it('that asks for tickets which do not exist is noticed', () => {
    const misses = earlier(6, () => ({ ...tablet, operation: 'ticket-looked-up', person: null, result: 'unknown' }));
    expect(told(misses)).toMatchObject([{ rule: 'repeated-failures', staffId: 'tablet:tablet-1' }]);
  });

  it('at night is noticed', () => {
    const at = new Date('2026-11-20T17:00:00.000Z');
    expect(findIn(entry({ ...tablet, operation: 'ticket-looked-up', at }), [], null, LIMITS)).toMatchObject([
      { rule: 'off-hours' },
    ]);
  });
});

it('somebody who tries out which numbers are registered is noticed', () => {
  const tries = earlier(6, () => ({ operation: 'number-changed', result: 'taken' }));
  expect(told(tries).map(({ rule }) => rule)).toEqual(['repeated-failures']);
  const asks = earlier(6, () => ({ operation: 'query-asked', person: null, result: 'not-moved-in' }));
  expect(told(asks).map(({ rule }) => rule)).toEqual(['repeated-failures']);
});
