/**
 * The host's dealings with money for one visit (invariant E, P18): journal first, then the coin box. Money stays in escrow
 * until paper is confirmed; then exactly what was printed is kept and the rest goes back, once.
 */
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { FeeCollector } from '../payment/index.ts';
import { type CrashJournal, recoveryOf } from './crash-journal.ts';

export type TillError = { kind: 'journal' } | { kind: 'coin-box'; cause: unknown } | { kind: 'no-transaction' };
export type Settlement = { keptYen: number; refundedYen: number; changeYen: number };

type Transaction = {
  id: string;
  dueYen: number;
  copyYen: number;
  insertedYen: number;
  changeYen: number;
  collected: boolean;
  settled: boolean;
  stop: AbortController;
  /** Settles when the coin box has stopped collecting for it. */
  collecting: Promise<unknown>;
};

export type Till = {
  /** Yen that a restart or a fault could not pay back by itself; a clerk settles it. */
  owedYen(): number;
  /** Settles what the journal of the last run left open. */
  recover(): Promise<void>;
  collect(o: {
    dueYen: number;
    copyYen: number;
    copies: number;
    onInserted: (insertedYen: number) => void;
    onCollected: (o: { insertedYen: number; changeYen: number }) => void;
    onFailed: () => void;
  }): void;
  /** Journals that a copy is about to move; false forbids it. */
  permitPrint(copy: number): boolean;
  copyConfirmed(copy: number): void;
  settle(confirmedCopies: number): Promise<Result<Settlement, TillError>>;
  returnAll(): Promise<Result<{ returnedYen: number }, TillError>>;
  /** Money of this visit that is neither kept nor returned yet. */
  isOpen(): boolean;
};

