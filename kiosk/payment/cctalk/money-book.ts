/** Whose the money is, read from the entries alone: pure, so that a restart knows what the running box knew. */
import { err, ok, type Result } from 'neverthrow';
import type { Escrow, FeeRefusal } from '../fee-collector.ts';
import type { Dispensing, MoneyEntry, PayoutPurpose } from './money-entries.ts';

export type Payout = { readonly yen: number; readonly paidYen: number };

export type Payment = {
  readonly dueYen: number;
  readonly insertedYen: number;
  readonly state: 'open' | 'kept' | 'returned' | 'by-hand';
  readonly payouts: { readonly [P in PayoutPurpose]?: Payout };
  /** A hopper was told to pay, and how many coins went out is not written down yet. */
  readonly dispensing: Dispensing | null;
};

const STATE_AFTER = { change: 'kept', 'give-back': 'returned', refund: 'kept' } as const;

export class MoneyBook {
  readonly #payments = new Map<string, Payment>();
  #eventCounter: number | null = null;
  #lastId: string | null = null;
  #uncertain = false;

  constructor(entries: readonly MoneyEntry[]) {
    for (const entry of entries) this.apply(entry);
    this.#uncertain = false;
  }

  /** Since this book was opened, a hopper's count could not be about its payout alone. */
  get uncertain(): boolean {
    return this.#uncertain;
  }

  /** The acceptor's event counter as it was last written down with a payment. */
  get eventCounter(): number | null {
    return this.#eventCounter;
  }

  /** The payment the last coins belong to. */
  get lastId(): string | null {
    return this.#lastId;
  }

  payment(transactionId: string): Payment | undefined {
    return this.#payments.get(transactionId);
  }

  /** Payments of which a hopper owes an account. */
  get dispensing(): readonly Dispensing[] {
    return [...this.#payments.values()].flatMap(({ dispensing }) => dispensing ?? []);
  }

  get escrow(): Escrow {
    for (const [transactionId, payment] of this.#payments) {
      const escrowYen = unsettledYen(payment);
      if (escrowYen > 0) return { escrowYen, transactionId };
    }
    return { escrowYen: 0, transactionId: null };
  }

  /** May this payment begin, or go on? */
  admits(transactionId: string, dueYen: number): Result<void, FeeRefusal> {
    const known = this.#payments.get(transactionId);
    if (known?.state === 'kept') return err('already-kept');
    if (known !== undefined && known.state !== 'open') return err('already-returned');
    if (known !== undefined && known.dueYen !== dueYen) return err('different-amount');
    const { transactionId: holder } = this.escrow;
    return holder !== null && holder !== transactionId ? err('escrow-open') : ok();
  }

  apply(entry: MoneyEntry): void {
    const { transactionId } = entry;
    const known = this.#payments.get(transactionId) ?? {
      dueYen: 0,
      insertedYen: 0,
      state: 'open' as const,
      payouts: {},
      dispensing: null,
    };
    this.#payments.set(transactionId, this.#after(known, entry));
  }

  #after(payment: Payment, entry: MoneyEntry): Payment {
    switch (entry.phase) {
      case 'collecting':
      case 'inserted':
        this.#eventCounter = entry.eventCounter;
        this.#lastId = entry.transactionId;
        return entry.phase === 'collecting'
          ? { ...payment, dueYen: entry.dueYen }
          : { ...payment, insertedYen: entry.insertedYen };
      case 'owing':
        return {
          ...payment,
          state: STATE_AFTER[entry.purpose],
          payouts: { ...payment.payouts, [entry.purpose]: { yen: entry.yen, paidYen: 0 } },
        };
      case 'dispensing':
        return { ...payment, dispensing: entry };
      case 'dispensed': {
        this.#uncertain ||= entry.uncertain;
        const payout = payment.payouts[entry.purpose];
        if (payout === undefined || payment.dispensing === null) return payment;
        const paidYen = payout.paidYen + entry.coins * payment.dispensing.coinYen;
        return {
          ...payment,
          dispensing: null,
          payouts: { ...payment.payouts, [entry.purpose]: { ...payout, paidYen } },
        };
      }
      case 'by-hand':
        return { ...payment, state: 'by-hand', dispensing: null };
      default: {
        const never: never = entry;
        throw new Error(`Unknown entry ${JSON.stringify(never)}`);
      }
    }
  }
}

/** What lies in escrow for nobody yet, or is still owed to the resident. */
export function unsettledYen(payment: Payment): number {
  switch (payment.state) {
    case 'open':
      return payment.insertedYen;
    case 'kept':
    case 'returned':
      return Object.values(payment.payouts).reduce((sum, { yen, paidYen }) => sum + yen - paidYen, 0);
    case 'by-hand':
      return 0;
    default: {
      const never: never = payment.state;
      throw new Error(`Unknown state ${String(never)}`);
    }
  }
}

/** Entries of the youngest payments; older ones are settled and nobody asks for them any more. */
export function youngest(entries: readonly MoneyEntry[], payments: number): readonly MoneyEntry[] {
  const book = new MoneyBook(entries);
  const ids = [...new Set(entries.map(({ transactionId }) => transactionId))];
  const kept = new Set(
    ids.filter((id, index) => {
      const payment = book.payment(id);
      return index >= ids.length - payments || (payment !== undefined && unsettledYen(payment) > 0);
    }),
  );
  return entries.filter(({ transactionId }) => kept.has(transactionId));
}
