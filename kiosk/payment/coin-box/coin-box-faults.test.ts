import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FeeCollector, FeeEvent } from '../fee-collector.ts';
import { startVirtualCoinBox, type VirtualCoinBox } from '../virtual/index.ts';
import type { CoinBoxDelays } from './delays.ts';
import { openCoinBox } from './open-coin-box.ts';

/** Something that happens at once, on a machine that has other things to do. */
const SOON = { timeout: 10_000 };

let box: VirtualCoinBox;
let collector: FeeCollector;
const delays = { reconnectMs: 10, awayLimitMs: 2_000, answerLimitMs: 2_000 };
const connect = (more: Partial<CoinBoxDelays> = {}) =>
  openCoinBox({ host: box.host, port: box.port }, { delays: { ...delays, ...more } });

beforeEach(async () => {
  box = await startVirtualCoinBox();
  collector = connect();
  await expect.poll(() => collector.status(), SOON).toBe('ready');
});
afterEach(async () => {
  await collector.close();
  await box.stop();
});

/** Begins a payment and waits until the slot is open. */
async function begin(
  dueYen: number,
  options: { transactionId?: string; signal?: AbortSignal; with?: FeeCollector } = {},
) {
  const events: FeeEvent[] = [];
  const { with: by = collector, ...rest } = options;
  const collected = by.collect({ dueYen, onEvent: (event) => events.push(event), ...rest });
  await expect.poll(() => box.collecting, SOON).toBe(true);
  return { events, collected };
}

test('coins are taken until the sum due is reached, kept with change, and refunded once', async () => {
  const { events, collected } = await begin(240);
  expect([box.insert(100), box.insert(100), box.insert(500)]).toEqual(['taken', 'taken', 'taken']);
  expect((await collected)._unsafeUnwrap()).toEqual({ insertedYen: 700, changeYen: 460, means: 'coins' });
  expect(events.filter(({ kind }) => kind === 'inserted')).toHaveLength(3);
  expect(box.insert(100)).toBe('fell-through');
  expect((await collector.keep()).isOk()).toBe(true);
  expect((await collector.refund(120)).isOk()).toBe(true);
  expect((await collector.refund(120)).isOk()).toBe(true);
  expect(box.tallies).toMatchObject({ keptYen: 240, changeYen: 460, refundedYen: 120 });
});

test('given up: the slot closes, escrow waits, and all of it goes back exactly once', async () => {
  const giveUp = new AbortController();
  const { collected } = await begin(240, { signal: giveUp.signal });
  box.insert(100);
  giveUp.abort();
  expect((await collected)._unsafeUnwrapErr()).toEqual({ kind: 'cancelled', insertedYen: 100 });
  expect(box.insert(100)).toBe('fell-through');
  expect((await collector.giveBack())._unsafeUnwrap()).toEqual({ returnedYen: 100 });
  expect((await collector.giveBack())._unsafeUnwrap()).toEqual({ returnedYen: 100 });
  expect(box.tallies.returnedYen).toBe(100);
});

test('nobody pays: timed out, and what was put in can be given back', async () => {
  await collector.close();
  const impatient = connect({ collectLimitMs: 1_000 });
  const { collected } = await begin(240, { with: impatient });
  box.insert(50);
  expect((await collected)._unsafeUnwrapErr()).toEqual({ kind: 'timed-out', insertedYen: 50 });
  expect((await impatient.giveBack())._unsafeUnwrap()).toEqual({ returnedYen: 50 });
  await impatient.close();
});

test('coin jam: told, coins fall through, and the payment goes on when it is mended', async () => {
  const { events, collected } = await begin(120);
  box.jam();
  await expect.poll(() => collector.status(), SOON).toBe('coin-jam');
  expect(box.insert(500)).toBe('fell-through');
  box.clearJam();
  await expect.poll(() => collector.status(), SOON).toBe('ready');
  expect(box.insert(500)).toBe('taken');
  expect((await collected).isOk()).toBe(true);
  expect(events.map(({ kind }) => kind)).toEqual(['attention', 'attention-cleared', 'inserted']);
});

test('the line is cut in the middle: no coin is taken unseen, and the payment goes on where it stood', async () => {
  const { events, collected } = await begin(240);
  box.insert(100);
  await expect.poll(() => events.length, SOON).toBe(1);
  await box.goOffline();
  await expect.poll(() => collector.status(), SOON).toBe('absent');
  expect(box.insert(100)).toBe('fell-through');
  await box.goOnline();
  await expect.poll(() => box.collecting, SOON).toBe(true);
  box.insert(500);
  expect((await collected)._unsafeUnwrap()).toEqual({ insertedYen: 600, changeYen: 360, means: 'coins' });
  expect(events).toContainEqual({ kind: 'attention', cause: 'offline' });
});

