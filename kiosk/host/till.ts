/**
 * The host's dealings with money (invariant E, P18): journal first, then the coin box. Money stays in escrow until paper is
 * confirmed; then exactly what was printed is kept and the rest goes back, once. What cannot be settled at once stays open,
 * closes the terminal, is tried again, and outlives a restart.
 */
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { FeeCollector } from '../payment/index.ts';
import type { PaymentMeans } from '../snapshot.ts';
import type { CrashJournal } from './crash-journal.ts';
import { carryOut, type Plan, paidByHand, planOf, recoveryOf } from './settlement.ts';

export type Settlement = { keptYen: number; returnedYen: number; changeYen: number };
/** Money that could not be moved; `owedYen` of it is the resident's. */
export type Unsettled = { kind: 'unsettled'; owedYen: number };

export type Order = {
  dueYen: number;
  copyYen: number;
  copies: number;
  onInserted: (insertedYen: number) => void;
  /** What this payment can be made with from now on. */
  onMeans: (means: readonly PaymentMeans[]) => void;
  onCollected: (o: { insertedYen: number; changeYen: number; means: PaymentMeans }) => void;
  onFailed: () => void;
};

type Transaction = Omit<Order, 'onInserted' | 'onMeans' | 'onCollected' | 'onFailed'> & {
  id: string;
  insertedYen: number;
  collected: boolean;
  confirmedCopies: number;
  /** What becomes of the money is decided. */
  isPlanned: boolean;
  stop: AbortController;
  collecting: Promise<void>;
  /** One settlement for whoever asks, however often. */
  settlement: Promise<Result<Settlement, Unsettled>> | null;
};

export type Till = {
  /** Money of earlier visits that is neither kept nor back: nobody is served before it is. */
  hasUnsettled(): boolean;
  owedYen(): number;
  /** Nothing about money stands in the journal that must be remembered. */
  isClear(): boolean;
  /** Settles what the last run left open; whether a sheet may lie about. */
  recover(): Promise<{ paperUncertain: boolean }>;
  /** Tries again what could not be settled; at once when nothing is open. */
  retry(): Promise<void>;
  /**
   * A named person has paid by hand what was owed: on disk before anything else, so that a box which can pay out again never
   * pays a second time. The yen that were owed; false when it could not be written down.
   */
  settledByHand(): Promise<number | false>;
  collect(order: Order): void;
  /** Journals that a copy is about to move; false forbids it. */
  permitPrint(copy: number): boolean;
  copyConfirmed(copy: number): void;
  /** Ends the visit's transaction: confirmed copies are kept, everything else goes back. */
  settle(): Promise<Result<Settlement, Unsettled>>;
  /** The transaction of this visit is not settled yet. */
  isOpen(): boolean;
};

