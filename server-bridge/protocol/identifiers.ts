/**
 * The names by which messages on the line speak of things. None of them says anything about a person.
 */
import * as v from 'valibot';

/** base64url without padding (RFC 4648 §5). */
export const Base64UrlSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]*$/));

/** 128 random bits, base64url: 22 characters. Made once by the terminal, bound into every message of a visit (P3). */
export const VisitIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/), v.brand('VisitId'));
export type VisitId = v.InferOutput<typeof VisitIdSchema>;

/** The terminal's registered name; the same string stands in its certificate as `urn:kofu:terminal:<id>`. */
export const TerminalIdSchema = v.pipe(v.string(), v.regex(/^[A-Z0-9][A-Z0-9-]{2,31}$/), v.brand('TerminalId'));
export type TerminalId = v.InferOutput<typeof TerminalIdSchema>;

/** National local-government code: five digits and a check digit. */
export const MunicipalityCodeSchema = v.pipe(v.string(), v.regex(/^[0-9]{6}$/), v.brand('MunicipalityCode'));
export type MunicipalityCode = v.InferOutput<typeof MunicipalityCodeSchema>;

/** At most 12 characters, so that it fits the `uvci` field of a VDS-NC (ICAO TR VDS-NC v1.1). */
export const CertificateIdSchema = v.pipe(v.string(), v.regex(/^[A-Z0-9]{12}$/), v.brand('CertificateId'));
export type CertificateId = v.InferOutput<typeof CertificateIdSchema>;

/** A terminal's event log: 128 random bits, base64url. Sequence numbers of its events count within it. */
export const LogIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/), v.brand('LogId'));
export type LogId = v.InferOutput<typeof LogIdSchema>;

/**
 * Words that are kept, shown and logged hold fewer than ten digits: an individual number (12 digits) fits none of them, however
 * it is cut by hyphens or points. Numbers beside them end below ten digits for the same reason.
 */
const FEW_DIGITS = '(?!(?:[^0-9]*[0-9]){10})';
/** The greatest whole number such messages carry. */
export const COUNT_LIMIT = 999_999_999;

/** An enumerated detail: letters, digits, `_` and `-`. */
export const CodeWordSchema = v.pipe(v.string(), v.regex(new RegExp(`^${FEW_DIGITS}[A-Za-z0-9_-]{1,40}$`)));

/** A store operator as the directive names one: a plain word, never a person's name. */
export const OperatorIdSchema = v.pipe(
  v.string(),
  v.regex(new RegExp(`^${FEW_DIGITS}[A-Za-z0-9_.-]{1,40}$`)),
  v.brand('OperatorId'),
);
export type OperatorId = v.InferOutput<typeof OperatorIdSchema>;

/** What runs on a terminal, as it was built: one word, not digits alone. May hold a commit's digest. */
export const BuildSchema = v.pipe(v.string(), v.regex(/^(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/));

/** A calendar day, `YYYY-MM-DD`. */
export const DaySchema = v.pipe(v.string(), v.isoDate());

/**
 * Whether a timestamp names a moment: its day is in the calendar, and whoever compares it gets a number. `…+09` alone, or a 31st of
 * February, has the form of one, and would hold for ever, never, or from another day on.
 */
function isMoment(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return Number.isFinite(Date.parse(text)) && new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

/** An instant, RFC 3339 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const InstantSchema = v.pipe(v.string(), v.isoTimestamp(), v.check(isMoment));

/** Which certificate is asked for: domestic only, or overseas and domestic. */
export const CertificateKindSchema = v.picklist(['domestic', 'overseas']);
export type CertificateKind = v.InferOutput<typeof CertificateKindSchema>;

/** A text for residents in the languages every part of the system must have. */
export const LocalizedTextSchema = v.strictObject({
  ja: v.string(),
  en: v.string(),
  /** Simplified Chinese; English is shown where it is missing. */
  zh: v.optional(v.string()),
  /** Korean; English is shown where it is missing. */
  ko: v.optional(v.string()),
});
export type LocalizedText = v.InferOutput<typeof LocalizedTextSchema>;

export const SHA256_BYTES = 32;
