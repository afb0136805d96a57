/** What a municipality registers of a person and of a ticket: one schema for files, staff and tests (requirements, record items). */
import * as v from 'valibot';
import { isIndividualNumber } from '../../../card-reader/individual-number/index.ts';
import { DaySchema } from '../../protocol/index.ts';

/** Text of a record: no control characters, nothing but what can be printed and stored. */
const text = (characters: number) =>
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(characters), v.regex(/^[^\p{C}]+$/u));

/** Twelve digits with their check digit (V13). */
export const IndividualNumberSchema = v.pipe(
  v.string(),
  v.check((number) => isIndividualNumber(number), 'check digit'),
  v.brand('IndividualNumber'),
);
export type IndividualNumber = v.InferOutput<typeof IndividualNumberSchema>;

/** The municipality's own number of a resident (宛名番号). */
export const ReferenceNumberSchema = v.pipe(v.string(), v.regex(/^[0-9]{1,15}$/));
export const TicketNumberSchema = v.pipe(v.string(), v.regex(/^[0-9]{10}$/));
export const TicketTypeSchema = v.pipe(v.string(), v.regex(/^[0-9]{1,2}$/));

/** JIS X 0304 in words. */
export const SEXES = ['unknown', 'male', 'female', 'other'] as const;
export const SexSchema = v.picklist(SEXES);

export const PersonFactsSchema = v.strictObject({
  referenceNumber: ReferenceNumberSchema,
  /** Null while the municipality does not know it. */
  individualNumber: v.nullable(IndividualNumberSchema),
  /** As the resident register writes it; U+3000 between family and given name. */
  name: text(100),
  kana: v.nullable(v.pipe(text(100), v.regex(/^[ァ-ヶー・\u3000 ]+$/u))),
  birthDay: DaySchema,
  sex: SexSchema,
  /** Protective measure: no certificate outside the counter. */
  protected: v.boolean(),
  movedOn: v.nullable(DaySchema),
  deceasedOn: v.nullable(DaySchema),
});
export type PersonFacts = v.InferOutput<typeof PersonFactsSchema>;

export const TicketFactsSchema = v.strictObject({
  ticketNumber: TicketNumberSchema,
  ticketType: TicketTypeSchema,
  issuedOn: DaySchema,
});
export type TicketFacts = v.InferOutput<typeof TicketFactsSchema>;

export const recordText = text;
