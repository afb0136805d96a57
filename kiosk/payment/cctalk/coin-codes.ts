/** Codes with which acceptors and hoppers speak of coins and faults (generic specification, part 3). */
import { err, ok, type Result } from 'neverthrow';

/** `JP500A` is a 500 yen coin; blanks or dots are an unused position. */
export function yenOfCoinId(coinId: string): Result<number | null, { readonly kind: 'foreign-coin' }> {
  if (/^[ .\0]{6}$/.test(coinId)) return ok(null);
  const match = /^JP(\d{3}|\dK\d)[A-Z0-9]$/.exec(coinId);
  const digits = match?.[1];
  if (digits === undefined) return err({ kind: 'foreign-coin' });
  const yen = digits.includes('K') ? Number(digits.replace('K', '')) * 100 : Number(digits);
  return ok(yen);
}

/** Error events of an acceptor that say that something blocks the way of coins; the self check tells when it is gone. */
export const BLOCKING_EVENTS: ReadonlySet<number> = new Set([
  9, // accept gate not ready
  10, // credit sensor not ready
  11, // sorter not ready
  12, // rejected coin not cleared
  14, // credit sensor blocked
  15, // sorter opto blocked
  26, // reject sensor blocked
]);

/** Fault codes of the self check that a coin in the way explains. */
const JAM_FAULTS: ReadonlySet<number> = new Set([3, 8, 18, 19, 25]);

export function statusOfSelfCheck(faultCode: number): 'ready' | 'coin-jam' | 'attention' {
  if (faultCode === 0) return 'ready';
  return JAM_FAULTS.has(faultCode) ? 'coin-jam' : 'attention';
}
