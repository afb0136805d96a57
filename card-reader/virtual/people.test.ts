import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIndividualNumber, parseCardImage } from '../index.ts';
import { makeSyntheticPerson } from './make-person.ts';
import { findSyntheticPerson, syntheticPeople } from './people.ts';
import { syntheticFilesOf } from './synthetic-cards.ts';

const AGREED_IDS = [
  'ichiyo',
  'teppei',
  'one-dose',
  'four-doses',
  'seven-doses',
  'passport',
  'no-passport',
  'no-record',
  'doubtful',
  'rare-kanji',
  'moved',
  'protected',
  'glyphless',
  'deceased',
  'many-doses',
];

describe('synthetic people', () => {
  it('are those the other rooms know', () => {
    expect(syntheticPeople().map(({ id }) => id)).toEqual(AGREED_IDS);
    expect(findSyntheticPerson('nobody')).toBeUndefined();
  });

  it('have numbers of their own with right check digits', () => {
    const numbers = syntheticPeople().map(({ individualNumber }) => individualNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => !isIndividualNumber(number))).toEqual([]);
  });

  it.each(syntheticPeople().map((person) => [person.id, person] as const))(
    '%s is readable on the card',
    (_id, person) => {
      const files = syntheticFilesOf(person);
      const file = (fileId: number): Uint8Array => files.get(fileId) ?? new Uint8Array(0);
      const holder = parseCardImage({
        ef0001: file(0x0001),
        ef0002: file(0x0002),
        ef0003: file(0x0003),
        ef0004: file(0x0004),
        ef0007: file(0x0007),
      })._unsafeUnwrap();
      const { individualNumber, name, address, birthDate, sex } = person;
      expect(holder).toEqual({ individualNumber, name, address, birthDate, sex });
    },
  );

  it('have the characters their remarks promise', () => {
    expect(findSyntheticPerson('rare-kanji')?.name).toBe('\u9AD9\uFA11　\u{20BB7}美');
    expect(findSyntheticPerson('glyphless')?.name.codePointAt(0)).toBe(0x2b7a0);
    expect(findSyntheticPerson('teppei')?.name.codePointAt(0)).toBe(0x20bb7);
  });
});

describe('people made by number', () => {
  it('are always the same, with a right number and a real date', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const person = makeSyntheticPerson(seed);
        expect(makeSyntheticPerson(seed)).toEqual(person);
        expect(isIndividualNumber(person.individualNumber)).toBe(true);
        expect(person.birthDate).toMatch(/^(19[3-9]|200)[0-9](0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])$/);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
