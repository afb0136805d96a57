/** The certificate as a sheet of paper: the same facts, in the same order, as the printed page. */
import type { VNode } from 'preact';
import type { CertificateFacts, Dose } from '../../../server-bridge/protocol/index.ts';
import type { Language } from '../../snapshot.ts';
import { Amounts } from '../parts/amounts.tsx';
import { inLanguage, languageShown } from '../texts/in-language.ts';
import type { Texts } from '../texts/texts.ts';

export interface CertificateSheetProps {
  facts: CertificateFacts;
  pages: number;
  language: Language;
  texts: Texts;
}

export function CertificateSheet({ facts, pages, language, texts }: CertificateSheetProps): VNode {
  const { preview, kind } = texts;
  const { holder, municipality } = facts;
  const { passport } = holder;
  const passportFacts =
    passport === null
      ? []
      : [
          { name: preview.romanName, value: `${passport.romanName.primary} ${passport.romanName.secondary}`.trim() },
          { name: preview.nationality, value: passport.nationality },
          { name: preview.passportNumber, value: passport.passportNumber },
        ];
  return (
    <article class="sheet">
      <h2 class="sheet-title">{preview.title}</h2>
      <p class="sheet-kind">
        {kind.kinds[facts.kind].name} / {preview.pages(pages)}
      </p>
      <Amounts
        amounts={[
          {
            name: preview.name,
            value: (
              <span class="holder-name" lang="ja">
                {holder.name}
              </span>
            ),
            strong: true,
          },
          { name: preview.birthDate, value: texts.day(holder.birthDate), strong: true },
          ...passportFacts,
        ]}
      />
      <Doses doses={facts.doses} withCountry={facts.kind === 'overseas'} language={language} texts={texts} />
      <Amounts
        amounts={[
          {
            name: preview.issuer,
            value: (
              <span lang={languageShown(municipality.name, language)}>
                {`${inLanguage(municipality.prefecture, language)} ${inLanguage(municipality.name, language)}`}
              </span>
            ),
          },
          { name: preview.certificateId, value: facts.certificateId },
          { name: preview.issuedOn, value: texts.day(facts.issuedOn) },
        ]}
      />
    </article>
  );
}

interface DosesProps {
  doses: readonly Dose[];
  /** The country of vaccination stands on the overseas certificate only. */
  withCountry: boolean;
  language: Language;
  texts: Texts;
}

function Doses({ doses, withCountry, language, texts }: DosesProps): VNode {
  const { preview } = texts;
  return (
    <table class="doses">
      <caption>{preview.doses}</caption>
      <thead>
        <tr>
          <th scope="col" class="dose-number">
            {preview.dose}
          </th>
          <th scope="col" class="dose-day">
            {preview.doseDay}
          </th>
          <th scope="col">
            {preview.vaccine} / {preview.manufacturer}
          </th>
          <th scope="col">
            {preview.product} / {preview.lot}
          </th>
          {withCountry ? (
            <th scope="col" class="dose-country">
              {preview.country}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {doses.map((dose) => (
          <tr key={dose.number}>
            <th scope="row">{preview.doseNumber(dose.number)}</th>
            <td>{texts.day(dose.day)}</td>
            <td>
              <span lang={languageShown(dose.vaccineType, language)}>{inLanguage(dose.vaccineType, language)}</span>
              <span lang={languageShown(dose.manufacturer, language)}>{inLanguage(dose.manufacturer, language)}</span>
            </td>
            <td>
              <span lang={languageShown(dose.product, language)}>{inLanguage(dose.product, language)}</span>
              <span class="lot">{dose.lot}</span>
            </td>
            {withCountry ? <td>{dose.country}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
