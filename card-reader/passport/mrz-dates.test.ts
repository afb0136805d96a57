import { describe, expect, it } from 'vitest';
import { birthDateOf, dayInJapan, expiryDateOf, isExpired } from './mrz-dates.ts';

const noon = (day: string) => new Date(`${day}T12:00:00+09:00`);

describe('the day in Japan', () => {
  it.each([
    ['2026-06-14T14:59:59.999Z', '20260614'],
    ['2026-06-14T15:00:00.000Z', '20260615'],
    ['2026-12-31T15:00:00.000Z', '20270101'],
  ])('at %s is %s', (at, day) => {
    expect(dayInJapan(new Date(at))).toBe(day);
  });
});

describe('birth dates', () => {
  it.each([
    ['870605', '2026-06-15', '19870605'],
    ['260614', '2026-06-15', '20260614'],
    ['260615', '2026-06-15', '20260615'],
    ['260616', '2026-06-15', '19260616'],
    ['000229', '2026-06-15', '20000229'],
    ['45<<<<', '2026-06-15', '19450000'],
    ['26<<<<', '2026-06-15', '20260000'],
    ['<<0401', '2026-06-15', '00000401'],
    ['<<<<<<', '2026-06-15', '00000000'],
  ])('%s seen on %s is %s', (zone, day, date) => {
    expect(birthDateOf(zone, noon(day))).toBe(date);
  });
});

describe('expiry dates', () => {
  it.each([
    ['310101', '2026-06-15', '20310101'],
    ['991231', '2026-06-15', '19991231'],
    ['751231', '2026-06-15', '20751231'],
    ['761231', '2026-06-15', '19761231'],
    ['020101', '2095-06-15', '21020101'],
  ])('%s seen on %s is %s', (zone, day, date) => {
    expect(expiryDateOf(zone, noon(day))).toBe(date);
  });

  it('end with their day in Japan', () => {
    expect(isExpired('20260615', new Date('2026-06-15T14:59:59.999Z'))).toBe(false);
    expect(isExpired('20260615', new Date('2026-06-15T15:00:00.000Z'))).toBe(true);
  });
});
