import { afterEach, beforeEach, expect, test } from 'vitest';
import { deskRig } from '../contract/rigs.ts';
import type { FeeEvent } from '../fee-collector.ts';
import type { FeeDesk } from '../fee-desk.ts';

const SOON = { timeout: 10_000, interval: 5 };
const ID = 'payment-desk-desk-desk';

let rig: Awaited<ReturnType<typeof deskRig>>;
let desk: FeeDesk;
beforeEach(async () => {
  rig = await deskRig('coins');
  desk = await rig.openDesk();
});
afterEach(async () => {
  await rig.stop();
});

async function begin(signal?: AbortSignal) {
  const events: FeeEvent[] = [];
  const order = { transactionId: ID, dueYen: 240, onEvent: (event: FeeEvent) => events.push(event) };
  const collected = desk.collect({ ...order, ...(signal && { signal }) });
  await expect.poll(() => rig.box.collecting && rig.terminal.waiting, SOON).toBe(true);
  const means = () => events.flatMap((event) => (event.kind === 'means' ? [event.means] : []));
  return { collected, events, means };
}

test('both wait; the first coin turns the card reader off', async () => {
  const { collected, means } = await begin();
  expect(means()).toEqual([['coins', 'cashless']]);
  rig.box.insert(100);
  await expect.poll(() => rig.terminal.waiting, SOON).toBe(false);
  expect(rig.terminal.presentCard()).toBe('ignored');
  rig.box.insert(500);
  expect((await collected)._unsafeUnwrap()).toEqual({ insertedYen: 600, changeYen: 360, means: 'coins' });
  expect(means().at(-1)).toEqual(['coins']);
  expect((await desk.keep(ID)).isOk()).toBe(true);
  expect(rig.terminal.tallies.authorisations).toBe(0);
  expect(rig.box.tallies).toMatchObject({ keptYen: 240, changeYen: 360 });
});

test('a presented card turns the coins off; declined, they are on again', async () => {
  const { collected, means } = await begin();
  rig.terminal.presentCard('hanging');
  await expect.poll(() => rig.box.collecting, SOON).toBe(false);
  expect(rig.box.insert(100)).toBe('fell-through');
  expect(means().at(-1)).toEqual(['cashless']);
  // The line is lost and comes back while the issuer hangs: the card is still there.
  await rig.terminal.goOffline();
  await expect.poll(() => desk.devices().cashless, SOON).toBe('absent');
  await rig.terminal.goOnline();
  await expect.poll(() => desk.devices().cashless, SOON).toBe('ready');
  rig.terminal.decidePresented('declined');
  await expect.poll(() => rig.box.collecting, SOON).toBe(true);
  expect(means().at(-1)).toEqual(['coins', 'cashless']);
  rig.terminal.presentCard('declined');
  await expect.poll(() => rig.box.collecting, SOON).toBe(true);
  rig.box.insert(500);
  expect((await collected)._unsafeUnwrap().means).toBe('coins');
});

test('paid by card: captured once, refunded in part once, and no coin moves', async () => {
  const { collected } = await begin();
  rig.terminal.presentCard();
  expect((await collected)._unsafeUnwrap()).toEqual({ insertedYen: 240, changeYen: 0, means: 'cashless' });
  expect((await desk.keep(ID)).isOk()).toBe(true);
  expect((await desk.refund(120, ID)).isOk()).toBe(true);
  expect((await desk.refund(120, ID)).isOk()).toBe(true);
  expect(rig.terminal.tallies).toMatchObject({ authorisations: 1, capturedYen: 240, refundedYen: 120, voidedYen: 0 });
  expect(rig.box.tallies.insertedYen).toBe(0);
});

