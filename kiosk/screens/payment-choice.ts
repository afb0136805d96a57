/** With what can be paid now: one means, or both. */
import { PAYMENT_MEANS, type PaymentMeans } from '../snapshot.ts';

/** The one means that can be used, or `both`. The contract has at least one. */
export function paymentChoice(means: readonly PaymentMeans[]): PaymentMeans | 'both' {
  const [first = 'coins', second = first] = PAYMENT_MEANS.filter((one) => means.includes(one));
  return first === second ? first : 'both';
}
