/** A device that is away when a payment is given up may hold money nobody has heard of: it is asked until it says so. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deskRig, LINE_DELAYS } from '../contract/rigs.ts';
import type { FeeDesk } from '../fee-desk.ts';

const SOON = { timeout: 10_000, interval: 5 };
const ID = 'payment-desk-desk-desk';

let rig: Awaited<ReturnType<typeof deskRig>>;
let desk: FeeDesk;
beforeEach(async () => {
  // A device that is away is given up soon, so that its test does not wait as long as a resident would.
  rig = await deskRig('coins', { ...LINE_DELAYS, awayLimitMs: 400, answerLimitMs: 800 });
  desk = await rig.openDesk();
});
afterEach(async () => {
  await rig.stop();
});

async function begin() {
  const giveUp = new AbortController();
  const collected = desk.collect({ transactionId: ID, dueYen: 240, signal: giveUp.signal, onEvent: () => {} });
  await expect.poll(() => rig.box.collecting && rig.terminal.waiting, SOON).toBe(true);
  return { collected, giveUp };
}

test('a card is accepted while the line is cut and the payment given up: it is voided when the terminal is back', async () => {
  const { collected, giveUp } = await begin();
  rig.terminal.presentCard('hanging');
  await expect.poll(() => rig.box.collecting, SOON).toBe(false);
  await rig.terminal.goOffline();
  rig.terminal.decidePresented('accepted');
  giveUp.abort();
  expect((await collected).isErr()).toBe(true);
  // Nobody may call this payment settled before the terminal has been heard.
  expect((await desk.giveBack(ID)).isErr()).toBe(true);
  await rig.terminal.goOnline();
  await expect.poll(() => desk.devices().cashless, SOON).toBe('ready');
  expect((await desk.giveBack(ID))._unsafeUnwrap()).toEqual({ returnedYen: 240 });
  expect(rig.terminal.tallies).toMatchObject({ authorisedYen: 240, voidedYen: 240 });
}, 30_000);

test('the same with a host that ends before the terminal is back', async () => {
  const { collected, giveUp } = await begin();
  rig.terminal.presentCard('hanging');
  await expect.poll(() => rig.box.collecting, SOON).toBe(false);
  await rig.terminal.goOffline();
  rig.terminal.decidePresented('accepted');
  giveUp.abort();
  await collected;
  await desk.close();
  await rig.terminal.goOnline();
  const successor = await rig.openDesk();
  expect((await successor.giveBack(ID))._unsafeUnwrap()).toEqual({ returnedYen: 240 });
  expect(rig.terminal.heldYen).toBe(0);
}, 30_000);

test('paid in coins while the card terminal is away: the fee is kept, and what it holds goes back when it is there', async () => {
  const { collected } = await begin();
  rig.terminal.hang();
  rig.box.insert(500);
  expect((await collected)._unsafeUnwrap().means).toBe('coins');
  await rig.terminal.goOffline();
  await expect.poll(() => desk.devices().cashless, SOON).toBe('absent');
  // It never heard that nobody waits for a card any more.
  rig.terminal.wake();
  expect(rig.terminal.presentCard()).toBe('presented');
  await expect.poll(() => rig.terminal.heldYen, SOON).toBe(240);
  expect((await desk.keep(ID)).isOk()).toBe(true);
  expect(rig.box.tallies).toMatchObject({ keptYen: 240, changeYen: 260 });
  await rig.terminal.goOnline();
  await expect.poll(() => desk.devices().cashless, SOON).toBe('ready');
  expect((await desk.escrow())._unsafeUnwrap()).toEqual({ escrowYen: 240, transactionId: ID });
  expect((await desk.giveBack(ID))._unsafeUnwrap()).toEqual({ returnedYen: 240 });
  expect(rig.terminal.tallies.voidedYen).toBe(240);
  expect(rig.box.tallies).toMatchObject({ keptYen: 240, changeYen: 260, returnedYen: 0 });
}, 30_000);

test('settled by hand reaches the card terminal also where the coin box has never heard of the payment', async () => {
  await rig.box.goOffline();
  await expect.poll(() => desk.devices().coinBox, SOON).toBe('absent');
  const giveUp = new AbortController();
  const collected = desk.collect({ transactionId: ID, dueYen: 240, signal: giveUp.signal, onEvent: () => {} });
  await expect.poll(() => rig.terminal.waiting, SOON).toBe(true);
  rig.terminal.presentCard('hanging');
  await rig.terminal.goOffline();
  rig.terminal.decidePresented('accepted');
  giveUp.abort();
  await collected;
  await rig.box.goOnline();
  await rig.terminal.goOnline();
  await expect.poll(() => desk.means().length, SOON).toBe(2);
  expect((await desk.settledByHand(ID)).isOk()).toBe(true);
  // A void now would pay the resident a second time.
  expect((await desk.escrow())._unsafeUnwrap().escrowYen).toBe(0);
  expect(rig.terminal.tallies.voidedYen).toBe(0);
}, 30_000);
