import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCalendarDay } from '../register/calendar-day.ts';
import type { PersonRecord } from '../store/records.ts';
import { gateRecord } from './record-gate.ts';

const dose = (number: number, day: string, over: Partial<PersonRecord['doses'][number]> = {}) => ({
  number,
  day,
  product: 'comirnaty',
  lot: 'ZZ0001',
  doubtful: false,
  ...over,
});

const record = (doses: PersonRecord['doses'], over: Partial<PersonRecord> = {}): PersonRecord => ({
  personId: 'synthetic',
  birthDay: '1985-04-23',
  protected: false,
  movedOn: null,
  deceasedOn: null,
  doses,
  passport: null,
  ...over,
});

const today = '2026-11-20';
const two = [dose(1, '2021-07-10'), dose(2, '2021-07-31')];
const gate = (doses: PersonRecord['doses'], over: Partial<PersonRecord> = {}) => gateRecord(record(doses, over), today);

describe('the record gate (P9)', () => {
  it('lets a clean record through, gaps in the numbers included', () => {
    expect(
      gate(two)
        ._unsafeUnwrap()
        .map(({ cvx }) => cvx),
    ).toEqual(['208', '208']);
    expect(gate([dose(2, '2021-07-31'), dose(4, '2022-01-01')]).isOk()).toBe(true);
    expect(gate(two, { movedOn: '2021-07-31' }).isOk()).toBe(true);
  });

  it('tells no record from a doubtful one: a person the municipality knows is sent there to ask', () => {
    expect(gate([])._unsafeUnwrapErr()).toBe('NO_RECORD_ASK_CITY');
    expect(gate([], { deceasedOn: '2026-01-01' })._unsafeUnwrapErr()).toBe('NO_RECORD_ASK_CITY');
  });

  it.each<[string, PersonRecord['doses'], Partial<PersonRecord>]>([
    ['numbers that repeat', [dose(1, '2021-07-10'), dose(1, '2021-07-31')], {}],
    ['days that repeat', [dose(1, '2021-07-10'), dose(2, '2021-07-10')], {}],
    ['days that fall', [dose(1, '2021-07-31'), dose(2, '2021-07-10')], {}],
    ['an unknown product', [dose(1, '2021-07-10', { product: 'unknown' })], {}],
    ['a lot of another maker', [dose(1, '2021-07-10', { lot: '3002336' })], {}],
    ['a lot with a letter O', [dose(1, '2021-07-10', { lot: 'ZZ000O' })], {}],
    ['an empty lot', [dose(1, '2021-07-10', { lot: '' })], {}],
    ['a dose before birth', [dose(1, '1985-04-22')], {}],
    ['a dose in the future', [dose(1, '2026-11-21')], {}],
    ['a day that does not exist', [dose(1, '2021-02-29')], {}],
    ['a dose after moving out', two, { movedOn: '2021-07-30' }],
    ['a person recorded as dead', two, { deceasedOn: '2026-01-01' }],
    ['a flag for checking', [dose(1, '2021-07-10'), dose(2, '2021-07-31', { doubtful: true })], {}],
    ['the number nought', [dose(0, '2021-07-10')], {}],
  ])('stops %s', (_what, doses, over) => {
    expect(gate(doses, over)._unsafeUnwrapErr()).toBe('NEEDS_CONFIRMATION');
  });

  it('names a product without a code on the day of issue generally and with a note, never by another’s code (P13)', () => {
    const bivalent = [dose(1, '2022-11-01', { product: 'comirnaty-ba1' })];
    const [before] = gateRecord(record(bivalent), '2023-02-06')._unsafeUnwrap();
    expect(before).toMatchObject({ cvx: '213', product: { en: 'Comirnaty(BA.1)' }, note: { en: expect.any(String) } });
    const [since] = gateRecord(record(bivalent), '2023-02-07')._unsafeUnwrap();
    expect(since?.cvx).toBe('520');
    expect(since).not.toHaveProperty('note');
  });

  it('lets ten doses and more through: their number has no end but the form’s', () => {
    const many = Array.from({ length: 99 }, (_, index) =>
      dose(index + 1, new Date(Date.UTC(2021, 6, 10 + index)).toISOString().slice(0, 10)),
    );
    expect(gate(many)._unsafeUnwrap()).toHaveLength(99);
    expect(gate([...many, dose(100, '2022-12-01')])._unsafeUnwrapErr()).toBe('NEEDS_CONFIRMATION');
  });

  it('never lets a permuted record through', () => {
    const doses = Array.from({ length: 6 }, (_, index) => dose(index + 1, `2022-0${index + 1}-10`));
    fc.assert(
      fc.property(fc.shuffledSubarray(doses, { minLength: 2 }), (shuffled) => {
        const sorted = shuffled.every((one, index) => index === 0 || (shuffled[index - 1]?.number ?? 0) < one.number);
        expect(gate(shuffled).isOk()).toBe(sorted);
      }),
      { seed: 5 },
    );
  });

  it('knows the calendar', () => {
    for (const day of ['2024-02-29', '2000-02-29', '1999-12-31']) expect(isCalendarDay(day)).toBe(true);
    for (const day of ['2023-02-29', '2021-13-01', '2021-00-10', '2021-1-1', '', '2021-07-10T', '1987-  -  ']) {
      expect(isCalendarDay(day)).toBe(false);
    }
  });
});
