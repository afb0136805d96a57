/** What is registered of one dose, and why a dose may be doubtful (P9). */
import * as v from 'valibot';
import { DaySchema, MunicipalityCodeSchema } from '../../protocol/index.ts';
import { recordText } from './person-facts.ts';

export const DoseFactsSchema = v.strictObject({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(99)),
  day: DaySchema,
  /** Key of the product table; a product nobody knows is kept as it was said, and is a doubt. */
  product: v.pipe(recordText(60), v.regex(/^[A-Za-z0-9._-]+$/)),
  lot: v.pipe(recordText(20), v.regex(/^[A-Za-z0-9-]+$/)),
  /** Where it was given, as far as it is known. */
  vaccinatedIn: v.nullable(MunicipalityCodeSchema),
  site: v.nullable(recordText(100)),
  doctor: v.nullable(recordText(100)),
});
export type DoseFacts = v.InferOutput<typeof DoseFactsSchema>;

/** Why no certificate is made from a dose before somebody of the municipality has looked. */
export const DOUBTS = [
  'order-of-numbers',
  'order-of-days',
  'unknown-product',
  'lot-pattern',
  'no-such-day',
  'before-birth',
  'in-the-future',
  'after-moving',
  'after-death',
  'said-by-source',
  'said-by-staff',
] as const;
export const DoubtSchema = v.picklist(DOUBTS);
export type Doubt = v.InferOutput<typeof DoubtSchema>;

/** Why a record is changed; the reason is part of its history. */
export const CORRECTION_REASONS = [
  'misread-ticket',
  'mistyped',
  'wrong-person',
  'twice-registered',
  'source-corrected',
  'checked-and-right',
  'asked-by-person',
] as const;
export const CorrectionReasonSchema = v.picklist(CORRECTION_REASONS);
export type CorrectionReason = v.InferOutput<typeof CorrectionReasonSchema>;
