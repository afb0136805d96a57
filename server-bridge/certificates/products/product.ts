/** One vaccine product as the law approved it, and how each kind of certificate names it. */
import type { Icd11Codes, LocalizedText } from '../../protocol/index.ts';

export type Product = {
  /** Our name for it in records and imports. */
  readonly code: string;
  readonly product: LocalizedText;
  readonly manufacturer: LocalizedText;
  readonly vaccineType: LocalizedText;
  /** What a lot number of this product looks like (P9). */
  readonly lotPattern: RegExp;
  /** CVX code by first day of issue, oldest first. Released entries are never changed: later days get new ones (P13). */
  readonly cvxFrom: readonly { readonly day: string; readonly cvx: string }[];
  /** ICD-11 codes by first day of issue, oldest first. */
  readonly icd11From: readonly { readonly day: string; readonly codes: Icd11Codes }[];
};

/** CVX 213: a COVID-19 vaccine, unspecified. Written where a product has no code of its own yet, and never without a note. */
export const GENERIC_CVX = '213';

/** XM68M6: vaccines against COVID-19; RA01.0: COVID-19, virus identified. */
export const GENERIC_ICD11: Icd11Codes = { vaccine: 'XM68M6', disease: 'RA01.0' };

/** What the page prints beside a dose whose code is {@link GENERIC_CVX}. */
export const GENERIC_CODE_NOTE: LocalizedText = {
  ja: '発行日時点で製品固有のコードがないため、二次元コードには「新型コロナワクチン（種類不特定）」（CVX 213）と記録しています。',
  en: 'No code of its own existed for this product on the date of issue; the 2-D code states “COVID-19 vaccine, unspecified” (CVX 213).',
};

/** How the codes of a certificate name a dose. */
export type DoseCodes = {
  readonly cvx: string;
  readonly icd11: Icd11Codes;
  /** Present exactly where a general code had to be written. */
  readonly note: LocalizedText | undefined;
};

/**
 * The codes of a product on a certificate issued on the day (`YYYY-MM-DD`). Total: on a day before its own code it is
 * named by the general one together with a note, never by the code of another product (P13).
 */
export function codesOn(product: Product, issuedOn: string): DoseCodes {
  const cvx = product.cvxFrom.findLast(({ day }) => day <= issuedOn)?.cvx;
  const icd11 = product.icd11From.findLast(({ day }) => day <= issuedOn)?.codes ?? GENERIC_ICD11;
  return cvx === undefined ? { cvx: GENERIC_CVX, icd11, note: GENERIC_CODE_NOTE } : { cvx, icd11, note: undefined };
}
