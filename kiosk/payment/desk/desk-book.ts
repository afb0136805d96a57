/** Which device holds money of which payment: written down, so that a restart settles each of them and asks no other. */
import * as v from 'valibot';
import { PAYMENT_MEANS, type PaymentMeans } from '../../snapshot.ts';
import { TransactionIdSchema } from '../json-line/line-format.ts';

const transactionId = TransactionIdSchema;
const means = v.picklist(PAYMENT_MEANS);

export const DeskEntrySchema = v.variant('phase', [
  /** The device is about to take money for this payment. */
  v.strictObject({ phase: v.literal('begun'), transactionId, means }),
  /** The device has said that it holds nothing of it. */
  v.strictObject({ phase: v.literal('empty'), transactionId, means }),
  /** The whole sum due was reached with this one; what another holds goes back. */
  v.strictObject({ phase: v.literal('paid'), transactionId, means }),
  /** Every holder has kept, returned, or been settled by hand: none need be asked what it holds. */
  v.strictObject({ phase: v.literal('settled'), transactionId }),
]);
export type DeskEntry = v.InferOutput<typeof DeskEntrySchema>;

export type DeskPayment = {
  /** May hold money of it. */
  readonly holders: readonly PaymentMeans[];
  readonly paidWith: PaymentMeans | null;
  readonly settled: boolean;
};

export class DeskBook {
  readonly #payments = new Map<string, DeskPayment>();

  constructor(entries: readonly DeskEntry[]) {
    for (const entry of entries) this.apply(entry);
  }

  payment(transactionId: string): DeskPayment | undefined {
    return this.#payments.get(transactionId);
  }

  /** Any payment of which this device may hold money. */
  mayHold(device: PaymentMeans): boolean {
    return [...this.#payments.values()].some(({ holders, settled }) => !settled && holders.includes(device));
  }

  apply(entry: DeskEntry): void {
    const known = this.#payments.get(entry.transactionId) ?? { holders: [], paidWith: null, settled: false };
    this.#payments.set(entry.transactionId, after(known, entry));
  }
}

function after(payment: DeskPayment, entry: DeskEntry): DeskPayment {
  const without = (means: PaymentMeans) => payment.holders.filter((holder) => holder !== means);
  switch (entry.phase) {
    case 'begun':
      return { ...payment, holders: [...without(entry.means), entry.means] };
    case 'empty':
      return { ...payment, holders: without(entry.means) };
    case 'paid':
      return { ...payment, paidWith: entry.means };
    case 'settled':
      return { ...payment, settled: true };
    default: {
      const never: never = entry;
      throw new Error(`Unknown entry ${JSON.stringify(never)}`);
    }
  }
}

/** Entries of the youngest payments; older ones are settled and nobody asks for them any more. */
export function youngestOf(entries: readonly DeskEntry[], payments: number): readonly DeskEntry[] {
  const ids = new Set([...new Set(entries.map((entry) => entry.transactionId))].slice(-payments));
  return entries.filter((entry) => ids.has(entry.transactionId));
}
