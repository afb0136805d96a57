/** The yen a clerk is told to pay by hand are those the resident has not got: not one that went out already, and none forgotten. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeeCollector } from '../payment/index.ts';
import { openCrashJournal } from './crash-journal.ts';
import { recoveryOf } from './settlement.ts';
import { scriptedCollector } from './testing/scripted-collector.ts';
import { openTill, type Till } from './till.ts';

const OFFLINE = { kind: 'offline' } as const;
const UNKNOWN = { kind: 'refused', reason: 'unknown-transaction' } as const;
const NO_CHANGE = { kind: 'refused', reason: 'cannot-pay-out' } as const;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kofu-owed-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const openJournal = () => openCrashJournal(join(directory, 'journal.jsonl'))._unsafeUnwrap();
function openRun(answers: Partial<FeeCollector> = {}) {
  const refunds: string[] = [];
  const till = openTill({
    collector: scriptedCollector(answers),
    journal: openJournal(),
    onRefund: (event, yen) => refunds.push(`${event} ${yen}`),
  });
  return { till, refunds };
}
async function pay(till: Till, o: { copies?: number; copyYen?: number } = {}): Promise<void> {
  const { copies = 1, copyYen = 120 } = o;
  const collected = Promise.withResolvers<void>();
  till.collect({
    dueYen: copies * copyYen,
    copyYen,
    copies,
    onInserted: () => {},
    onMeans: () => {},
    onCollected: () => collected.resolve(),
    onFailed: () => collected.reject(new Error('not collected')),
  });
  await collected.promise;
}
function print(till: Till): void {
  till.permitPrint(1);
  till.copyConfirmed(1);
}
const with500 = () => Promise.resolve(ok({ insertedYen: 500, changeYen: 260, means: 'coins' as const }));

describe('one of two copies printed, 500 yen put in for 240, and the box pays out the change but not the refund', () => {
  const stuckRefund = { collect: with500, refund: () => Promise.resolve(err(NO_CHANGE)) };

  it('owes the refund and not the change once more', async () => {
    const { till, refunds } = openRun(stuckRefund);
    await pay(till, { copies: 2 });
    print(till);
    expect((await till.settle())._unsafeUnwrapErr().owedYen).toBe(120);
    expect(till.owedYen()).toBe(120);
    expect(refunds).toEqual(['REFUND_OWED 120']);
    expect(await till.settledByHand()).toBe(120);
    expect(refunds).toEqual(['REFUND_OWED 120', 'REFUND_SETTLED 120']);
  });

  it('still owes only that with a box that has gone away since, also after a restart', async () => {
    let away = false;
    const { till } = openRun({ ...stuckRefund, keep: () => Promise.resolve(away ? err(OFFLINE) : ok()) });
    await pay(till, { copies: 2 });
    print(till);
    await till.settle();
    away = true;
    await till.retry();
    expect(till.owedYen()).toBe(120);
    const next = openRun({ keep: () => Promise.resolve(err(OFFLINE)), escrow: () => Promise.resolve(err(OFFLINE)) });
    await next.till.recover();
    expect(next.till.owedYen()).toBe(120);
  });
});

it('a hopper that ran empty on the way: what it has paid is not owed', async () => {
  let id = '';
  const { till } = openRun({
    collect: ({ transactionId = '' }) => {
      id = transactionId;
      return with500();
    },
    giveBack: () => Promise.resolve(err(NO_CHANGE)),
    escrow: () => Promise.resolve(ok({ escrowYen: 100, transactionId: id })),
  });
  await pay(till, { copies: 2 });
  expect((await till.settle())._unsafeUnwrapErr().owedYen).toBe(100);
});

it('a box that has lost its record of money the journal knows of: it is owed, and can be settled by hand', async () => {
  const lost = () => Promise.resolve(err(UNKNOWN));
  const { till } = openRun({ giveBack: lost, settledByHand: lost });
  await pay(till, { copies: 2 });
  expect((await till.settle())._unsafeUnwrapErr().owedYen).toBe(240);
  expect(await till.settledByHand()).toBe(240);
  await till.retry();
  expect(till.isClear()).toBe(true);
});

it('coins before the sum due, a power cut, and a box that is away afterwards: they are owed', async () => {
  const { till } = openRun({
    collect: ({ onEvent }) => {
      onEvent({ kind: 'inserted', insertedYen: 100 });
      return new Promise(() => {});
    },
  });
  void pay(till).catch(() => {});
  await new Promise((resolve) => setImmediate(resolve));
  const next = openRun({
    giveBack: () => Promise.resolve(err(OFFLINE)),
    escrow: () => Promise.resolve(err(OFFLINE)),
  });
  await next.till.recover();
  expect(next.till.owedYen()).toBe(100);
});

it('money that was owed before a restart and goes back after it: the center hears that it is settled', async () => {
  const first = openRun({
    giveBack: () => Promise.resolve(err(OFFLINE)),
    escrow: () => Promise.resolve(err(OFFLINE)),
  });
  await pay(first.till);
  await first.till.settle();
  expect(first.refunds).toEqual(['REFUND_OWED 120']);
  const next = openRun({ giveBack: () => Promise.resolve(ok({ returnedYen: 120 })) });
  await next.till.recover();
  expect(next.refunds).toEqual(['REFUND_SETTLED 120']);
  expect(next.till.isClear()).toBe(true);
  const last = openRun();
  await last.till.recover();
  expect(last.refunds).toEqual([]);
});

it('a certificate without a fee and a power cut after it: nobody is owed anything, and the terminal opens', async () => {
  const { till } = openRun();
  await pay(till, { copyYen: 0 });
  print(till);
  // After a restart the box has never heard of a payment in which nothing moved.
  const lost = () => Promise.resolve(err(UNKNOWN));
  const next = openRun({ keep: lost, giveBack: lost });
  await next.till.recover();
  expect([next.till.hasUnsettled(), next.till.isClear()]).toEqual([false, true]);
});

it('a box that hears in the middle of a visit what was paid by hand: the payment under way stays in the journal', async () => {
  let away = true;
  const { till } = openRun({
    giveBack: () => Promise.resolve(away ? err(OFFLINE) : ok({ returnedYen: 120 })),
    settledByHand: () => Promise.resolve(away ? err(OFFLINE) : ok()),
  });
  await pay(till);
  await till.settle();
  await till.settledByHand();
  await till.retry();
  await pay(till, { copies: 2 });
  print(till);
  away = false;
  await till.retry();
  expect(till.hasUnsettled()).toBe(false);
  // A power cut now: the confirmed copy is kept, the other one refunded.
  expect(recoveryOf(openJournal().unfinished).plans).toMatchObject([{ keeps: true, refundYen: 120 }]);
});

it('an answer about strays that comes after a payment has begun: its money is no stray', async () => {
  const answer = Promise.withResolvers<string>();
  const back: string[] = [];
  let id = '';
  const { till } = openRun({
    escrow: async () => ok({ escrowYen: 120, transactionId: await answer.promise }),
    giveBack: (given = '') => {
      back.push(given);
      return Promise.resolve(ok({ returnedYen: 120 }));
    },
    collect: ({ dueYen, transactionId = '' }) => {
      id = transactionId;
      return Promise.resolve(ok({ insertedYen: dueYen, changeYen: 0, means: 'coins' }));
    },
  });
  const retrying = till.retry();
  await pay(till);
  answer.resolve(id);
  await retrying;
  expect(back).toEqual([]);
});