export function openTill(o: {
  collector: FeeCollector;
  journal: CrashJournal;
  onRefund: (event: 'REFUND_OWED' | 'REFUND_SETTLED', yen: number) => void;
  onPaperUncertain: () => void;
}): Till {
  let current: Transaction | null = null;
  let owedYen = 0;

  const owe = (transactionId: string, yen: number): void => {
    if (yen <= 0) return;
    owedYen += yen;
    o.journal.append({ phase: 'owed', transactionId, refundYen: yen });
    o.onRefund('REFUND_OWED', yen);
  };
  const closeOff = (transaction: Transaction): void => {
    transaction.settled = true;
    o.journal.append({ phase: 'settled', transactionId: transaction.id });
    if (owedYen === 0) o.journal.clear();
  };

  return {
    owedYen: () => owedYen,
    isOpen: () => current !== null && !current.settled,

    async recover() {
      const recovery = recoveryOf(o.journal.unfinished);
      if (recovery === null) {
        // Coins without an entry in the journal are nobody's price.
        const escrow = await o.collector.escrow();
        if (escrow.isOk() && escrow.value.escrowYen > 0) await o.collector.giveBack();
        return;
      }
      if (recovery.paperUncertain) o.onPaperUncertain();
      const owedBefore = o.journal.unfinished.find((entry) => entry.phase === 'owed');
      if (owedBefore !== undefined && owedBefore.phase === 'owed') {
        owedYen = owedBefore.refundYen;
        o.onRefund('REFUND_OWED', owedYen);
        return;
      }
      const settled = await settleEscrow(o.collector, recovery.transactionId, recovery.keepYen, recovery.refundYen);
      if (settled.isErr()) {
        owe(recovery.transactionId, recovery.refundYen);
        return;
      }
      if (recovery.refundYen > 0) o.onRefund('REFUND_SETTLED', recovery.refundYen);
      o.journal.append({ phase: 'settled', transactionId: recovery.transactionId });
      o.journal.clear();
    },

    collect(order) {
      const id = randomBytes(16).toString('base64url');
      const announced = o.journal.append({
        phase: 'collecting',
        transactionId: id,
        dueYen: order.dueYen,
        copyYen: order.copyYen,
        copies: order.copies,
      });
      if (announced.isErr() || (current !== null && !current.settled)) {
        order.onFailed();
        return;
      }
      const stop = new AbortController();
      const transaction: Transaction = {
        id,
        dueYen: order.dueYen,
        copyYen: order.copyYen,
        insertedYen: 0,
        changeYen: 0,
        collected: false,
        settled: false,
        stop,
        collecting: Promise.resolve(),
      };
      current = transaction;
      transaction.collecting = o.collector
        .collect({
          transactionId: id,
          dueYen: order.dueYen,
          signal: stop.signal,
          onEvent: (event) => {
            if (event.kind !== 'inserted') return;
            transaction.insertedYen = event.insertedYen;
            order.onInserted(event.insertedYen);
          },
        })
        .then((result) => {
          if (stop.signal.aborted) return;
          if (result.isErr()) {
            order.onFailed();
            return;
          }
          const { insertedYen, changeYen } = result.value;
          const noted = o.journal.append({ phase: 'collected', transactionId: id, insertedYen });
          if (noted.isErr()) {
            order.onFailed();
            return;
          }
          Object.assign(transaction, { collected: true, insertedYen, changeYen });
          order.onCollected({ insertedYen, changeYen });
        });
    },

    permitPrint(copy) {
      if (current === null || current.settled || !current.collected) return false;
      return o.journal.append({ phase: 'printing', transactionId: current.id, copy }).isOk();
    },

    copyConfirmed(copy) {
      if (current !== null) o.journal.append({ phase: 'confirmed', transactionId: current.id, copy });
    },

    async settle(confirmedCopies) {
      const transaction = current;
      if (transaction === null || transaction.settled) return err({ kind: 'no-transaction' });
      const keepYen = Math.min(confirmedCopies * transaction.copyYen, transaction.dueYen);
      const refundYen = transaction.dueYen - keepYen;
      const noted = o.journal.append({ phase: 'settling', transactionId: transaction.id, keepYen, refundYen });
      if (noted.isErr()) return err({ kind: 'journal' });
      const settled = await settleEscrow(o.collector, transaction.id, keepYen, refundYen);
      if (settled.isErr()) {
        owe(transaction.id, refundYen + transaction.changeYen);
        transaction.settled = true;
        return err(settled.error);
      }
      closeOff(transaction);
      return ok({ keptYen: keepYen, refundedYen: refundYen, changeYen: transaction.changeYen });
    },

    async returnAll() {
      const transaction = current;
      if (transaction === null || transaction.settled) return ok({ returnedYen: 0 });
      transaction.stop.abort();
      await transaction.collecting;
      if (transaction.insertedYen === 0) {
        closeOff(transaction);
        return ok({ returnedYen: 0 });
      }
      const returned = await o.collector.giveBack(transaction.id);
      if (returned.isErr()) {
        owe(transaction.id, transaction.insertedYen);
        transaction.settled = true;
        return err({ kind: 'coin-box', cause: returned.error });
      }
      closeOff(transaction);
      return ok({ returnedYen: returned.value.returnedYen });
    },
  };
}

/** Escrow into the box for what was printed, the rest out again; all of it out when nothing was printed. */
async function settleEscrow(
  collector: FeeCollector,
  transactionId: string,
  keepYen: number,
  refundYen: number,
): Promise<Result<void, TillError>> {
  if (keepYen === 0) {
    const returned = await collector.giveBack(transactionId);
    return returned.isErr() ? err({ kind: 'coin-box', cause: returned.error }) : ok();
  }
  const kept = await collector.keep(transactionId);
  if (kept.isErr()) return err({ kind: 'coin-box', cause: kept.error });
  if (refundYen === 0) return ok();
  const refunded = await collector.refund(refundYen, transactionId);
  return refunded.isErr() ? err({ kind: 'coin-box', cause: refunded.error }) : ok();
}
