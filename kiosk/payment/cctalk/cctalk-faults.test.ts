import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok } from 'neverthrow';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CoinBox } from '../coin-box.ts';
import { CCTALK_CONFIGURATION, CCTALK_TEST_DELAYS } from '../contract/rigs.ts';
import type { FeeEvent } from '../fee-collector.ts';
import { CcTalkPeer, type CcTalkPeerOptions, memoryLine } from '../virtual/index.ts';
import { CcTalkConfigurationSchema, openCcTalkCoinBox } from './index.ts';

const SOON = { timeout: 10_000, interval: 4 };
const ID = 'payment-faultfaultfault';
const DELAYS = { ...CCTALK_TEST_DELAYS, answerLimitMs: 30, slowAnswerLimitMs: 30, lookMs: 20, awayLimitMs: 300 };

let stateDirectory: string;
let peer: CcTalkPeer;
let box: CoinBox;

function open(): CoinBox {
  const configuration = v.parse(CcTalkConfigurationSchema, { path: 'memory', ...CCTALK_CONFIGURATION });
  const openLine = () => Promise.resolve(ok(memoryLine(peer)));
  return openCcTalkCoinBox(configuration, { stateDirectory, delays: DELAYS, openLine })._unsafeUnwrap();
}
async function start(options: CcTalkPeerOptions = {}): Promise<void> {
  peer = new CcTalkPeer({ coinMs: 1, ...options });
  box = open();
  await expect.poll(() => box.status(), SOON).toBe('ready');
}
async function begin(dueYen = 240) {
  const events: FeeEvent[] = [];
  const collected = box.collect({ transactionId: ID, dueYen, onEvent: (event) => events.push(event) });
  await expect.poll(() => peer.acceptor.accepting, SOON).toBe(true);
  return { collected, events };
}
const seen = (yen: number) => expect.poll(async () => (await box.escrow())._unsafeUnwrap().escrowYen, SOON).toBe(yen);

beforeEach(() => {
  stateDirectory = mkdtempSync(join(tmpdir(), 'cctalk-faults-'));
});
afterEach(async () => {
  await box.close();
  peer.stop();
  rmSync(stateDirectory, { recursive: true });
});

test('coin jam: told, coins fall through, and the payment goes on when it is mended', async () => {
  await start();
  const { collected, events } = await begin();
  peer.acceptor.setJammed(true);
  await expect.poll(() => box.status(), SOON).toBe('coin-jam');
  expect(peer.insert(500)).toBe('fell-through');
  peer.acceptor.setJammed(false);
  await expect.poll(() => box.status(), SOON).toBe('ready');
  peer.insert(500);
  expect((await collected)._unsafeUnwrap().insertedYen).toBe(500);
  expect(events.map(({ kind }) => kind)).toEqual(['attention', 'attention-cleared', 'inserted']);
});

test('a hopper jams on its way: what is out is out, the rest comes when it is cleared, and never twice', async () => {
  await start();
  const { collected } = await begin();
  peer.insert(500);
  await collected;
  peer.hoppers[0]?.jamAfter(1);
  // 260: one of two 100s came out, and with that hopper jammed the others pay the rest.
  expect((await box.keep(ID)).isOk()).toBe(true);
  expect(peer.paidOutYen).toBe(260);
  expect(peer.hoppers.map(({ paidOutCoins }) => paidOutCoins)).toEqual([1, 3, 1]);
  await expect.poll(() => box.status(), SOON).toBe('coin-jam');
  peer.hoppers[0]?.clearJam();
  await expect.poll(() => box.status(), SOON).toBe('ready');
});

test('the smallest hopper is empty: no change, refused on the way, and the rest is paid once it is filled', async () => {
  await start({
    hoppers: [3, 4, 5].map((address, index) => ({
      address,
      coinYen: [100, 50, 10][index] ?? 0,
      coins: index === 2 ? 3 : 50,
    })),
  });
  await expect.poll(() => box.warnings(), SOON).toEqual(['change-low']);
  const { collected } = await begin(210);
  peer.insert(50);
  peer.insert(500);
  expect((await collected)._unsafeUnwrap().changeYen).toBe(340);
  const refused = await box.keep(ID);
  expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'refused', reason: 'cannot-pay-out' });
  expect(peer.paidOutYen).toBe(330);
  expect((await box.escrow())._unsafeUnwrap()).toEqual({ escrowYen: 10, transactionId: ID });
  await expect.poll(() => box.status(), SOON).toBe('no-change');
  const smallest = peer.hoppers[2];
  if (smallest !== undefined) smallest.coins = 50;
  await expect.poll(() => box.status(), SOON).toBe('ready');
  expect((await box.keep(ID)).isOk()).toBe(true);
  expect(peer.paidOutYen).toBe(340);
});

