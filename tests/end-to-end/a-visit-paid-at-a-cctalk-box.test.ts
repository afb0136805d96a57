/**
 * A whole visit with a coin box that speaks ccTalk over a serial line: coins and change by the published protocol, on a real
 * pseudo-terminal, with a simulated acceptor and hoppers at its other end (P18).
 */

import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FeeConfigurationSchema } from '../../kiosk/payment/index.ts';
import { type RunningCcTalkPeer, startCcTalkPeer } from '../../kiosk/payment/virtual/index.ts';
import { type RunningKiosk, startKiosk } from '../environment/running-kiosk.ts';
import { buildWorld, type World } from '../environment/world.ts';

const TERMINAL = 'KIOSK-CC';
const PLAN = { person: 'ichiyo', municipality: '900010', kind: 'domestic', copies: 1, pays: false } as const;
const HOPPERS = [
  { address: 3, coinYen: 100, coins: 30 },
  { address: 4, coinYen: 50, coins: 30 },
  { address: 5, coinYen: 10, coins: 30 },
];
let world: World;
let box: RunningCcTalkPeer;
let kiosk: RunningKiosk;

beforeAll(async () => {
  world = await buildWorld({ directory: null, terminals: [TERMINAL] });
  box = (await startCcTalkPeer({ hoppers: HOPPERS, coinMs: 20 }))._unsafeUnwrap();
  const payment = v.parse(FeeConfigurationSchema, {
    coinBox: {
      kind: 'cctalk',
      path: box.path,
      acceptor: {},
      hoppers: HOPPERS.map(({ address, coinYen }) => ({ address, coinYen })),
    },
  });
  kiosk = await startKiosk(world, {
    terminalId: TERMINAL,
    reader: 'virtual',
    change: (configuration) => ({ ...configuration, devices: { ...configuration.devices, payment } }),
  });
  await kiosk.screens.until(['attract'], 60_000);
}, 120_000);
afterAll(async () => {
  await kiosk?.stop();
  await box?.stop();
  await world?.stop();
}, 60_000);

const insert = async (...coins: readonly number[]) => {
  for (const yen of coins)
    await expect.poll(() => box.peer.insert(yen), { timeout: 15_000, interval: 300 }).toBe('taken');
};
const paidOutYen = () => box.peer.hoppers.reduce((sum, hopper) => sum + hopper.paidOutCoins * hopper.coinYen, 0);

describe('coins by ccTalk', () => {
  it('takes 500 yen for a copy of 120 and gives 380 back, coin by coin', async () => {
    const before = paidOutYen();
    let paying: Promise<void> | null = null;
    const report = await kiosk.visit(PLAN, ({ step }) => {
      if (step === 'payment') paying ??= insert(500);
    });
    await paying;
    expect(report).toMatchObject({ outcome: 'finished', sheets: 1 });
    expect(paidOutYen() - before).toBe(380);
    expect(kiosk.devices.receiptPrinter.receipts.at(-1)).toContain('380円');
  });

  it('gives everything back when the resident changes their mind', async () => {
    const before = paidOutYen();
    let paying: Promise<void> | null = null;
    const report = await kiosk.visit(PLAN, ({ step }) => {
      if (step !== 'payment') return;
      paying ??= insert(100).then(async () => {
        await expect
          .poll(() => {
            const screen = kiosk.screens.current()?.screen;
            return screen?.name === 'payment' ? screen.insertedYen : 0;
          })
          .toBe(100);
        kiosk.screens.tap({ type: 'cancel' });
      });
    });
    await paying;
    expect(report).toMatchObject({ outcome: 'cancelled', sheets: 0 });
    expect(paidOutYen() - before).toBe(100);
  });
});