test('the answer is lost after authorising: it is asked for, and nothing is authorised again', async () => {
  const { collected } = await begin();
  rig.terminal.presentCard('unheard');
  expect((await collected)._unsafeUnwrap().means).toBe('cashless');
  expect(rig.terminal.tallies).toMatchObject({ authorisations: 1, authorisedYen: 240 });
  expect((await desk.giveBack(ID))._unsafeUnwrap()).toEqual({ returnedYen: 240 });
  expect(rig.terminal.tallies.voidedYen).toBe(240);
});

test('a coin and a card at the same moment: one is the payment, the other goes back', async () => {
  const { collected } = await begin();
  rig.terminal.presentCard();
  rig.box.insert(100);
  expect((await collected)._unsafeUnwrap().insertedYen).toBe(240);
  expect((await desk.keep(ID)).isOk()).toBe(true);
  expect(rig.terminal.tallies).toMatchObject({ capturedYen: 240, voidedYen: 0 });
  expect(rig.box.tallies).toMatchObject({ insertedYen: 100, returnedYen: 100, keptYen: 0 });
  expect((await desk.escrow())._unsafeUnwrap()).toEqual({ escrowYen: 0, transactionId: null });
});

test('both hold money and the host ends: its successor keeps the one that was paid with, and returns the other', async () => {
  const { collected } = await begin();
  rig.box.insert(100);
  rig.terminal.presentCard();
  const { means } = (await collected)._unsafeUnwrap();
  await desk.close();
  const successor = await rig.openDesk();
  expect((await successor.keep(ID)).isOk()).toBe(true);
  const kept = { coins: rig.box.tallies.keptYen, cashless: rig.terminal.tallies.capturedYen };
  expect(kept).toEqual(means === 'coins' ? { coins: 240, cashless: 0 } : { coins: 0, cashless: 240 });
  expect(rig.takenYen() - rig.returnedYen()).toBe(240);
});

test('given up: both are off, and the sum of both is said', async () => {
  const giveUp = new AbortController();
  const { collected } = await begin(giveUp.signal);
  rig.box.insert(50);
  await expect.poll(() => rig.terminal.waiting, SOON).toBe(false);
  giveUp.abort();
  expect((await collected)._unsafeUnwrapErr()).toEqual({ kind: 'cancelled', insertedYen: 50 });
  expect((await desk.giveBack(ID))._unsafeUnwrap()).toEqual({ returnedYen: 50 });
});

test('a jammed coin box: cards only, nobody is bothered; and the desk says so of each device', async () => {
  rig.box.jam();
  await expect.poll(() => desk.devices(), SOON).toEqual({ coinBox: 'coin-jam', cashless: 'ready' });
  expect([desk.means(), desk.status()]).toEqual([['cashless'], 'ready']);
  const events: FeeEvent[] = [];
  const collected = desk.collect({ transactionId: ID, dueYen: 240, onEvent: (event) => events.push(event) });
  await expect.poll(() => rig.terminal.waiting, SOON).toBe(true);
  rig.terminal.presentCard();
  expect((await collected)._unsafeUnwrap().means).toBe('cashless');
  expect(events.filter(({ kind }) => kind === 'attention')).toEqual([]);
});

test('coins were paid and the cashless terminal is away: it holds nothing, so nobody waits for it', async () => {
  const { collected } = await begin();
  rig.box.insert(500);
  expect((await collected)._unsafeUnwrap().means).toBe('coins');
  await rig.terminal.goOffline();
  await expect.poll(() => desk.devices().cashless, SOON).toBe('absent');
  expect((await desk.keep(ID)).isOk()).toBe(true);
  expect((await desk.escrow())._unsafeUnwrap().escrowYen).toBe(0);
});

test('a hanging terminal is absent, and ready when it answers again', async () => {
  rig.terminal.hang();
  await rig.terminal.goOffline();
  await rig.terminal.goOnline();
  await expect.poll(() => desk.devices().cashless, SOON).toBe('absent');
  rig.terminal.wake();
  await expect.poll(() => desk.devices().cashless, SOON).toBe('ready');
});
