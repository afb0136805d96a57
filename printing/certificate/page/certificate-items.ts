/**
 * The facts as the sheet words them. The renderer draws exactly these texts, and the release check expects exactly these
 * texts: nothing else on the sheet depends on the person.
 */
import type { CertificateFacts } from '../../../server-bridge/index.ts';
import type { CertificatePage, DrawnText } from '../certificate-page.ts';
import { bindingOf } from './page-binding.ts';
import { ofPage, pageCountFor } from './page-count.ts';

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

/** What every page says of itself and of the certificate it belongs to (P4). */
export type PageItems = {
  certificateId: DrawnText;
  binding: DrawnText;
  number: DrawnText;
  /** Where a dose of this page has a general code only, and why (P13). */
  note: { japanese: DrawnText; english: DrawnText } | null;
};

export type CertificateItems = {
  issuedOn: DrawnText;
  issuedOnIso: DrawnText;
  issuer: DrawnText;
  issuerEnglish: DrawnText;
  name: DrawnText;
  birthDate: DrawnText;
  birthDateIso: DrawnText;
  passport: PassportTexts | null;
  doses: readonly DoseItems[];
  pages: readonly PageItems[];
};

export function certificateItems(page: CertificatePage): CertificateItems {
  const { facts } = page;
  const { municipality, holder } = facts;
  return {
    pages: pageItems(page),
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

/** Every text that a page must show, in reading order. */
export function textsOfPage(items: CertificateItems, pageIndex: number): readonly DrawnText[] {
  const { passport, doses, pages, ...single } = items;
  const own = pages[pageIndex];
  const { note, ...always } = own ?? { note: null };
  const noteTexts = note === null ? [] : Object.values(note);
  const doseTexts = ofPage(doses, pageIndex).flatMap((dose) => Object.values(dose).filter((text) => text !== null));
  const person = pageIndex === 0 ? [...Object.values(single), ...Object.values(passport ?? {})] : [single.name];
  return [...Object.values(always), ...person, ...doseTexts, ...noteTexts];
}

function pageItems(page: CertificatePage): readonly PageItems[] {
  const { certificateId, doses } = page.facts;
  const count = pageCountFor(doses.length) ?? 0;
  return Array.from({ length: count }, (_, index) => ({
    certificateId: item('certificateId', certificateId),
    binding: item('binding', bindingOf(page)),
    number: item(`pages.${index}`, `${index + 1} / ${count}`),
    note: noteOf(ofPage(doses, index), index),
  }));
}

/** Which doses the mark stands beside, and the words that VRS gave them. */
function noteOf(doses: readonly CertificateFacts['doses'][number][], pageIndex: number): PageItems['note'] {
  const marked = doses.flatMap(({ note }) => (note === undefined ? [] : [note]));
  if (marked.length === 0) return null;
  const japanese = [...new Set(marked.map(({ ja }) => ja))].join('　');
  const english = [...new Set(marked.map(({ en }) => en))].join(' ');
  return {
    japanese: item(`pages.${pageIndex}.note`, `${NOTE_MARK} ${japanese}`),
    english: item(`pages.${pageIndex}.note.en`, `${NOTE_MARK} ${english}`),
  };
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
    number: item(`${path}.number`, `${dose.number}${dose.note === undefined ? '' : NOTE_MARK}`),
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

const NOTE_MARK = '※';

function item(field: string, text: string): DrawnText {
  return { field, text };
}

/** `2022-03-05` as 2022年3月5日. */
function japaneseDay(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
}
