import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CoinBox } from '../coin-box.ts';
import { startVirtualCoinBox, type VirtualCoinBox } from '../virtual/index.ts';
import { openCoinBox } from './open-coin-box.ts';

const SOON = { timeout: 10_000, interval: 5 };
const DELAYS = { reconnectMs: 10, awayLimitMs: 200, answerLimitMs: 200, aliveEveryMs: 20, aliveLimitMs: 60 };

let box: VirtualCoinBox;
let client: CoinBox;
beforeEach(async () => {
  box = await startVirtualCoinBox();
  client = openCoinBox({ host: box.host, port: box.port }, { delays: DELAYS });
  await expect.poll(() => client.status(), SOON).toBe('ready');
});
afterEach(async () => {
  await client.close();
  await box.stop();
});

test('a box that loses its power without a word is absent, and ready when it answers again', async () => {
  box.hang();
  await expect.poll(() => client.status(), SOON).toBe('absent');
  expect((await client.escrow())._unsafeUnwrapErr().kind).toBe('offline');
  box.wake();
  await expect.poll(() => client.status(), SOON).toBe('ready');
});

test('power comes back in the middle of a payment: it goes on where it stood', async () => {
  const collected = client.collect({ dueYen: 240, onEvent: () => {} });
  await expect.poll(() => box.collecting, SOON).toBe(true);
  box.insert(100);
  box.hang();
  await expect.poll(() => client.status(), SOON).toBe('absent');
  expect(box.insert(500)).toBe('fell-through');
  box.wake();
  await expect.poll(() => client.status() === 'ready' && box.collecting, SOON).toBe(true);
  box.insert(500);
  expect((await collected)._unsafeUnwrap().insertedYen).toBe(600);
});

test('no change and a coin jam are said in their own words, the jam first', async () => {
  const told: string[] = [];
  client.watch((status) => told.push(status));
  box.setCannotPayOut(true);
  await expect.poll(() => client.status(), SOON).toBe('no-change');
  box.jam();
  await expect.poll(() => client.status(), SOON).toBe('coin-jam');
  box.clearJam();
  await expect.poll(() => client.status(), SOON).toBe('no-change');
  box.setCannotPayOut(false);
  await expect.poll(() => client.status(), SOON).toBe('ready');
  expect(told).toEqual(['no-change', 'coin-jam', 'no-change', 'ready']);
});

test('levels are warnings: watchers hear of them, and service goes on', async () => {
  let told = 0;
  client.watch(() => {
    told += 1;
  });
  box.setLevels({ change: 'low', cashBox: 'room' });
  await expect.poll(() => client.warnings(), SOON).toEqual(['change-low']);
  box.setLevels({ change: 'low', cashBox: 'nearly-full' });
  await expect.poll(() => client.warnings(), SOON).toEqual(['change-low', 'coins-nearly-full']);
  box.setLevels({ change: 'enough', cashBox: 'room' });
  await expect.poll(() => client.warnings(), SOON).toEqual([]);
  expect([client.status(), told]).toEqual(['ready', 3]);
});

test('until the box was looked for, nobody knows how it is; then it is absent', async () => {
  await box.goOffline();
  const late = openCoinBox({ host: box.host, port: box.port }, { delays: { ...DELAYS, aliveLimitMs: 100 } });
  expect([late.looked(), late.status()]).toEqual([false, 'absent']);
  await expect.poll(() => late.looked(), SOON).toBe(true);
  expect(late.status()).toBe('absent');
  await late.close();
});
