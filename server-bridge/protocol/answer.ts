/**
 * The answer of VRS: a compact JWS (ES256, `typ: kofu-answer+jwt`) whose payload binds this visit's nonce and the digest of
 * the sealed application, sealed to the visit's one-time key. Invariant A rests on it.
 */
import * as v from 'valibot';
import {
  Base64UrlSchema,
  CertificateIdSchema,
  CertificateKindSchema,
  DaySchema,
  InstantSchema,
  LocalizedTextSchema,
  MunicipalityCodeSchema,
  TerminalIdSchema,
  VisitIdSchema,
} from './identifiers.ts';
import { VrsRefusalSchema } from './refusals.ts';

export const ANSWER_TYPE = 'kofu-answer+jwt';

const shortText = v.pipe(v.string(), v.maxLength(200));

/** The two ICD-11 codes by which a VDS-NC names a dose (`des`, `dis`). */
export const Icd11CodesSchema = v.strictObject({
  vaccine: v.pipe(v.string(), v.regex(/^[A-Z0-9]{2,6}$/)),
  disease: v.pipe(v.string(), v.maxLength(6), v.regex(/^[A-Z0-9]{4}(\.[A-Z0-9]{1,2})?$/)),
});
export type Icd11Codes = v.InferOutput<typeof Icd11CodesSchema>;

/** One dose as the page prints it. */
export const DoseSchema = v.strictObject({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(99)),
  day: DaySchema,
  vaccineType: LocalizedTextSchema,
  manufacturer: LocalizedTextSchema,
  product: LocalizedTextSchema,
  lot: v.pipe(v.string(), v.minLength(1), v.maxLength(20)),
  /** CVX code that stands for this dose in the SMART Health Card. */
  cvx: v.pipe(v.string(), v.regex(/^[0-9]{2,3}$/)),
  /** ICD-11 codes in the VDS-NC; where there are none, those that stand for every vaccine against the disease. */
  icd11: v.optional(Icd11CodesSchema),
  /** Printed with the dose where the code is a general one because the product had none of its own (P13). */
  note: v.optional(LocalizedTextSchema),
  country: v.literal('JPN'),
});
export type Dose = v.InferOutput<typeof DoseSchema>;

/** Passport items stored by VRS at an earlier overseas issue (P12), or read off a passport in this visit; never typed. */
export const PassportItemsSchema = v.strictObject({
  romanName: v.strictObject({ primary: shortText, secondary: shortText }),
  nationality: v.pipe(v.string(), v.regex(/^[A-Z]{1,3}$/)),
  passportNumber: v.pipe(v.string(), v.regex(/^[A-Z0-9]{5,11}$/)),
});
export type PassportItems = v.InferOutput<typeof PassportItemsSchema>;

/** Everything the A4 page says. What is printed is what was signed. */
export const CertificateFactsSchema = v.strictObject({
  certificateId: CertificateIdSchema,
  issuedOn: DaySchema,
  kind: CertificateKindSchema,
  municipality: v.strictObject({
    code: MunicipalityCodeSchema,
    prefecture: LocalizedTextSchema,
    name: LocalizedTextSchema,
  }),
  holder: v.strictObject({
    /** DF22 of the card as it is: one opaque string, U+3000 between its parts. */
    name: shortText,
    birthDate: DaySchema,
    passport: v.nullable(PassportItemsSchema),
  }),
  doses: v.pipe(v.array(DoseSchema), v.minLength(1), v.maxLength(99)),
});
export type CertificateFacts = v.InferOutput<typeof CertificateFactsSchema>;

export const IssuedResultSchema = v.strictObject({
  type: v.literal('issued'),
  facts: CertificateFactsSchema,
  /** SMART Health Card: the compact JWS (not the QR text). */
  healthCard: v.pipe(v.string(), v.maxLength(4096)),
  /** VDS-NC: the canonical JSON text of the symbol; overseas kind only. */
  vdsNc: v.nullable(v.pipe(v.string(), v.maxLength(4096))),
});
export type IssuedResult = v.InferOutput<typeof IssuedResultSchema>;

export const AnswerPayloadSchema = v.strictObject({
  v: v.literal(1),
  visitId: VisitIdSchema,
  terminalId: TerminalIdSchema,
  municipality: MunicipalityCodeSchema,
  kind: CertificateKindSchema,
  nonce: v.pipe(Base64UrlSchema, v.length(43)),
  /** SHA-256 over the sealed application bytes as sent, base64url. */
  applicationDigest: v.pipe(Base64UrlSchema, v.length(43)),
  answeredAt: InstantSchema,
  result: v.variant('type', [
    IssuedResultSchema,
    v.strictObject({ type: v.literal('refused'), refusal: VrsRefusalSchema }),
  ]),
});
export type AnswerPayload = v.InferOutput<typeof AnswerPayloadSchema>;
