/** What a VDS-NC proof of vaccination of ours says; written by VRS, read back by the terminal before it prints. */
import { err, ok, type Result } from 'neverthrow';
import type { CertificateFacts, Icd11Codes } from '../../protocol/index.ts';
import { GENERIC_ICD11 } from '../products/product.ts';

/** Responsible authority, as the official list of contents spells it. */
export const AUTHORITY = 'MHLW_Gov_of_Japan';
/** The state whose proofs we issue. */
const STATE = 'JPN';

export type VdsNcContent = {
  /** Issuing state, three letters (ICAO Doc 9303-3). */
  readonly state: string;
  /** `uvci`. */
  readonly certificateId: string;
  /** Primary and secondary identifier with two spaces between (ICAO Doc 9303-3, visual zone). */
  readonly name: string;
  readonly birthDate: string;
  readonly passportNumber: string;
  /** Ours never states it; the format may. */
  readonly sex: 'M' | 'F' | 'X' | null;
  readonly doses: readonly {
    readonly number: number;
    readonly day: string;
    readonly product: string;
    readonly lot: string;
    readonly icd11: Icd11Codes;
    readonly country: string;
    readonly administeredBy: string;
  }[];
};

/** Longest name the format takes. */
export const NAME_LIMIT_CHARACTERS = 39;
/** Printable ASCII; one double space between the identifiers, or none where there is one identifier only. */
export const NAME_PATTERN = /^[!-~]+( [!-~]+)*( {2}[!-~]+( [!-~]+)*)?$/;

export type VdsNcContentError =
  /** The facts are of the domestic kind. */
  | { readonly kind: 'no-passport' }
  /** Shortening a name on a certificate is the counter's decision, not a machine's (P11). */
  | { readonly kind: 'name-too-long' }
  /** A character outside printable ASCII: transliterating a name is the counter's decision as well. */
  | { readonly kind: 'name-not-writable' };

/** The name as the format writes it. */
export function vdsNcName(romanName: { readonly primary: string; readonly secondary: string }): string {
  return romanName.secondary === '' ? romanName.primary : `${romanName.primary}  ${romanName.secondary}`;
}

/** The content that stands for these facts. */
export function vdsNcContentOf(facts: CertificateFacts): Result<VdsNcContent, VdsNcContentError> {
  const passport = facts.holder.passport;
  if (passport === null) return err({ kind: 'no-passport' });
  const name = vdsNcName(passport.romanName);
  if (name.length > NAME_LIMIT_CHARACTERS) return err({ kind: 'name-too-long' });
  if (!NAME_PATTERN.test(name)) return err({ kind: 'name-not-writable' });
  return ok({
    state: STATE,
    certificateId: facts.certificateId,
    name,
    birthDate: facts.holder.birthDate,
    passportNumber: passport.passportNumber,
    sex: null,
    doses: facts.doses.map((dose) => ({
      number: dose.number,
      day: dose.day,
      product: dose.product.en,
      lot: dose.lot,
      icd11: dose.icd11 ?? GENERIC_ICD11,
      country: dose.country,
      administeredBy: AUTHORITY,
    })),
  });
}
