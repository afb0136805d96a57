/**
 * What becomes of one transaction's money, decided from what the journal knows and carried out at the coin box. Each step there
 * happens once in the transaction's life, so carrying a plan out again after a crash or a lost line does no harm (P18).
 */
import { err, ok, type Result } from 'neverthrow';
import type { FeeCollector, FeeError } from '../payment/index.ts';
import type { JournalEntry } from './crash-journal.ts';

export type Plan = {
  transactionId: string;
  /** Paper was confirmed: the sum due goes into the box, the coin box pays the change by itself. */
  keeps: boolean;
  /** Out of what was kept, for copies that were not confirmed; 0 when everything goes back anyway. */
  refundYen: number;
  /** What the box pays out by itself when it keeps the sum due. */
  changeYen: number;
  /** What the resident is still to get as far as the host knows; shown while the plan cannot be carried out. */
  owedYen: number;
  /** A named person has paid it: all that is left is to tell the box. */
  byHand: boolean;
};

/** Money follows confirmed paper: never charged without, never more than was due. */
export function planOf(o: {
  transactionId: string;
  dueYen: number;
  copyYen: number;
  insertedYen: number;
  confirmedCopies: number;
}): Plan {
  if (o.confirmedCopies === 0) {
    const { transactionId, insertedYen } = o;
    return { transactionId, keeps: false, refundYen: 0, changeYen: 0, owedYen: insertedYen, byHand: false };
  }
  const refundYen = Math.max(0, o.dueYen - o.confirmedCopies * o.copyYen);
  const changeYen = Math.max(0, o.insertedYen - o.dueYen);
  const owedYen = refundYen + changeYen;
  return { transactionId: o.transactionId, keeps: true, refundYen, changeYen, owedYen, byHand: false };
}

/** A plan that could not be carried out, or not wholly; `rest` is what is left of it. */
export type Stuck = { cause: FeeError; rest: Plan };

/** Carries a plan out; `returnedYen` is what came back to the resident besides change. What went out before it stuck is not owed. */
export async function carryOut(collector: FeeCollector, plan: Plan): Promise<Result<{ returnedYen: number }, Stuck>> {
  const { transactionId, refundYen, changeYen } = plan;
  if (plan.byHand) {
    const told = await collector.settledByHand(transactionId);
    return told.isOk() || isUnheardOf(told.error) ? ok({ returnedYen: 0 }) : err({ cause: told.error, rest: plan });
  }
  if (!plan.keeps) {
    const returned = await collector.giveBack(transactionId);
    if (returned.isOk()) return ok(returned.value);
    // A box that has lost its record of money the journal knows of has not paid it.
    if (isUnheardOf(returned.error) && plan.owedYen === 0) return ok({ returnedYen: 0 });
    const owedYen = (await saidToBeOpen(collector, transactionId)) ?? plan.owedYen;
    return err({ cause: returned.error, rest: { ...plan, owedYen } });
  }
  const kept = await collector.keep(transactionId);
  if (kept.isErr()) {
    // A payment of nothing, or one whose record is lost: either way nobody is owed anything.
    if (isUnheardOf(kept.error) && refundYen + changeYen === 0) return ok({ returnedYen: 0 });
    const openYen = (await saidToBeOpen(collector, transactionId)) ?? changeYen;
    const owedYen = refundYen + Math.min(changeYen, openYen);
    return err({ cause: kept.error, rest: { ...plan, owedYen } });
  }
  if (refundYen === 0) return ok({ returnedYen: 0 });
  const refunded = await collector.refund(refundYen, transactionId);
  if (refunded.isOk()) return ok({ returnedYen: refundYen });
  const openYen = (await saidToBeOpen(collector, transactionId)) ?? refundYen;
  return err({ cause: refunded.error, rest: { ...plan, changeYen: 0, owedYen: Math.min(refundYen, openYen) } });
}

/** What the box itself says it has not paid out of this payment; null where it says nothing of it. */
async function saidToBeOpen(collector: FeeCollector, transactionId: string): Promise<number | null> {
  const escrow = await collector.escrow();
  return escrow.isOk() && escrow.value.transactionId === transactionId ? escrow.value.escrowYen : null;
}

/** A payment the box has never heard of has no money in it. */
function isUnheardOf(error: FeeError): boolean {
  return error.kind === 'refused' && error.reason === 'unknown-transaction';
}

/** What a restart must know about the transactions that were not settled, oldest first, and whether a sheet may lie about. */
export function recoveryOf(unfinished: readonly JournalEntry[]): { plans: Plan[]; paperUncertain: boolean } {
  // A reprint is paper without money: its sheet may lie there, and nothing is to be settled.
  let paperUncertain = unfinished.some((entry) => entry.phase === 'reprinting');
  const ids = [
    ...new Set(unfinished.filter((entry) => entry.phase !== 'reprinting').map((entry) => entry.transactionId)),
  ];
  const plans = ids.map((transactionId) => {
    const known = { transactionId, dueYen: 0, copyYen: 0, insertedYen: 0, confirmedCopies: 0 };
    let announced = 0;
    let byHand = false;
    let changeIsOut = false;
    for (const entry of unfinished.filter((candidate) => candidate.transactionId === transactionId)) {
      if (entry.phase === 'collecting') Object.assign(known, { dueYen: entry.dueYen, copyYen: entry.copyYen });
      if (entry.phase === 'inserted' || entry.phase === 'collected') known.insertedYen = entry.insertedYen;
      if (entry.phase === 'printing') announced = Math.max(announced, entry.copy);
      if (entry.phase === 'kept') changeIsOut = true;
      if (entry.phase === 'by-hand') byHand = true;
      if (entry.phase === 'confirmed') known.confirmedCopies = Math.max(known.confirmedCopies, entry.copy);
    }
    if (announced > known.confirmedCopies) paperUncertain = true;
    const whole = planOf(known);
    const plan = changeIsOut ? { ...whole, changeYen: 0, owedYen: whole.refundYen } : whole;
    return byHand ? paidByHand(plan) : plan;
  });
  return { plans, paperUncertain };
}

/** What is left of a plan once a named person has paid it. */
export function paidByHand(plan: Plan): Plan {
  return { ...plan, byHand: true, owedYen: 0 };
}