test.each([
  ['keep', (id: string) => collector.keep(id), { keptYen: 120, changeYen: 380, returnedYen: 0 }],
  ['give back', (id: string) => collector.giveBack(id), { keptYen: 0, changeYen: 0, returnedYen: 500 }],
])('the answer to %s is lost: asked again, moved once', async (_name, settle, tallies) => {
  const { collected } = await begin(120, { transactionId: 'payment-1' });
  box.insert(500);
  await collected;
  box.loseNextAnswer();
  expect((await settle('payment-1')).isOk()).toBe(true);
  expect(box.tallies).toMatchObject(tallies);
});

test('the answer to a refund is lost: asked again, refunded once', async () => {
  const { collected } = await begin(120);
  box.insert(500);
  await collected;
  await collector.keep();
  box.loseNextAnswer();
  expect((await collector.refund(120)).isOk()).toBe(true);
  expect(box.tallies.refundedYen).toBe(120);
});

test('the host dies: its successor asks what lies in escrow, and gives it back', async () => {
  await collector.close();
  // A host that is gone without a word: its successor takes the line over, and it never comes back.
  const dead = connect({ reconnectMs: 60_000, awayLimitMs: 50 });
  const { collected } = await begin(240, { transactionId: 'payment-2', with: dead });
  box.insert(100);
  await expect.poll(() => box.escrowYen, SOON).toBe(100);
  const successor = connect();
  expect((await successor.escrow())._unsafeUnwrap()).toEqual({ escrowYen: 100, transactionId: 'payment-2' });
  expect((await successor.giveBack('payment-2'))._unsafeUnwrap()).toEqual({ returnedYen: 100 });
  expect((await successor.escrow())._unsafeUnwrap()).toEqual({ escrowYen: 0, transactionId: null });
  expect(box.tallies.returnedYen).toBe(100);
  await successor.close();
  await dead.close();
  await collected;
});

test('the host dies after keeping: its successor refunds once, and is refused a second way', async () => {
  const { collected } = await begin(120, { transactionId: 'payment-3' });
  box.insert(500);
  await collected;
  await collector.keep();
  await collector.close();
  const successor = connect();
  expect((await successor.refund(120, 'payment-3')).isOk()).toBe(true);
  expect((await successor.giveBack('payment-3'))._unsafeUnwrapErr()).toEqual({
    kind: 'refused',
    reason: 'already-kept',
  });
  await successor.close();
  expect(box.tallies).toMatchObject({ keptYen: 120, refundedYen: 120, returnedYen: 0 });
});

test('no change: keeping is refused and nothing was moved', async () => {
  const { collected } = await begin(120);
  box.insert(500);
  await collected;
  box.setCannotPayOut(true);
  expect((await collector.keep())._unsafeUnwrapErr()).toEqual({ kind: 'refused', reason: 'cannot-pay-out' });
  expect((await collector.giveBack())._unsafeUnwrap()).toEqual({ returnedYen: 500 });
});

test('nothing due: nothing is collected, kept or given back', async () => {
  const collected = await collector.collect({ dueYen: 0, onEvent: () => {} });
  expect(collected._unsafeUnwrap()).toEqual({ insertedYen: 0, changeYen: 0, means: 'coins' });
  expect((await collector.keep()).isOk()).toBe(true);
  expect((await collector.giveBack())._unsafeUnwrap()).toEqual({ returnedYen: 0 });
});

test('a box that is away: absent, and a payment does not begin', async () => {
  await box.goOffline();
  const far = connect({ awayLimitMs: 50 });
  expect(far.status()).toBe('absent');
  expect((await far.collect({ dueYen: 120, onEvent: () => {} }))._unsafeUnwrapErr().kind).toBe('offline');
  await far.close();
});

test('a second payment at the same time is refused', async () => {
  const { collected } = await begin(120);
  expect((await collector.collect({ dueYen: 120, onEvent: () => {} }))._unsafeUnwrapErr()).toEqual({ kind: 'busy' });
  box.insert(500);
  expect((await collected).isOk()).toBe(true);
});

test('given up while the line is cut: the slot stays closed when the line is back', async () => {
  const giveUp = new AbortController();
  const { collected } = await begin(240, { signal: giveUp.signal });
  await box.goOffline();
  await expect.poll(() => collector.status(), SOON).toBe('absent');
  giveUp.abort();
  await box.goOnline();
  expect((await collected).isErr()).toBe(true);
  // Whatever was on its way to the box has arrived once it has answered the next question.
  await collector.escrow();
  expect(box.insert(100)).toBe('fell-through');
});
