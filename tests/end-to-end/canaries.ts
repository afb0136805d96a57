/**
 * Invented people who can be looked for: everything personal carries a mark that was drawn for this run and stands nowhere else,
 * followed by the person's place among them. One mark finds all of them, so that a search stays short.
 */
import { randomBytes, randomInt } from 'node:crypto';
import type { Traces } from './search-for-person.ts';

/** What is personal of one invented resident. The date cannot be: a real one would stand in many a clock. */
export type Canary = {
  readonly individualNumber: string;
  readonly name: string;
  readonly birthDate: string;
  readonly address: string;
  readonly pin: string;
  readonly passportNumber: string;
  readonly certificateText: string;
};

export type Canaries = {
  /** What to look for, by what it gives away. */
  readonly marks: Traces & Readonly<Record<keyof Canary, string>>;
  person(index: number): Canary;
};

const digits = (length: number): string => Array.from({ length }, () => String(randomInt(10))).join('');
const kanji = (length: number): string =>
  Array.from({ length }, () => String.fromCodePoint(0x4e00 + randomInt(0x5000))).join('');
const letters = (length: number): string =>
  Array.from({ length }, () => String.fromCodePoint(0x41 + randomInt(26))).join('');

export function makeCanaries(): Canaries {
  const marks = {
    individualNumber: digits(9),
    name: kanji(5),
    birthDate: `${1900 + randomInt(100)}年${13 + randomInt(80)}月${32 + randomInt(60)}日`,
    address: `架空県${kanji(4)}町`,
    // Longer than a real one: four digits stand in every memory.
    pin: digits(13),
    passportNumber: letters(8),
    certificateText: `synthetic-certificate-${randomBytes(9).toString('hex')}`,
  };
  return {
    marks,
    person(index) {
      const serial = String(index % 1_000).padStart(3, '0');
      return {
        individualNumber: `${marks.individualNumber}${serial}`,
        name: `${marks.name}${String.fromCodePoint(0x4e00 + index)}`,
        birthDate: marks.birthDate,
        address: `${marks.address}${serial}番地`,
        pin: `${marks.pin}${serial}`,
        passportNumber: `${marks.passportNumber}${serial}`,
        certificateText: `${marks.certificateText} ${serial}`,
      };
    },
  };
}