export function openTill(o: {
  collector: FeeCollector;
  journal: CrashJournal;
  onRefund: (event: 'REFUND_OWED' | 'REFUND_SETTLED', yen: number) => void;
}): Till {
  const unsettled = new Map<string, Plan>();
  /** The yen that were reported as owed: the same are reported as settled, whoever paid how much of it when. */
  const announced = new Map<string, number>();
  let current: Transaction | null = null;
  let retrying: Promise<void> | null = null;

  /** What nobody has paid yet; a plan paid by hand only waits for the box to hear of it. */
  const openPlans = (): Plan[] => [...unsettled.values()].filter((plan) => !plan.byHand);
  const announcedYen = (plan: Plan): number => announced.get(plan.transactionId) ?? plan.owedYen;
  const close = (transactionId: string): void => {
    unsettled.delete(transactionId);
    o.journal.append({ phase: 'settled', transactionId });
    announced.delete(transactionId);
    // A box may hear only now, in the middle of a visit, what was paid by hand: the payment under way must stay written down.
    const isAlone = current === null || current.id === transactionId;
    if (unsettled.size === 0 && isAlone) o.journal.clear();
  };
  const attempt = async (plan: Plan): Promise<Result<{ returnedYen: number }, Unsettled>> => {
    const carried = await carryOut(o.collector, plan);
    if (carried.isOk()) {
      if (unsettled.has(plan.transactionId) && !plan.byHand) o.onRefund('REFUND_SETTLED', announcedYen(plan));
      close(plan.transactionId);
      return ok(carried.value);
    }
    const { rest } = carried.error;
    const { owedYen } = rest;
    if (rest.changeYen < plan.changeYen) o.journal.append({ phase: 'kept', transactionId: plan.transactionId });
    if (!unsettled.has(plan.transactionId) && !plan.byHand) {
      o.onRefund('REFUND_OWED', owedYen);
      announced.set(plan.transactionId, owedYen);
    }
    unsettled.set(plan.transactionId, rest);
    return err({ kind: 'unsettled', owedYen });
  };
  const isUnderWay = (transactionId: string): boolean => current?.id === transactionId;
  /** Coins in escrow for a payment nobody here knows are nobody's price. */
  const returnStrays = async (): Promise<void> => {
    if (current !== null) return;
    const escrow = await o.collector.escrow();
    if (escrow.isErr() || escrow.value.escrowYen === 0) return;
    const { transactionId } = escrow.value;
    // The answer may have taken so long that a payment has begun meanwhile.
    if (transactionId === null || isUnderWay(transactionId) || unsettled.has(transactionId)) return;
    await o.collector.giveBack(transactionId);
  };
  const retryAll = async (): Promise<void> => {
    for (const plan of [...unsettled.values()]) await attempt(plan);
    await returnStrays();
  };

  const collectInto = async (transaction: Transaction, order: Order): Promise<void> => {
    const { id, stop } = transaction;
    const result = await o.collector.collect({
      transactionId: id,
      dueYen: order.dueYen,
      signal: stop.signal,
      onEvent: (event) => {
        if (event.kind === 'means') order.onMeans(event.means);
        if (event.kind !== 'inserted') return;
        transaction.insertedYen = event.insertedYen;
        // Where this cannot be written the box still knows, and so does this process.
        o.journal.append({ phase: 'inserted', transactionId: id, insertedYen: event.insertedYen });
        order.onInserted(event.insertedYen);
      },
    });
    if (result.isErr()) {
      const { error } = result;
      if ('insertedYen' in error) transaction.insertedYen = error.insertedYen;
      if (!stop.signal.aborted) order.onFailed();
      return;
    }
    const { insertedYen, changeYen, means } = result.value;
    transaction.insertedYen = insertedYen;
    if (stop.signal.aborted) return;
    if (o.journal.append({ phase: 'collected', transactionId: id, insertedYen }).isErr()) {
      order.onFailed();
      return;
    }
    transaction.collected = true;
    order.onCollected({ insertedYen, changeYen, means });
  };

  const settleTransaction = async (transaction: Transaction): Promise<Result<Settlement, Unsettled>> => {
    transaction.stop.abort();
    await transaction.collecting;
    transaction.isPlanned = true;
    const plan = planOf({ transactionId: transaction.id, ...transaction });
    const settled = await attempt(plan);
    if (current === transaction) current = null;
    return settled.map(({ returnedYen }) => ({
      keptYen: plan.keeps ? transaction.dueYen - plan.refundYen : 0,
      returnedYen,
      changeYen: plan.keeps ? Math.max(0, transaction.insertedYen - transaction.dueYen) : 0,
    }));
  };

  const till: Till = {
    hasUnsettled: () => openPlans().length > 0,
    owedYen: () => openPlans().reduce((sum, plan) => sum + plan.owedYen, 0),
    isClear: () => unsettled.size === 0 && current === null,
    isOpen: () => current !== null,

    async recover() {
      const { plans, paperUncertain } = recoveryOf(o.journal.unfinished);
      for (const plan of plans) {
        const settled = await attempt(plan);
        // Whether the run before has said that it was owed is not written down; that it is owed no more is true either way.
        if (settled.isOk() && !plan.byHand && plan.owedYen > 0) o.onRefund('REFUND_SETTLED', plan.owedYen);
      }
      await returnStrays();
      return { paperUncertain };
    },

    retry() {
      retrying ??= retryAll().finally(() => {
        retrying = null;
      });
      return retrying;
    },

    async settledByHand() {
      // A payment that is on its way out at this moment comes first: what it pays is not owed any more.
      while (retrying !== null) await retrying;
      let owedYen = 0;
      for (const plan of openPlans()) {
        if (o.journal.append({ phase: 'by-hand', transactionId: plan.transactionId }).isErr()) return false;
        unsettled.set(plan.transactionId, paidByHand(plan));
        o.onRefund('REFUND_SETTLED', announcedYen(plan));
        owedYen += plan.owedYen;
      }
      void till.retry();
      return owedYen;
    },

    collect(order) {
      if (current !== null || openPlans().length > 0) return order.onFailed();
      const id = randomBytes(16).toString('base64url');
      const { dueYen, copyYen, copies } = order;
      if (o.journal.append({ phase: 'collecting', transactionId: id, dueYen, copyYen, copies }).isErr())
        return order.onFailed();
      const transaction: Transaction = {
        id,
        dueYen,
        copyYen,
        copies,
        insertedYen: 0,
        collected: false,
        confirmedCopies: 0,
        isPlanned: false,
        stop: new AbortController(),
        collecting: Promise.resolve(),
        settlement: null,
      };
      current = transaction;
      transaction.collecting = collectInto(transaction, order);
    },

    permitPrint(copy) {
      if (current === null || !current.collected || current.settlement !== null) return false;
      if (copy !== current.confirmedCopies + 1 || copy > current.copies) return false;
      return o.journal.append({ phase: 'printing', transactionId: current.id, copy }).isOk();
    },

    copyConfirmed(copy) {
      // What comes after the money has begun to move changes nothing any more, in this run or in the next one.
      if (current === null || current.isPlanned || copy !== current.confirmedCopies + 1) return;
      current.confirmedCopies = copy;
      o.journal.append({ phase: 'confirmed', transactionId: current.id, copy });
    },

    settle() {
      if (current === null) return Promise.resolve(ok({ keptYen: 0, returnedYen: 0, changeYen: 0 }));
      current.settlement ??= settleTransaction(current);
      return current.settlement;
    },
  };
  return till;
}
