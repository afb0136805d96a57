/** What is typed of a dose, and the facts it makes. */
import * as v from 'valibot';
import { type DoseFacts, DoseFactsSchema } from '../../register/dose-facts.ts';
import { typedDigits } from '../texts/typed-digits.ts';

export type DoseDraft = {
  readonly number: string;
  readonly day: string;
  readonly product: string;
  readonly lot: string;
  readonly vaccinatedIn: string;
  readonly site: string;
  readonly doctor: string;
};

export const emptyDose = (number: number, vaccinatedIn: string): DoseDraft => ({
  number: String(number),
  day: '',
  product: '',
  lot: '',
  vaccinatedIn,
  site: '',
  doctor: '',
});

export const draftOfDose = (dose: DoseFacts): DoseDraft => ({
  number: String(dose.number),
  day: dose.day,
  product: dose.product,
  lot: dose.lot,
  vaccinatedIn: dose.vaccinatedIn ?? '',
  site: dose.site ?? '',
  doctor: dose.doctor ?? '',
});

const orNull = (text: string): string | null => (text === '' ? null : text);

/** Null where something is missing or is not what it should be. */
export function factsOfDose(draft: DoseDraft): DoseFacts | null {
  const number = typedDigits(draft.number);
  const read = v.safeParse(DoseFactsSchema, {
    number: /^[0-9]{1,2}$/.test(number) ? Number(number) : null,
    day: draft.day,
    product: draft.product,
    lot: draft.lot.normalize('NFKC').replace(/\s/g, '').toUpperCase(),
    vaccinatedIn: orNull(typedDigits(draft.vaccinatedIn)),
    site: orNull(draft.site.trim()),
    doctor: orNull(draft.doctor.trim()),
  });
  return read.success ? read.output : null;
}
