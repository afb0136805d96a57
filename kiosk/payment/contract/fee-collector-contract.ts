/**
 * What anything that collects the fee must do for the host's money rules to hold (P18): run on the virtual coin box, on ccTalk over
 * a pseudo-terminal, on the cashless terminal and on the joined desk, so that no fake can lie.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FeeCollector, FeeEvent } from '../fee-collector.ts';
import type { FeeCollectorRig } from './fee-collector-rig.ts';

export type FeeContractCase = {
  readonly name: string;
  readonly check: (rig: FeeCollectorRig, collector: FeeCollector) => Promise<void>;
};

const A = 'payment-aaaaaaaaaaaaaa';
const B = 'payment-bbbbbbbbbbbbbb';
const LIMIT_MS = 15_000;

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await condition()); waitedMs += 5) {
    assert.ok(waitedMs < LIMIT_MS, 'it never happened');
    await sleep(5);
  }
}

/** Pays this coin by coin until the sum due is reached; a card pays it at once. */
export async function payFully(
  rig: FeeCollectorRig,
  collector: FeeCollector,
  o: { transactionId: string; dueYen: number; coins: readonly number[] },
) {
  const events: FeeEvent[] = [];
  const { transactionId, dueYen } = o;
  const collected = collector.collect({ transactionId, dueYen, onEvent: (event) => events.push(event) });
  await until(() => rig.waiting());
  for (const coin of rig.exactOnly ? [dueYen] : o.coins) rig.pay(coin);
  return { collected: await collected, events };
}

/** Begins, puts in something less than the sum due where that is possible, and gives up. */
export async function payPartly(
  rig: FeeCollectorRig,
  collector: FeeCollector,
  o: { transactionId: string; dueYen: number; coin: number },
) {
  const giveUp = new AbortController();
  const { transactionId, dueYen } = o;
  let insertedYen = 0;
  const collected = collector.collect({
    transactionId,
    dueYen,
    signal: giveUp.signal,
    onEvent: (event) => {
      if (event.kind === 'inserted') insertedYen = event.insertedYen;
    },
  });
  await until(() => rig.waiting());
  if (!rig.exactOnly) {
    const before = insertedYen;
    rig.pay(o.coin);
    await until(() => insertedYen > before);
  }
  giveUp.abort();
  return await collected;
}

export const reasonOf = (result: { isErr(): boolean; error?: unknown }): unknown =>
  result.isErr() && typeof result.error === 'object' && result.error !== null && 'reason' in result.error
    ? result.error.reason
    : undefined;

const paid = (rig: FeeCollectorRig) => ({ inserted: rig.exactOnly ? 240 : 500, change: rig.exactOnly ? 0 : 260 });
const full = { transactionId: A, dueYen: 240, coins: [500] };

