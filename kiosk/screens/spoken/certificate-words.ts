/** The facts of the certificate as they are said into headphones, in the order of the printed page. */
import type { CertificateFacts, Dose } from '../../../server-bridge/protocol/index.ts';
import type { Language } from '../../snapshot.ts';
import { inLanguage } from '../texts/in-language.ts';
import type { Texts } from '../texts/texts.ts';

export function certificateWords(facts: CertificateFacts, language: Language, texts: Texts): string[] {
  const { preview } = texts;
  const { holder, municipality } = facts;
  const { passport } = holder;
  const named = (name: string, value: string) => `${name.replaceAll('\u00ad', '')}: ${value}`;
  const dose = (one: Dose) =>
    [
      named(preview.dose, preview.doseNumber(one.number)),
      texts.day(one.day),
      inLanguage(one.vaccineType, language),
      inLanguage(one.manufacturer, language),
      inLanguage(one.product, language),
      named(preview.lot, one.lot),
      ...(facts.kind === 'overseas' ? [named(preview.country, one.country)] : []),
    ].join(', ');
  return [
    texts.kind.kinds[facts.kind].name,
    named(preview.name, holder.name),
    named(preview.birthDate, texts.day(holder.birthDate)),
    ...(passport === null
      ? []
      : [
          named(preview.romanName, `${passport.romanName.primary} ${passport.romanName.secondary}`.trim()),
          named(preview.nationality, passport.nationality),
          named(preview.passportNumber, passport.passportNumber),
        ]),
    ...facts.doses.map(dose),
    named(
      preview.issuer,
      `${inLanguage(municipality.prefecture, language)} ${inLanguage(municipality.name, language)}`,
    ),
    named(preview.certificateId, facts.certificateId),
    named(preview.issuedOn, texts.day(facts.issuedOn)),
  ];
}
