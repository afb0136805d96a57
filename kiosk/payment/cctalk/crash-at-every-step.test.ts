/**
 * P18 at the hoppers: the host dies before each single message it sends, and at each single line it writes, while it pays out; the
 * power of the devices may go at the same moment. The next host finishes the same payout. What left the hoppers is exactly what was owed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok } from 'neverthrow';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CoinBox } from '../coin-box.ts';
import { CCTALK_CONFIGURATION, CCTALK_TEST_DELAYS } from '../contract/rigs.ts';
import { CcTalkPeer, type MemoryLine, memoryLine } from '../virtual/index.ts';
import { CcTalkConfigurationSchema, openCcTalkCoinBox } from './index.ts';

const ID = 'payment-crashcrashcrash';
const DELAYS = {
  ...CCTALK_TEST_DELAYS,
  answerLimitMs: 12,
  slowAnswerLimitMs: 12,
  quietMs: 1,
  pollMs: 4,
  coinInFlightMs: 4,
  awayLimitMs: 400,
  payoutPollMs: 1,
  reopenMs: 5,
};
const SOON = { timeout: 10_000, interval: 2 };
const configuration = v.parse(CcTalkConfigurationSchema, { path: 'memory', ...CCTALK_CONFIGURATION });

let stateDirectory: string;
let peer: CcTalkPeer;
beforeEach(() => {
  stateDirectory = mkdtempSync(join(tmpdir(), 'cctalk-crash-'));
  peer = new CcTalkPeer({ coinMs: 1 });
});
afterEach(() => {
  peer.stop();
  rmSync(stateDirectory, { recursive: true });
});

/** A host on this peer and this disk. After `messages` more messages it is dead. */
function host(): { box: CoinBox; dieAfter(messages: number): void; died(): boolean } {
  let left = Number.POSITIVE_INFINITY;
  let died = false;
  const beforeWrite = (line: MemoryLine): void => {
    left -= 1;
    if (left >= 0 || died) return;
    died = true;
    line.die();
  };
  let opened = false;
  const openLine = () => {
    // A dead host opens nothing again.
    const line = memoryLine(peer, beforeWrite);
    if (opened) line.die();
    opened = true;
    return Promise.resolve(ok(line));
  };
  const box = openCcTalkCoinBox(configuration, { stateDirectory, delays: DELAYS, openLine })._unsafeUnwrap();
  return {
    box,
    dieAfter(messages) {
      left = messages;
    },
    died: () => died,
  };
}

async function pay(box: CoinBox, dueYen: number, coins: readonly number[]): Promise<void> {
  await expect.poll(() => box.status(), SOON).toBe('ready');
  const collected = box.collect({ transactionId: ID, dueYen, onEvent: () => {} });
  await expect.poll(() => peer.acceptor.accepting, SOON).toBe(true);
  for (const coin of coins) peer.insert(coin);
  expect((await collected).isOk()).toBe(true);
}

/** Asks until it is done, as the host does. */
async function finish(box: CoinBox, settle: (box: CoinBox) => Promise<{ isOk(): boolean }>): Promise<void> {
  await expect.poll(() => box.status(), SOON).toBe('ready');
  await expect.poll(async () => (await settle(box)).isOk(), SOON).toBe(true);
}

const SETTLEMENTS = [
  ['give back', 260, (box: CoinBox) => box.giveBack(ID), [100, 100, 50, 10], 260],
  ['keep with change', 240, (box: CoinBox) => box.keep(ID), [500], 260],
] as const;

describe.each(SETTLEMENTS)('%s', (_name, dueYen, settle, coins, owedYen) => {
  test('the host dies before any one of its messages', async () => {
    let steps = 0;
    for (let after = 0; ; after += 1) {
      const before = peer.paidOutYen;
      const dying = host();
      await pay(dying.box, dueYen, coins);
      dying.dieAfter(after);
      const first = await settle(dying.box);
      await dying.box.close();
      const successor = host();
      await finish(successor.box, settle);
      expect(peer.paidOutYen - before).toBe(owedYen);
      expect((await successor.box.escrow())._unsafeUnwrap().escrowYen).toBe(0);
      await successor.box.close();
      rmSync(join(stateDirectory, 'coin-box-ledger.jsonl'));
      for (const hopper of peer.hoppers) hopper.coins = 100;
      steps = after;
      if (first.isOk() && !dying.died()) break;
    }
    // Three hoppers, each asked for its account twice and told to pay once.
    expect(steps).toBeGreaterThan(30);
  });

  test('the power goes with the host, after any number of coins', async () => {
    for (let coinsOut = 1; coinsOut <= 4; coinsOut += 1) {
      const before = peer.paidOutYen;
      const first = host();
      await pay(first.box, dueYen, coins);
      peer.cutPowerAfterCoins(coinsOut);
      await settle(first.box);
      await first.box.close();
      peer.restorePower();
      const successor = host();
      await finish(successor.box, settle);
      expect(peer.paidOutYen - before).toBe(owedYen);
      await successor.box.close();
      rmSync(join(stateDirectory, 'coin-box-ledger.jsonl'));
    }
  });
});

test('the answer to a dispense command is lost: the hopper’s own count tells, and nothing is paid twice', async () => {
  const { box } = host();
  await pay(box, 240, [500]);
  peer.disturb('lose-answer', 167);
  expect((await box.keep(ID)).isOk()).toBe(true);
  expect(peer.paidOutYen).toBe(260);
  await box.close();
});