test('what cannot be paid exactly is refused before anything moves, and can still be given back otherwise', async () => {
  await start({ acceptedYen: [10, 50, 100, 500] });
  const { collected } = await begin(95);
  peer.insert(100);
  expect((await collected)._unsafeUnwrap().changeYen).toBe(5);
  expect((await box.keep(ID))._unsafeUnwrapErr()).toEqual({ kind: 'refused', reason: 'cannot-pay-out' });
  expect(peer.paidOutYen).toBe(0);
  expect((await box.giveBack(ID))._unsafeUnwrap()).toEqual({ returnedYen: 100 });
});

test('events fell out of the buffer: an alarm, no money, until somebody has switched the acceptor off and on', async () => {
  await start();
  const { collected } = await begin();
  peer.acceptor.loseEvents(9);
  await expect.poll(() => box.status(), SOON).toBe('attention');
  await seen(0);
  peer.acceptor.reset();
  await expect.poll(() => box.status(), SOON).toBe('ready');
  await expect.poll(() => peer.acceptor.accepting, SOON).toBe(true);
  peer.insert(500);
  expect((await collected)._unsafeUnwrap().insertedYen).toBe(500);
});

test('a coin that was in flight when the slot closed counts for its payment; one that comes later goes straight back', async () => {
  await start();
  const { collected } = await begin();
  peer.insert(500);
  peer.acceptor.insertInFlight(50);
  expect((await collected)._unsafeUnwrap().insertedYen).toBe(550);
  expect((await box.keep(ID)).isOk()).toBe(true);
  expect(peer.paidOutYen).toBe(310);
  peer.acceptor.insertInFlight(100);
  await expect.poll(() => peer.paidOutYen, SOON).toBe(410);
  await seen(0);
});

test('coins that fell in while the host was dead belong to the payment that was open', async () => {
  await start();
  void (await begin());
  peer.insert(100);
  await seen(100);
  await box.close();
  peer.acceptor.insertInFlight(50);
  box = open();
  await seen(150);
  await expect.poll(() => box.status(), SOON).toBe('ready');
  expect((await box.giveBack(ID))._unsafeUnwrap()).toEqual({ returnedYen: 150 });
  expect(peer.paidOutYen).toBe(150);
});

test('all power goes in the middle of a payment: absent, then on again, and the payment goes on', async () => {
  await start();
  const { collected, events } = await begin();
  peer.insert(100);
  await seen(100);
  peer.cutPower();
  await expect.poll(() => box.status(), SOON).toBe('absent');
  expect(peer.insert(100)).toBe('fell-through');
  peer.restorePower();
  await expect.poll(() => peer.acceptor.accepting, SOON).toBe(true);
  peer.insert(500);
  expect((await collected)._unsafeUnwrap().insertedYen).toBe(600);
  expect(events).toContainEqual({ kind: 'attention', cause: 'offline' });
});

test('a hopper that was emptied by hand in the middle of its account: taken for paid, and a person is asked for', async () => {
  await start();
  const { collected } = await begin();
  peer.insert(500);
  await collected;
  peer.cutPowerAfterCoins(1);
  await box.keep(ID);
  const [largest] = peer.hoppers;
  // Somebody has the hopper pay out a handful while it is in his hands.
  if (largest !== undefined) largest.lifetimeCoins += 7;
  peer.restorePower();
  await expect.poll(async () => (await box.keep(ID)).isOk(), SOON).toBe(true);
  expect(box.status()).toBe('attention');
  // Two 100s count as paid: never a second time.
  expect(peer.hoppers.slice(1).map(({ paidOutCoins }) => paidOutCoins)).toEqual([1, 1]);
});

test('a device of another kind at the acceptor’s address is never trusted', async () => {
  peer = new CcTalkPeer();
  const configuration = v.parse(CcTalkConfigurationSchema, {
    path: 'memory',
    acceptor: { address: 3 },
    hoppers: [{ address: 4, coinYen: 10 }],
  });
  const openLine = () => Promise.resolve(ok(memoryLine(peer)));
  box = openCcTalkCoinBox(configuration, { stateDirectory, delays: DELAYS, openLine })._unsafeUnwrap();
  await expect.poll(() => box.status(), SOON).toBe('attention');
  expect((await box.collect({ transactionId: ID, dueYen: 10, onEvent: () => {} })).isErr()).toBe(true);
});
