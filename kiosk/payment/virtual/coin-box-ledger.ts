/** Whose the money is. Pure book-keeping of the virtual coin box: no line, no clock. */
import { err, ok, type Result } from 'neverthrow';
import type { FeeRefusal } from '../fee-collector.ts';

type Payment = {
  readonly dueYen: number;
  readonly state: 'open' | 'kept' | 'returned' | 'by-hand';
  readonly escrowYen: number;
  readonly changeYen: number;
  readonly returnedYen: number;
  readonly refundedYen: number | undefined;
};

export type CoinBoxTallies = {
  /** Everything that went into escrow: kept + change + returned + by hand + what lies in escrow now. */
  readonly insertedYen: number;
  /** Sums due that went into the box, before refunds. */
  readonly keptYen: number;
  readonly changeYen: number;
  readonly returnedYen: number;
  readonly refundedYen: number;
  /** Escrow that became the store's because a person paid it back by hand. */
  readonly byHandYen: number;
  /** Coins that nobody was to pay with, and that fell straight into the return tray. */
  readonly fellThroughYen: number;
};

type Outcome<T> = Result<T, FeeRefusal>;

export class CoinBoxLedger {
  readonly #payments = new Map<string, Payment>();
  #openId: string | undefined;
  #collecting = false;
  #tallies: CoinBoxTallies = {
    insertedYen: 0,
    keptYen: 0,
    changeYen: 0,
    returnedYen: 0,
    refundedYen: 0,
    byHandYen: 0,
    fellThroughYen: 0,
  };
  /** No change in the tubes: nothing that needs paying out can be done. */
  cannotPayOut = false;
  /** The return flap is stuck as well: not even escrow comes back. */
  cannotReturn = false;

  get tallies(): CoinBoxTallies {
    return this.#tallies;
  }

  get collecting(): boolean {
    return this.#collecting;
  }

  get escrow(): { readonly escrowYen: number; readonly transactionId: string | null } {
    const open = this.#open();
    return open === undefined || open.escrowYen === 0
      ? { escrowYen: 0, transactionId: null }
      : { escrowYen: open.escrowYen, transactionId: this.#openId ?? null };
  }

  /** A coin at the slot. `undefined`: it fell through, as everything does at a jammed slot. */
  insert(yen: number, jammed: boolean): { transactionId: string; insertedYen: number } | undefined {
    const open = this.#open();
    const wanted = this.#collecting && !jammed && open !== undefined && open.escrowYen < open.dueYen;
    if (!wanted || this.#openId === undefined) {
      this.#add({ fellThroughYen: yen });
      return undefined;
    }
    const insertedYen = open.escrowYen + yen;
    this.#payments.set(this.#openId, { ...open, escrowYen: insertedYen });
    this.#add({ insertedYen: yen });
    return { transactionId: this.#openId, insertedYen };
  }

  collect(transactionId: string, dueYen: number): Outcome<number> {
    const known = this.#payments.get(transactionId);
    if (known?.state === 'kept') return err('already-kept');
    if (known?.state === 'returned' || known?.state === 'by-hand') return err('already-returned');
    if (known !== undefined && known.dueYen !== dueYen) return err('different-amount');
    const open = this.#open();
    if (known === undefined && open !== undefined && open.escrowYen > 0) return err('escrow-open');
    const payment = known ?? {
      dueYen,
      state: 'open',
      escrowYen: 0,
      changeYen: 0,
      returnedYen: 0,
      refundedYen: undefined,
    };
    if (known === undefined && this.#openId !== undefined) this.#payments.delete(this.#openId);
    this.#payments.set(transactionId, payment);
    this.#openId = transactionId;
    this.#collecting = true;
    return ok(payment.escrowYen);
  }

  /** The slot closes; also when the host is gone, for nobody would see the coins. */
  pause(): void {
    this.#collecting = false;
  }

  stop(transactionId: string): Outcome<number> {
    const payment = this.#payments.get(transactionId);
    if (payment === undefined) return err('unknown-transaction');
    if (this.#openId === transactionId) this.pause();
    return ok(payment.escrowYen);
  }

  keep(transactionId: string): Outcome<number> {
    const payment = this.#payments.get(transactionId);
    if (payment === undefined) return err('unknown-transaction');
    if (payment.state === 'kept') return ok(payment.changeYen);
    if (payment.state !== 'open') return err('already-returned');
    if (payment.escrowYen < payment.dueYen) return err('not-paid');
    const changeYen = payment.escrowYen - payment.dueYen;
    if (changeYen > 0 && this.cannotPayOut) return err('cannot-pay-out');
    this.#close(transactionId, { ...payment, state: 'kept', escrowYen: 0, changeYen });
    this.#add({ keptYen: payment.dueYen, changeYen });
    return ok(changeYen);
  }

  giveBack(transactionId: string): Outcome<number> {
    const payment = this.#payments.get(transactionId);
    if (payment === undefined) return err('unknown-transaction');
    if (payment.state === 'kept') return err('already-kept');
    if (payment.state !== 'open') return ok(payment.returnedYen);
    if (payment.escrowYen > 0 && this.cannotReturn) return err('cannot-pay-out');
    this.#close(transactionId, { ...payment, state: 'returned', escrowYen: 0, returnedYen: payment.escrowYen });
    this.#add({ returnedYen: payment.escrowYen });
    return ok(payment.escrowYen);
  }

  refund(transactionId: string, yen: number): Outcome<number> {
    const payment = this.#payments.get(transactionId);
    if (payment === undefined) return err('unknown-transaction');
    if (payment.state === 'open') return err('not-paid');
    if (payment.state !== 'kept') return err('already-returned');
    if (payment.refundedYen !== undefined) return payment.refundedYen === yen ? ok(yen) : err('different-amount');
    if (yen > payment.dueYen) return err('too-much');
    if (this.cannotPayOut) return err('cannot-pay-out');
    this.#payments.set(transactionId, { ...payment, refundedYen: yen });
    this.#add({ refundedYen: yen });
    return ok(yen);
  }

  /** A person has paid by hand: whatever was still to be paid out for it never is. */
  settledByHand(transactionId: string): Outcome<number> {
    const payment = this.#payments.get(transactionId);
    if (payment === undefined) return err('unknown-transaction');
    if (payment.state === 'kept' && payment.refundedYen === undefined) {
      this.#payments.set(transactionId, { ...payment, refundedYen: 0 });
    }
    if (payment.state !== 'open') return ok(0);
    this.#close(transactionId, { ...payment, state: 'by-hand', escrowYen: 0 });
    this.#add({ byHandYen: payment.escrowYen });
    return ok(payment.escrowYen);
  }

  #open(): Payment | undefined {
    const payment = this.#openId === undefined ? undefined : this.#payments.get(this.#openId);
    return payment?.state === 'open' ? payment : undefined;
  }

  #close(transactionId: string, payment: Payment): void {
    this.#payments.set(transactionId, payment);
    if (this.#openId !== transactionId) return;
    this.#openId = undefined;
    this.#collecting = false;
  }

  #add(moved: Partial<CoinBoxTallies>): void {
    const sum = (name: keyof CoinBoxTallies) => this.#tallies[name] + (moved[name] ?? 0);
    this.#tallies = {
      insertedYen: sum('insertedYen'),
      keptYen: sum('keptYen'),
      changeYen: sum('changeYen'),
      returnedYen: sum('returnedYen'),
      refundedYen: sum('refundedYen'),
      byHandYen: sum('byHandYen'),
      fellThroughYen: sum('fellThroughYen'),
    };
  }
}