export const FEE_COLLECTOR_CONTRACT: readonly FeeContractCase[] = [
  {
    name: 'keeps exactly what is due, however often it is asked to',
    async check(rig, collector) {
      const { inserted, change } = paid(rig);
      const { collected, events } = await payFully(rig, collector, full);
      assert.ok(collected.isOk());
      assert.equal(collected.value.insertedYen, inserted);
      assert.equal(collected.value.changeYen, change);
      assert.ok(events.some((event) => event.kind === 'inserted' && event.insertedYen === inserted));
      for (let time = 0; time < 3; time += 1) assert.ok((await collector.keep(A)).isOk());
      assert.deepEqual([rig.takenYen(), rig.returnedYen()], [inserted, change]);
      assert.equal(reasonOf(await collector.giveBack(A)), 'already-kept');
      assert.equal(rig.returnedYen(), change);
    },
  },
  {
    name: 'gives all of it back once, however often it is asked to, and then keeps and refunds nothing',
    async check(rig, collector) {
      const { inserted } = paid(rig);
      await payFully(rig, collector, full);
      for (let time = 0; time < 3; time += 1) {
        assert.deepEqual((await collector.giveBack(A)).unwrapOr(null), { returnedYen: inserted });
      }
      assert.equal(rig.returnedYen(), inserted);
      assert.equal(reasonOf(await collector.keep(A)), 'already-returned');
      assert.equal(reasonOf(await collector.refund(240, A)), 'already-returned');
      assert.equal(rig.returnedYen(), inserted);
    },
  },
  {
    name: 'refunds a part once, and neither another sum nor more than was kept',
    async check(rig, collector) {
      const { change } = paid(rig);
      await payFully(rig, collector, full);
      assert.equal(reasonOf(await collector.refund(120, A)), 'not-paid');
      assert.ok((await collector.keep(A)).isOk());
      assert.equal(reasonOf(await collector.refund(250, A)), 'too-much');
      for (let time = 0; time < 3; time += 1) assert.ok((await collector.refund(120, A)).isOk());
      assert.equal(reasonOf(await collector.refund(240, A)), 'different-amount');
      assert.equal(rig.returnedYen(), change + 120);
    },
  },
  {
    name: 'remembers everything over a restart of the host, after each step',
    async check(rig, first) {
      const { inserted, change } = paid(rig);
      await payFully(rig, first, full);
      await first.close();
      const second = await rig.open();
      assert.deepEqual((await second.escrow()).unwrapOr(null), { escrowYen: inserted, transactionId: A });
      assert.ok((await second.keep(A)).isOk());
      await second.close();
      const third = await rig.open();
      assert.ok((await third.keep(A)).isOk());
      assert.ok((await third.refund(120, A)).isOk());
      await third.close();
      const fourth = await rig.open();
      assert.ok((await fourth.refund(120, A)).isOk());
      assert.deepEqual((await fourth.escrow()).unwrapOr(null), { escrowYen: 0, transactionId: null });
      assert.equal(rig.returnedYen(), change + 120);
      await fourth.close();
    },
  },
  {
    name: 'the host ends in the middle of a payment: its successor finds what lies there, and gives it back',
    async check(rig, first) {
      const collected = first.collect({ transactionId: A, dueYen: 240, onEvent: () => {} });
      await until(() => rig.waiting());
      if (!rig.exactOnly) rig.pay(100);
      const held = rig.exactOnly ? 0 : 100;
      await until(async () => (await first.escrow()).unwrapOr({ escrowYen: -1 }).escrowYen === held);
      await first.close();
      await collected;
      const second = await rig.open();
      assert.equal((await second.escrow()).unwrapOr({ escrowYen: -1 }).escrowYen, held);
      assert.deepEqual((await second.giveBack(A)).unwrapOr(null), { returnedYen: held });
      assert.deepEqual([rig.takenYen(), rig.returnedYen()], [held, held]);
      await second.close();
    },
  },
  {
    name: 'a payment it has never heard of is refused, and moves nothing',
    async check(rig, collector) {
      assert.equal(reasonOf(await collector.keep(B)), 'unknown-transaction');
      assert.equal(reasonOf(await collector.giveBack(B)), 'unknown-transaction');
      assert.equal(reasonOf(await collector.refund(120, B)), 'unknown-transaction');
      assert.equal(rig.returnedYen(), 0);
    },
  },
  {
    name: 'another sum for the same payment, and another payment over money in escrow, are refused',
    async check(rig, collector) {
      await payFully(rig, collector, full);
      const again = { onEvent: () => {} };
      assert.equal(reasonOf(await collector.collect({ ...again, transactionId: A, dueYen: 120 })), 'different-amount');
      assert.equal(reasonOf(await collector.collect({ ...again, transactionId: B, dueYen: 120 })), 'escrow-open');
      assert.ok((await collector.giveBack(A)).isOk());
      assert.deepEqual([rig.takenYen(), rig.returnedYen()], [paid(rig).inserted, paid(rig).inserted]);
    },
  },
  {
    name: 'asked again for a payment that is made, it takes nothing more',
    async check(rig, collector) {
      await payFully(rig, collector, full);
      const again = await collector.collect({ transactionId: A, dueYen: 240, onEvent: () => {} });
      assert.equal(again.isOk() && again.value.insertedYen, paid(rig).inserted);
      assert.equal(rig.takenYen(), paid(rig).inserted);
      assert.ok((await collector.giveBack(A)).isOk());
    },
  },
  {
    name: 'given up: it says what lies there, takes nothing more, and gives it back',
    async check(rig, collector) {
      const held = rig.exactOnly ? 0 : 50;
      const cancelled = await payPartly(rig, collector, { transactionId: A, dueYen: 240, coin: 50 });
      assert.deepEqual(cancelled.isErr() && cancelled.error, { kind: 'cancelled', insertedYen: held });
      assert.equal(rig.waiting(), false);
      rig.pay(100);
      assert.equal(rig.takenYen(), held);
      assert.equal(reasonOf(await collector.keep(A)), 'not-paid');
      assert.deepEqual((await collector.giveBack(A)).unwrapOr(null), { returnedYen: held });
      assert.equal(rig.returnedYen(), held);
    },
  },
  {
    name: 'the line is cut in the middle: absent, and the payment goes on where it stood',
    async check(rig, collector) {
      const collected = collector.collect({ transactionId: A, dueYen: 240, onEvent: () => {} });
      await until(() => rig.waiting());
      if (!rig.exactOnly) {
        rig.pay(100);
        await until(async () => (await collector.escrow()).unwrapOr({ escrowYen: 0 }).escrowYen === 100);
      }
      await rig.cutLine();
      await until(() => collector.status() === 'absent');
      await rig.mendLine();
      await until(() => collector.status() === 'ready' && rig.waiting());
      rig.pay(500);
      const { inserted, change } = rig.exactOnly ? { inserted: 240, change: 0 } : { inserted: 600, change: 360 };
      assert.equal((await collected).isOk(), true);
      assert.ok((await collector.keep(A)).isOk());
      assert.deepEqual([rig.takenYen(), rig.returnedYen()], [inserted, change]);
    },
  },
  {
    name: 'nothing due: nothing is taken, kept or given back',
    async check(rig, collector) {
      const collected = await collector.collect({ transactionId: A, dueYen: 0, onEvent: () => {} });
      assert.equal(collected.isOk() && collected.value.insertedYen, 0);
      assert.ok((await collector.keep(A)).isOk());
      assert.deepEqual((await collector.giveBack(A)).unwrapOr(null), { returnedYen: 0 });
      assert.deepEqual([rig.takenYen(), rig.returnedYen()], [0, 0]);
    },
  },
  {
    name: 'a second payment at the same time is refused',
    async check(rig, collector) {
      const giveUp = new AbortController();
      const order = { transactionId: A, dueYen: 240, signal: giveUp.signal, onEvent: () => {} };
      const collected = collector.collect(order);
      await until(() => rig.waiting());
      const second = await collector.collect({ transactionId: B, dueYen: 120, onEvent: () => {} });
      assert.deepEqual(second.isErr() && second.error, { kind: 'busy' });
      giveUp.abort();
      await collected;
    },
  },
  {
    name: 'settled by hand: nothing more is ever moved for it, and the next payment can be made',
    async check(rig, collector) {
      await payFully(rig, collector, full);
      assert.ok((await collector.settledByHand(A)).isOk());
      assert.ok((await collector.settledByHand(A)).isOk());
      assert.deepEqual((await collector.escrow()).unwrapOr(null), { escrowYen: 0, transactionId: null });
      await collector.giveBack(A);
      await collector.keep(A);
      await collector.refund(240, A);
      assert.equal(rig.returnedYen(), 0);
      const { collected } = await payFully(rig, collector, { ...full, transactionId: B });
      assert.ok(collected.isOk());
      assert.ok((await collector.giveBack(B)).isOk());
    },
  },
];
