/** What is typed of a person, and the facts it makes. */
import * as v from 'valibot';
import { PersonFactsSchema, type SEXES, SexSchema } from '../../register/person-facts.ts';
import { typedDigits } from '../texts/typed-digits.ts';

const FactsSchema = v.omit(PersonFactsSchema, ['individualNumber']);
/** Without the individual number, which is never on the form of the other facts. */
export type PlainFacts = v.InferOutput<typeof FactsSchema>;

export type PersonDraft = {
  readonly referenceNumber: string;
  readonly name: string;
  readonly kana: string;
  readonly birthDay: string;
  readonly sex: (typeof SEXES)[number];
  readonly protected: boolean;
  readonly movedOn: string;
  readonly deceasedOn: string;
};

export const EMPTY_PERSON: PersonDraft = {
  referenceNumber: '',
  name: '',
  kana: '',
  birthDay: '',
  sex: 'unknown',
  protected: false,
  movedOn: '',
  deceasedOn: '',
};

export const draftOfFacts = (
  facts: Omit<PlainFacts, 'referenceNumber'> & { referenceNumber: string | null },
): PersonDraft => ({
  referenceNumber: facts.referenceNumber ?? '',
  name: facts.name,
  kana: facts.kana ?? '',
  birthDay: facts.birthDay,
  sex: facts.sex,
  protected: facts.protected,
  movedOn: facts.movedOn ?? '',
  deceasedOn: facts.deceasedOn ?? '',
});

const orNull = (text: string): string | null => (text === '' ? null : text);

/** Null where something is missing or is not what it should be. */
export function factsOfDraft(draft: PersonDraft): PlainFacts | null {
  const read = v.safeParse(FactsSchema, {
    ...draft,
    referenceNumber: typedDigits(draft.referenceNumber),
    // Between family and given name stands U+3000, however the space was typed.
    name: draft.name.trim().replace(/[ \u3000]+/g, '\u3000'),
    kana: orNull(draft.kana.trim().replace(/[ \u3000]+/g, '\u3000')),
    movedOn: orNull(draft.movedOn),
    deceasedOn: orNull(draft.deceasedOn),
  });
  return read.success ? read.output : null;
}

export const sexOf = (chosen: string): PersonDraft['sex'] => {
  const read = v.safeParse(SexSchema, chosen);
  return read.success ? read.output : 'unknown';
};
