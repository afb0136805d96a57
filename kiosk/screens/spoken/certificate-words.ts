/** The facts of the certificate as they are said into headphones, in the order of the printed page. */
import type { CertificateFacts, Dose } from '../../../server-bridge/protocol/index.ts';
import type { Language } from '../../snapshot.ts';
import type { Texts } from '../texts/texts.ts';
import type { SpeechTexts } from './speech-texts.ts';
import {
  type Alone,
  day,
  inARow,
  listed,
  named,
  nameOf,
  personal,
  type SpokenLine,
  spelled,
  told,
  type Words,
  withNumbers,
} from './spoken-line.ts';

/** @param alone that nobody else hears it; without it there are no such lines. */
export function certificateWords(
  alone: Alone,
  facts: CertificateFacts,
  language: Language,
  texts: Texts,
  speech: SpeechTexts,
): SpokenLine[] {
  const { preview } = texts;
  const { holder, municipality } = facts;
  const { passport } = holder;
  const date = (one: string) => day(texts.day(one), one);
  const dose = (one: Dose) =>
    listed(
      named(preview.dose, withNumbers(preview.doseNumber(one.number), [one.number])),
      date(one.day),
      nameOf(one.vaccineType, language),
      nameOf(one.manufacturer, language),
      nameOf(one.product, language),
      named(preview.lot, spelled(one.lot)),
      ...(facts.kind === 'overseas' ? [named(preview.country, spelled(one.country))] : []),
    );
  const lines: Words[] = [
    texts.kind.kinds[facts.kind].name,
    // The card gives no reading of a name, and none is guessed.
    named(preview.name, told(holder.name, { kind: 'phrase', text: speech.nameNotSpoken })),
    named(preview.birthDate, date(holder.birthDate)),
    ...(passport === null
      ? []
      : [
          named(
            preview.romanName,
            inARow(
              ...[passport.romanName.primary, passport.romanName.secondary].filter((one) => one !== '').map(spelled),
            ),
          ),
          named(preview.nationality, spelled(passport.nationality)),
          named(preview.passportNumber, spelled(passport.passportNumber)),
        ]),
    ...facts.doses.map(dose),
    named(preview.issuer, inARow(nameOf(municipality.prefecture, language), nameOf(municipality.name, language))),
    named(preview.certificateId, spelled(facts.certificateId)),
    named(preview.issuedOn, date(facts.issuedOn)),
  ];
  return lines.map((line) => personal(alone, line));
}
