/**
 * Paid by card or phone instead of coins: held until the paper is confirmed, then taken once; let go where no paper came (P18). And
 * nobody pays, and nothing is printed, over a card in the reader (P15).
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSyntheticCard, findSyntheticPerson } from '../../card-reader/virtual/index.ts';
import { clerkDoes } from '../environment/operator-hands.ts';
import { type RunningKiosk, startKiosk, type VisitReport } from '../environment/running-kiosk.ts';
import { buildWorld, type World } from '../environment/world.ts';

const PLAN = { person: 'ichiyo', municipality: '900010', kind: 'domestic', copies: 1, pays: false } as const;
let world: World;
let kiosk: RunningKiosk;

beforeAll(async () => {
  world = await buildWorld({ directory: null, terminals: ['KIOSK-CL'] });
  kiosk = await startKiosk(world, { terminalId: 'KIOSK-CL', reader: 'virtual' });
  await kiosk.screens.until(['attract'], 60_000);
}, 120_000);
afterAll(async () => {
  await kiosk?.stop();
  await world?.stop();
}, 60_000);

const touch = async (outcome: 'accepted' | 'declined' | 'unheard') =>
  expect.poll(() => kiosk.devices.cashless.presentCard(outcome), { timeout: 10_000 }).toBe('presented');

/** A visit in which `pay` is done once at the payment screen; what it moved at both devices. */
async function visit(pay: () => Promise<void>, plan: Partial<Parameters<RunningKiosk['visit']>[0]> = {}) {
  const before = { ...kiosk.devices.cashless.tallies };
  let paying: Promise<void> | null = null;
  const report: VisitReport = await kiosk.visit({ ...PLAN, ...plan }, ({ step }) => {
    if (step === 'payment') paying ??= pay();
  });
  await paying;
  const after = kiosk.devices.cashless.tallies;
  return {
    report,
    cashless: {
      authorisations: after.authorisations - before.authorisations,
      capturedYen: after.capturedYen - before.capturedYen,
      voidedYen: after.voidedYen - before.voidedYen,
      refundedYen: after.refundedYen - before.refundedYen,
    },
  };
}

describe('by card or phone', () => {
  it('is taken once, after the paper; the receipt says how it was paid', async () => {
    const { report, cashless } = await visit(() => touch('accepted'), { copies: 2 });
    expect(report).toMatchObject({ outcome: 'finished', sheets: 2, money: { keptYen: 0, returnedYen: 0 } });
    expect(cashless).toEqual({ authorisations: 1, capturedYen: 240, voidedYen: 0, refundedYen: 0 });
    const receipt = kiosk.devices.receiptPrinter.receipts.at(-1) ?? '';
    expect(receipt).toContain('キャッシュレス');
    expect(receipt).not.toContain('お釣り');
  });

  it('a card that is declined leaves the coins', async () => {
    const { report, cashless } = await visit(async () => {
      await touch('declined');
      await expect.poll(() => kiosk.devices.coinBox.insert(500), { timeout: 10_000 }).toBe('taken');
    });
    expect(report).toMatchObject({ outcome: 'finished', sheets: 1, money: { keptYen: 120 } });
    expect(cashless).toMatchObject({ capturedYen: 0, voidedYen: 0 });
    expect(kiosk.devices.receiptPrinter.receipts.at(-1)).toContain('お釣り');
  });

  it('an answer that is lost is asked for, and nothing is authorised twice', async () => {
    const { report, cashless } = await visit(() => touch('unheard'));
    expect(report).toMatchObject({ outcome: 'finished', sheets: 1 });
    expect(cashless).toEqual({ authorisations: 1, capturedYen: 120, voidedYen: 0, refundedYen: 0 });
  });

  it('a printer that gives up costs nothing', async () => {
    const { report, cashless } = await visit(() => touch('accepted'), { faults: ['abort-mid-page'] });
    expect(report).toMatchObject({ outcome: 'refused', refusal: 'PRINTER_ATTENTION', sheets: 0, refundYen: 120 });
    expect(cashless).toMatchObject({ capturedYen: 0, voidedYen: 120 });
    await expect.poll(() => kiosk.host.cause(), { timeout: 20_000 }).toBe('needs-staff-paper-left');
    kiosk.devices.pagePrinter.takePaper();
    await clerkDoes(kiosk.screens, 'left-paper', ['nothing-found']);
    await kiosk.screens.until(['attract'], 30_000);
  });
});

describe('a card that lies in the reader again', () => {
  it.each(['confirm', 'payment'] as const)('laid down at %s: taken first, then paid and printed', async (at) => {
    const person = findSyntheticPerson('ichiyo');
    if (person === undefined) throw new Error('There is no such person.');
    let laid = false;
    const report = await kiosk.visit({ ...PLAN, pays: true }, ({ step }) => {
      if (step !== at || laid) return;
      laid = true;
      kiosk.devices.reader.insert(buildSyntheticCard(person, {}));
    });
    expect(report).toMatchObject({ outcome: 'finished', sheets: 1, money: { keptYen: 120 } });
    expect(report.screens).toContain('take-card-first');
    expect(report.screens.indexOf('take-card-first')).toBeLessThan(report.screens.indexOf('printing'));
  });
});
