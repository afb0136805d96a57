import { type Language, said } from '../../../console-kit/index.ts';
import { birthDayOf, dayOf } from '../texts/days.ts';
import type { Texts } from '../texts/texts.ts';
import type { PlainFacts } from './person-draft.ts';

type ShownFacts = Omit<PlainFacts, 'referenceNumber'> & { readonly referenceNumber: string | null };

/** The facts of a person, each with its name, as people read them. */
export function personWords(
  texts: Texts,
  language: Language,
  facts: ShownFacts,
): readonly (readonly [string, string])[] {
  const { people, person, frame } = texts;
  const day = (value: string | null): string => (value === null ? frame.none : dayOf(language, value));
  return [
    [people.referenceNumber, facts.referenceNumber ?? frame.nothing],
    [people.name, facts.name],
    [person.kana, facts.kana ?? frame.none],
    [people.birthDay, birthDayOf(language, facts.birthDay)],
    [people.sex, said(texts.words.sexes, facts.sex)],
    [person.movedOn, day(facts.movedOn)],
    [person.deceasedOn, day(facts.deceasedOn)],
    [person.protected, facts.protected ? person.isProtected : frame.no],
  ];
}
