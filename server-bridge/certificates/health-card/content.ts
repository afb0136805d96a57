/** What a SMART Health Card of ours says, free of its wire form: the same type is written by VRS and read by the terminal. */
import type { CertificateFacts } from '../../protocol/index.ts';

export type HealthCardContent = {
  /** Family and given name parted by U+3000 as on the card; Roman letters on the overseas kind. */
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly doses: readonly { readonly day: string; readonly cvx: string; readonly lot: string }[];
  /** Whole seconds, as an ISO instant. */
  readonly issuedAt: string;
};

/** The name as it must stand in the card for these facts. */
export function healthCardName(facts: CertificateFacts): string {
  const passport = facts.holder.passport;
  if (passport === null) return facts.holder.name;
  const { primary, secondary } = passport.romanName;
  return secondary === '' ? primary : `${primary}\u3000${secondary}`;
}

/** The content that stands for these facts. The terminal compares it with what it has verified (P0). */
export function healthCardContentOf(facts: CertificateFacts, issuedAt: Date): HealthCardContent {
  return {
    name: healthCardName(facts),
    birthDate: facts.holder.birthDate,
    doses: facts.doses.map(({ day, cvx, lot }) => ({ day, cvx, lot })),
    issuedAt: new Date(Math.floor(issuedAt.getTime() / 1000) * 1000).toISOString(),
  };
}
