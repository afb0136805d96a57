/**
 * The facts as the sheet words them. The renderer draws exactly these texts, and the release check expects exactly these
 * texts: nothing else on the sheet depends on the person.
 */
import type { CertificateFacts } from '../../../server-bridge/index.ts';
import type { DrawnText } from '../certificate-page.ts';

export type DoseItems = {
  number: DrawnText;
  vaccineType: DrawnText;
  vaccineTypeEnglish: DrawnText;
  manufacturer: DrawnText;
  manufacturerEnglish: DrawnText;
  product: DrawnText;
  productEnglish: DrawnText;
  lot: DrawnText;
  day: DrawnText;
  dayIso: DrawnText;
  country: DrawnText | null;
};

export type PassportTexts = { romanName: DrawnText; nationality: DrawnText; passportNumber: DrawnText };

export type CertificateItems = {
  certificateId: DrawnText;
  issuedOn: DrawnText;
  issuedOnIso: DrawnText;
  issuer: DrawnText;
  issuerEnglish: DrawnText;
  name: DrawnText;
  birthDate: DrawnText;
  birthDateIso: DrawnText;
  passport: PassportTexts | null;
  doses: readonly DoseItems[];
};

export function certificateItems(facts: CertificateFacts): CertificateItems {
  const { municipality, holder } = facts;
  return {
    certificateId: item('certificateId', facts.certificateId),
    issuedOn: item('issuedOn', japaneseDay(facts.issuedOn)),
    issuedOnIso: item('issuedOn.iso', facts.issuedOn),
    issuer: item('municipality', `${municipality.prefecture.ja}　${municipality.name.ja}長`),
    issuerEnglish: item('municipality.en', `Mayor of ${municipality.name.en}, ${municipality.prefecture.en}, Japan`),
    name: item('holder.name', holder.name),
    birthDate: item('holder.birthDate', japaneseDay(holder.birthDate)),
    birthDateIso: item('holder.birthDate.iso', holder.birthDate),
    passport: passportTexts(facts),
    doses: facts.doses.map((dose, index) => doseItems(dose, index, facts.kind === 'overseas')),
  };
}

/** Every text of the items, in reading order. */
export function allTexts(items: CertificateItems): readonly DrawnText[] {
  const { passport, doses, ...single } = items;
  const passportPart = passport === null ? [] : Object.values(passport);
  const dosePart = doses.flatMap((dose) => Object.values(dose)).filter((text) => text !== null);
  return [...Object.values(single), ...passportPart, ...dosePart];
}

function passportTexts({ kind, holder }: CertificateFacts): PassportTexts | null {
  if (kind !== 'overseas' || holder.passport === null) return null;
  const { romanName, nationality, passportNumber } = holder.passport;
  const parts = [romanName.primary, romanName.secondary].filter((part) => part !== '');
  return {
    romanName: item('holder.passport.romanName', parts.join(' ')),
    nationality: item('holder.passport.nationality', nationality),
    passportNumber: item('holder.passport.passportNumber', passportNumber),
  };
}

function doseItems(dose: CertificateFacts['doses'][number], index: number, withCountry: boolean): DoseItems {
  const path = `doses.${index}`;
  return {
    number: item(`${path}.number`, String(dose.number)),
    vaccineType: item(`${path}.vaccineType`, dose.vaccineType.ja),
    vaccineTypeEnglish: item(`${path}.vaccineType.en`, dose.vaccineType.en),
    manufacturer: item(`${path}.manufacturer`, dose.manufacturer.ja),
    manufacturerEnglish: item(`${path}.manufacturer.en`, dose.manufacturer.en),
    product: item(`${path}.product`, dose.product.ja),
    productEnglish: item(`${path}.product.en`, dose.product.en),
    lot: item(`${path}.lot`, dose.lot),
    day: item(`${path}.day`, japaneseDay(dose.day)),
    dayIso: item(`${path}.day.iso`, dose.day),
    country: withCountry ? item(`${path}.country`, dose.country) : null,
  };
}

function item(field: string, text: string): DrawnText {
  return { field, text };
}

/** `2022-03-05` as 2022年3月5日. */
function japaneseDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}
