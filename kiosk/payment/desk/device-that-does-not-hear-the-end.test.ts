/** A device that is away when a payment is given up may hold money nobody has heard of: it is asked until it says so. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deskRig } from '../contract/rigs.ts';
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
