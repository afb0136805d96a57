/** From when and until when a signed message holds. */
import { CLOCK_TOLERANCE_MS } from './signed-message.ts';

export type LifeError = { readonly kind: 'expired' } | { readonly kind: 'not-yet-valid' };

/** Undefined while the message holds; a clock that runs a little behind the signer's is tolerated. */
export function checkLife(
  life: { readonly issuedAt?: string; readonly expiresAt: string },
  now: Date,
): LifeError | undefined {
  if (Date.parse(life.expiresAt) <= now.getTime()) return { kind: 'expired' };
  const issuedAt = life.issuedAt === undefined ? 0 : Date.parse(life.issuedAt);
  return issuedAt > now.getTime() + CLOCK_TOLERANCE_MS ? { kind: 'not-yet-valid' } : undefined;
}
