/**
 * A coin box by script: it counts every yen by itself, in its own way, so that the host's word is checked against another's.
 * It keeps what it knows through a power cut, as a coin box must.
 */
import type { FeeRefusal } from '../../../kiosk/payment/index.ts';
import { listeners } from './generation.ts';

export type FeeFault = 'none' | 'coin-jam' | 'no-change' | 'offline';

type Payment = {
  dueYen: number;
  inYen: number;
  state: 'open' | 'kept' | 'returned' | 'by-hand';
  changeYen: number;
  refundYen: number;
};

export type FeeBooks = { insertedYen: number; keptYen: number; backYen: number; escrowYen: number };

export type FeeMachine = {
  fault: FeeFault;
  readonly changed: ReturnType<typeof listeners<void>>;
  readonly inserted: ReturnType<typeof listeners<{ transactionId: string; inYen: number }>>;
  setFault(fault: FeeFault): void;
  /** A coin at the slot; false: it fell through into the tray. */
  insert(yen: number): boolean;
  collect(id: string, dueYen: number): number | FeeRefusal;
  stop(id: string): number;
  keep(id: string): FeeRefusal | null;
  giveBack(id: string): number | FeeRefusal;
  refund(id: string, yen: number): FeeRefusal | null;
  escrow(): { escrowYen: number; transactionId: string | null };
  /** A person has paid by hand what this payment still owed: what lies in escrow is the store's from now on. */
  settledByHand(id: string): FeeRefusal | null;
  /** The host or the power is gone: the slot closes. */
  closeSlot(): void;
  books(): FeeBooks;
  /** What one payment came to: in, out again by whatever way, and paid in the end. */
  payment(id: string): { inYen: number; backYen: number; paidYen: number; isOpen: boolean } | null;
  readonly payments: readonly string[];
};

export function feeMachine(): FeeMachine {
  const payments = new Map<string, Payment>();
  let slotFor: string | null = null;
  const changed = listeners<void>();
  const inserted = listeners<{ transactionId: string; inYen: number }>();
  const open = (): [string, Payment] | undefined =>
    [...payments].find(([, one]) => one.state === 'open' && one.inYen > 0);
  const back = (one: Payment): number => (one.state === 'returned' ? one.inYen : 0) + one.changeYen + one.refundYen;
  const paid = (one: Payment): number => (one.state === 'kept' ? one.inYen - one.changeYen - one.refundYen : 0);

  const machine: FeeMachine = {
    fault: 'none',
    changed,
    inserted,
    setFault(fault) {
      machine.fault = fault;
      changed.tell();
    },
    insert(yen) {
      const payment = slotFor === null ? undefined : payments.get(slotFor);
      if (slotFor === null || payment === undefined || payment.state !== 'open') return false;
      if (machine.fault === 'coin-jam' || machine.fault === 'offline' || payment.inYen >= payment.dueYen) return false;
      payment.inYen += yen;
      inserted.tell({ transactionId: slotFor, inYen: payment.inYen });
      return true;
    },
    collect(id, dueYen) {
      const known = payments.get(id);
      if (known?.state === 'kept') return 'already-kept';
      if (known?.state === 'returned') return 'already-returned';
      const other = open();
      if (other !== undefined && other[0] !== id) return 'escrow-open';
      if (machine.fault === 'coin-jam') return 'coin-jam';
      payments.set(id, known ?? { dueYen, inYen: 0, state: 'open', changeYen: 0, refundYen: 0 });
      slotFor = id;
      return payments.get(id)?.inYen ?? 0;
    },
    stop(id) {
      if (slotFor === id) slotFor = null;
      return payments.get(id)?.inYen ?? 0;
    },
    keep(id) {
      const one = payments.get(id);
      if (one === undefined) return 'unknown-transaction';
      if (one.state === 'kept') return null;
      if (one.state === 'returned') return 'already-returned';
      if (one.inYen < one.dueYen) return 'not-paid';
      const changeYen = one.inYen - one.dueYen;
      if (changeYen > 0 && machine.fault !== 'none')
        return machine.fault === 'coin-jam' ? 'coin-jam' : 'cannot-pay-out';
      Object.assign(one, { state: 'kept', changeYen });
      if (slotFor === id) slotFor = null;
      return null;
    },
    giveBack(id) {
      const one = payments.get(id);
      if (one === undefined) return 'unknown-transaction';
      if (one.state === 'kept') return 'already-kept';
      if (one.state === 'returned') return one.inYen;
      if (one.inYen > 0 && machine.fault === 'coin-jam') return 'coin-jam';
      one.state = 'returned';
      if (slotFor === id) slotFor = null;
      return one.inYen;
    },
    refund(id, yen) {
      const one = payments.get(id);
      if (one === undefined) return 'unknown-transaction';
      if (one.state !== 'kept') return one.state === 'returned' ? 'already-returned' : 'not-paid';
      if (one.refundYen > 0) return one.refundYen === yen ? null : 'different-amount';
      if (yen > one.dueYen) return 'too-much';
      if (machine.fault !== 'none') return machine.fault === 'coin-jam' ? 'coin-jam' : 'cannot-pay-out';
      one.refundYen = yen;
      return null;
    },
    escrow() {
      const one = open();
      return { escrowYen: one?.[1].inYen ?? 0, transactionId: one?.[0] ?? null };
    },
    settledByHand(id) {
      const one = payments.get(id);
      if (one === undefined) return 'unknown-transaction';
      one.state = 'by-hand';
      return null;
    },
    closeSlot() {
      slotFor = null;
    },
    books() {
      const all = [...payments.values()];
      const sum = (of: (one: Payment) => number): number => all.reduce((total, one) => total + of(one), 0);
      return {
        insertedYen: sum((one) => one.inYen),
        keptYen: sum(paid),
        backYen: sum(back),
        escrowYen: sum((one) => (one.state === 'open' ? one.inYen : 0)),
      };
    },
    payment(id) {
      const one = payments.get(id);
      if (one === undefined) return null;
      return {
        inYen: one.inYen,
        backYen: back(one),
        paidYen: paid(one),
        isOpen: one.state === 'open' && one.inYen > 0,
      };
    },
    get payments() {
      return [...payments.keys()];
    },
  };
  return machine;
}
