/** What a VDS-NC proof of vaccination of ours says; written by VRS, read back by the terminal before it prints. */
import { err, ok, type Result } from 'neverthrow';
import type { CertificateFacts } from '../../protocol/index.ts';

export type VdsNcContent = {
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
  }[];
};

/** Longest name the format takes. */
export const NAME_LIMIT_CHARACTERS = 39;

export type VdsNcContentError =
  /** The facts are of the domestic kind. */
  | { readonly kind: 'no-passport' }
  /** Shortening a name on a certificate is the counter's decision, not a machine's (P11). */
  | { readonly kind: 'name-too-long' };

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
  return ok({
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
    })),
  });
}
