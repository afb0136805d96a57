/**
 * Till, journal and coin box together, cut at every point (P18, invariant E): the real ledger of the coin box behind the real line,
 * a host that dies between any two steps, a coin box that goes away and comes back. Whatever happens, the resident pays for
 * confirmed paper exactly and gets everything else back exactly once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FeeCollector, openCoinBox } from '../payment/index.ts';
import { startVirtualCoinBox, type VirtualCoinBox } from '../payment/virtual/index.ts';
import { type CrashJournal, openCrashJournal } from './crash-journal.ts';
import { openTill, type Till } from './till.ts';

const COPY_YEN = 120;
let directory: string;
let box: VirtualCoinBox;
let collector: FeeCollector;
let journal: CrashJournal;
let till: Till;

function startTill(): void {
  journal = openCrashJournal(join(directory, 'journal.jsonl'))._unsafeUnwrap();
  // A box that is away is given up soon, so that its test does not wait as long as a resident would.
  collector = openCoinBox({ host: '127.0.0.1', port: box.port }, { delays: { awayLimitMs: 700, reconnectMs: 100 } });
  till = openTill({ collector, journal, onRefund: () => {} });
}
async function stopTill(): Promise<void> {
  await collector.close();
  journal.close();
}
/** The host dies without a word and starts again. */
async function crash(): Promise<void> {
  await stopTill();
  startTill();
  await expect.poll(() => collector.status(), { timeout: 5_000 }).toBe('ready');
  await till.recover();
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kofu-till-'));
  box = await startVirtualCoinBox();
  startTill();
  await expect.poll(() => collector.status(), { timeout: 5_000 }).toBe('ready');
});
afterEach(async () => {
  await stopTill();
  await box.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Pays `coins` for `copies`; resolves when collected. */
async function pay(copies: number, coins: readonly (100 | 500 | 1000)[]): Promise<void> {
  const collected = Promise.withResolvers<void>();
  till.collect({
    dueYen: copies * COPY_YEN,
    copyYen: COPY_YEN,
    copies,
    onInserted: () => {},
    onMeans: () => {},
    onCollected: () => collected.resolve(),
    onFailed: () => collected.reject(new Error('refused')),
  });
  for (const coin of coins) await expect.poll(() => box.insert(coin), { timeout: 5_000 }).toBe('taken');
  await collected.promise;
}
/** What the box ends up with, and what the resident got back in all. */
const outcome = () => {
  const { insertedYen, keptYen, changeYen, returnedYen, refundedYen } = box.tallies;
  return {
    paidYen: keptYen - refundedYen,
    backYen: changeYen + returnedYen + refundedYen,
    insertedYen,
    escrowYen: box.escrowYen,
  };
};

describe('a visit without accidents', () => {
  it('keeps what was printed and gives the change', async () => {
    await pay(1, [500]);
    expect(till.permitPrint(1)).toBe(true);
    till.copyConfirmed(1);
    expect((await till.settle())._unsafeUnwrap()).toEqual({ keptYen: 120, returnedYen: 0, changeYen: 380 });
    expect(outcome()).toEqual({ paidYen: 120, backYen: 380, insertedYen: 500, escrowYen: 0 });
  });

  it('refunds what was not printed, once, however often it is asked to settle', async () => {
    await pay(3, [500]);
    till.permitPrint(1);
    till.copyConfirmed(1);
    const [one, two] = await Promise.all([till.settle(), till.settle()]);
    expect(one).toEqual(two);
    expect(outcome()).toEqual({ paidYen: 120, backYen: 380, insertedYen: 500, escrowYen: 0 });
  });

  it('permits no copy that is not paid for, and none out of turn', async () => {
    expect(till.permitPrint(1)).toBe(false);
    await pay(2, [500]);
    expect(till.permitPrint(2)).toBe(false);
    expect(till.permitPrint(1)).toBe(true);
    till.copyConfirmed(1);
    expect(till.permitPrint(2)).toBe(true);
    till.copyConfirmed(2);
    expect(till.permitPrint(3)).toBe(false);
    await till.settle();
    expect(till.permitPrint(1)).toBe(false);
  });

  it('gives back coins that came in while the visit was being cancelled', async () => {
    till.collect({
      dueYen: 120,
      copyYen: 120,
      copies: 1,
      onInserted: () => {},
      onMeans: () => {},
      onCollected: () => {},
      onFailed: () => {},
    });
    await expect.poll(() => box.insert(100), { timeout: 5_000 }).toBe('taken');
    const settled = till.settle();
    box.insert(10);
    expect((await settled).isOk()).toBe(true);
    expect(outcome()).toMatchObject({ paidYen: 0, escrowYen: 0 });
    expect(outcome().backYen).toBe(outcome().insertedYen);
  });
});

describe('a coin box that goes away', () => {
  it('leaves the money open, closes the till, and is settled when it comes back', async () => {
    await pay(1, [500]);
    till.permitPrint(1);
    till.copyConfirmed(1);
    await box.goOffline();
    expect((await till.settle()).isErr()).toBe(true);
    expect(till.hasUnsettled()).toBe(true);
    let refused = false;
    till.collect({
      dueYen: 120,
      copyYen: 120,
      copies: 1,
      onInserted: () => {},
      onMeans: () => {},
      onCollected: () => {},
      onFailed: () => {
        refused = true;
      },
    });
    expect(refused).toBe(true);
    await box.goOnline();
    await expect.poll(() => collector.status(), { timeout: 5_000 }).toBe('ready');
    await till.retry();
    expect(till.hasUnsettled()).toBe(false);
    expect(outcome()).toEqual({ paidYen: 120, backYen: 380, insertedYen: 500, escrowYen: 0 });
  }, 30_000);

  it('is still owed to after two restarts, and paid once', async () => {
    await pay(1, [500]);
    await box.goOffline();
    await stopTill();
    startTill();
    await till.recover();
    expect(till.hasUnsettled()).toBe(true);
    await box.goOnline();
    await crash();
    await till.retry();
    expect(till.hasUnsettled()).toBe(false);
    expect(outcome()).toEqual({ paidYen: 0, backYen: 500, insertedYen: 500, escrowYen: 0 });
    await crash();
    expect(outcome().backYen).toBe(500);
  }, 30_000);

  it('without change keeps nothing half: everything is settled once it has some', async () => {
    await pay(1, [500]);
    till.permitPrint(1);
    till.copyConfirmed(1);
    box.setCannotPayOut(true);
    expect((await till.settle()).isErr()).toBe(true);
    box.setCannotPayOut(false);
    await till.retry();
    expect(outcome()).toEqual({ paidYen: 120, backYen: 380, insertedYen: 500, escrowYen: 0 });
  });

  it('can be settled by hand by a named person, for good', async () => {
    await pay(1, [500]);
    await box.goOffline();
    await till.settle();
    expect(await till.settledByHand()).toBe(500);
    expect(till.hasUnsettled()).toBe(false);
    await stopTill();
    startTill();
    await till.recover();
    expect(till.hasUnsettled()).toBe(false);
    // The box comes back with the coins still in it: they are the store's now, and nothing is paid a second time.
    await box.goOnline();
    await crash();
    await till.retry();
    expect(till.isClear()).toBe(true);
    expect(outcome()).toMatchObject({ backYen: 0, escrowYen: 0 });
  }, 30_000);
});

describe('a host that dies', () => {
  it('at any point, with any copies and coins: paid for confirmed paper exactly, the rest back exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom('before', 'announced', 'settled'),
        async (copies, printed, when) => {
          const before = outcome();
          await pay(copies, copies <= 4 ? [500] : [1000]);
          const confirmed = Math.min(printed, copies);
          for (let copy = 1; copy <= confirmed; copy += 1) {
            till.permitPrint(copy);
            till.copyConfirmed(copy);
          }
          if (when === 'announced') till.permitPrint(confirmed + 1);
          if (when === 'settled') await till.settle();
          await crash();
          await crash();
          const after = outcome();
          expect(after.paidYen - before.paidYen).toBe(confirmed * COPY_YEN);
          expect(after.backYen - before.backYen).toBe(500 - confirmed * COPY_YEN);
          expect(after.escrowYen).toBe(0);
        },
      ),
      { numRuns: 12, seed: 20191001 },
    );
  }, 60_000);

  it('while coins lie in escrow that no journal knows: they go back', async () => {
    const stray = collector.collect({ transactionId: 'DDDDDDDDDDDDDDDDDDDDDD', dueYen: 120, onEvent: () => {} });
    await expect.poll(() => box.insert(100), { timeout: 5_000 }).toBe('taken');
    await crash();
    await stray;
    expect(outcome()).toMatchObject({ backYen: 100, escrowYen: 0 });
  });
});
