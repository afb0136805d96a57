/**
 * What may stand in a cell of a municipal file. Each is a valibot schema from the cell's text to its value; the message of an issue is
 * the fault that is reported (`LINE_FAULTS`), never anything of the cell.
 */
import * as v from 'valibot';
import { isIndividualNumber } from '../../../card-reader/individual-number/index.ts';
import { DaySchema, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { isCalendarDay } from '../register/calendar-day.ts';
import {
  IndividualNumberSchema,
  PersonFactsSchema,
  ReferenceNumberSchema,
  TicketNumberSchema,
  TicketTypeSchema,
} from '../register/person-facts.ts';
import { isMunicipalityCode } from './municipality-code.ts';

const filled = v.pipe(v.string(), v.minLength(1, 'missing'));

/** An empty cell is null; what is there must fit. */
export const orEmpty = <Schema extends v.GenericSchema<string, unknown>>(schema: Schema) =>
  v.pipe(
    v.string(),
    v.transform((text) => (text === '' ? null : text)),
    v.nullable(schema),
  );

/** Printable text of a record, spaces at both ends taken away. */
export const textCell = (characters: number) =>
  v.pipe(
    filled,
    v.trim(),
    v.minLength(1, 'missing'),
    v.maxLength(characters, 'too-long'),
    v.regex(/^[^\p{C}]+$/u, 'characters'),
  );

/** `2021-07-10`, `2021/07/10` or `20210710`, and a day that exists. */
export const dayCell = v.pipe(
  filled,
  v.regex(/^[0-9]{4}(?:-[0-9]{2}-[0-9]{2}|\/[0-9]{2}\/[0-9]{2}|[0-9]{4})$/, 'form'),
  v.transform((text) => {
    const digits = text.replace(/[-/]/g, '');
    return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  }),
  v.check(isCalendarDay, 'no-such-day'),
  DaySchema,
);

export const municipalityCell = v.pipe(
  filled,
  v.regex(/^[0-9]{6}$/, 'form'),
  v.check(isMunicipalityCode, 'check-digit'),
  MunicipalityCodeSchema,
);

export const individualNumberCell = v.pipe(
  filled,
  v.regex(/^[0-9]{12}$/, 'form'),
  v.check(isIndividualNumber, 'check-digit'),
  IndividualNumberSchema,
);

export const referenceNumberCell = v.pipe(filled, ReferenceNumberSchema);
export const ticketNumberCell = v.pipe(filled, TicketNumberSchema);
export const ticketTypeCell = v.pipe(filled, TicketTypeSchema);

/** Number of a person within all systems of the municipality (統合宛名番号). */
export const integratedNumberCell = v.pipe(filled, v.regex(/^[0-9]{1,15}$/, 'form'));

/** Katakana; half-width letters are written full-width (Unicode NFKC), as the register keeps them. */
export const kanaCell = v.pipe(
  textCell(100),
  v.transform((text) => (/[\uff61-\uff9f]/u.test(text) ? text.normalize('NFKC') : text)),
  v.regex(/^[ァ-ヶー・\u3000 ]+$/u, 'characters'),
  PersonFactsSchema.entries.kana.wrapped,
);

/** Codes in words: `codeCell({ '1': 'male' })`. */
export const codeCell = <const Word extends string | boolean>(words: Readonly<Record<string, Word>>) => {
  const byCode = new Map(Object.entries(words));
  return v.pipe(
    filled,
    v.rawTransform(({ dataset, addIssue, NEVER }): Word => {
      const word = byCode.get(dataset.value);
      if (word !== undefined) return word;
      addIssue({ message: 'form' });
      return NEVER;
    }),
  );
};

/** JIS X 0304. */
export const sexCell = codeCell({ '0': 'unknown', '1': 'male', '2': 'female', '9': 'other' });
export const flagCell = codeCell({ '0': false, '1': true });

/** A whole number from 1 to 99, without leading zeros or with one. */
export const doseNumberCell = v.pipe(
  filled,
  v.regex(/^0?[1-9]$|^[1-9][0-9]$/, 'form'),
  v.transform(Number),
  v.safeInteger(),
);
