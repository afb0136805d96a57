/**
 * A defective sheet, from the resident's complaint to the second sheet (issue 4, item 6): a clerk confirms it with the personal
 * code, it is printed again in the same visit, charged never again, and told to the center. Whatever is typed, nothing is
 * printed without the right code, nor after the visit has ended.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../server-bridge/center/index.ts';
import { askOperations } from '../environment/operations-client.ts';
import { type RunningKiosk, startKiosk } from '../environment/running-kiosk.ts';
import { SYNTHETIC_CLERK } from '../environment/synthetic-directive.ts';
import { buildWorld, type World } from '../environment/world.ts';

const TERMINALS = ['KIOSK-M1', 'KIOSK-M2'] as const;
const OverviewSchema = v.looseObject({
  terminals: v.array(
    v.looseObject({ terminalId: v.string(), status: v.nullable(v.looseObject({ reportedAt: v.string() })) }),
  ),
});
const WRONG = ['000000', '999999', '1234'];

let directory: string;
let world: World | null = null;
const kiosks = new Map<string, RunningKiosk>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-misprint-'));
  world = await buildWorld({ directory, terminals: TERMINALS });
  for (const terminalId of TERMINALS)
    kiosks.set(terminalId, await startKiosk(world, { terminalId, reader: 'virtual' }));
}, 120_000);
async function endAll(): Promise<void> {
  for (const kiosk of kiosks.values()) await kiosk.stop();
  kiosks.clear();
  await world?.stop();
  world = null;
}
afterAll(async () => {
  await endAll();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

function kioskOf(terminalId: (typeof TERMINALS)[number]): RunningKiosk {
  const kiosk = kiosks.get(terminalId);
  if (kiosk === undefined) throw new Error(`${terminalId} is not there.`);
  return kiosk;
}
const plan = { person: 'ichiyo', municipality: '900010', kind: 'domestic', copies: 1 } as const;
const actionsIn = (log: string): string[] =>
  log
    .split('\n')
    .filter((line) => line.includes('OPERATOR_ACTION'))
    .map((line): string => JSON.parse(line).code);

describe('a misprint', () => {
  it('is not printed again for a wrong code, and is for the right one: two sheets, one fee, one receipt', async () => {
    const kiosk = kioskOf('KIOSK-M1');
    const { pagePrinter, receiptPrinter } = kiosk.devices;
    const sheetsAfter: number[] = [];
    const report = await kiosk.visit({ ...plan, clerkCodes: ['000000', SYNTHETIC_CLERK.code] }, ({ step, detail }) => {
      if (step === 'clerk-code' && detail === 'wrong') sheetsAfter.push(pagePrinter.printed.length);
    });
    expect(report).toMatchObject({
      outcome: 'finished',
      sheets: 1,
      reprints: 1,
      money: { keptYen: 120, returnedYen: 0, refundedYen: 0 },
    });
    expect(sheetsAfter).toEqual([1]);
    expect(pagePrinter.printed).toHaveLength(2);
    const [first, second] = pagePrinter.printed;
    expect(Buffer.compare(first?.pdf ?? Buffer.alloc(0), second?.pdf ?? Buffer.alloc(1))).toBe(0);
    expect(receiptPrinter.receipts).toHaveLength(1);
    expect(report.screens.slice(report.screens.lastIndexOf('payment'))).toEqual([
      'payment',
      'printing',
      'take-paper',
      'paper',
      'misprint',
      'clerk-code',
      'printing',
      'take-paper',
      'paper',
      'receipt',
      'goodbye',
    ]);
    expect(actionsIn(kiosk.log())).toEqual(['code-wrong', 'reprint']);
    expect(kiosk.log()).toContain(`"operator":"${SYNTHETIC_CLERK.id}"`);
  });

  it('is printed again by nobody once the visit has ended', async () => {
    const kiosk = kioskOf('KIOSK-M1');
    const { pagePrinter } = kiosk.devices;
    const sheets = pagePrinter.printed.length;
    await kiosk.screens.until(['attract'], 20_000);
    kiosk.screens.tap({ type: 'misprint' });
    for (const digit of SYNTHETIC_CLERK.code) kiosk.screens.tap({ type: 'digit', digit: Number(digit) });
    kiosk.screens.tap({ type: 'next' });
    // And within a visit, once the resident has said that the paper is taken.
    const report = await kiosk.visit(plan, ({ step }) => {
      if (step !== 'receipt') return;
      kiosk.screens.tap({ type: 'misprint' });
      for (const digit of SYNTHETIC_CLERK.code) kiosk.screens.tap({ type: 'digit', digit: Number(digit) });
    });
    expect(report).toMatchObject({ outcome: 'finished', sheets: 1, reprints: 0, money: { keptYen: 120 } });
    expect(pagePrinter.printed).toHaveLength(sheets + 1);
    await kiosk.screens.until(['attract'], 20_000);
  });

  it('with a jam on the way: mended by the clerk, printed again, charged once', async () => {
    const kiosk = kioskOf('KIOSK-M1');
    const { pagePrinter } = kiosk.devices;
    const sheets = pagePrinter.printed.length;
    const report = await kiosk.visit({ ...plan, faults: ['misprint'] }, ({ step }) => {
      if (step !== 'misprint') return;
      const off = pagePrinter.onEvent((event) => {
        if (event.kind !== 'job' || event.state !== 'processing') return;
        off();
        pagePrinter.raise('jam');
        setTimeout(() => pagePrinter.clear('jam'), 1_500);
      });
    });
    expect(report).toMatchObject({ outcome: 'finished', sheets: 1, reprints: 1, money: { keptYen: 120 } });
    expect(report.screens.slice(report.screens.indexOf('misprint'))).toContain('printer-attention');
    expect(pagePrinter.printed).toHaveLength(sheets + 2);
  });

  it('that breaks off at the printer costs nothing, and is told as what it is', async () => {
    const kiosk = kioskOf('KIOSK-M2');
    const report = await kiosk.visit({ ...plan, faults: ['misprint'] }, ({ step }) => {
      if (step === 'misprint') kiosk.devices.pagePrinter.abortNextSheet();
    });
    expect(report).toMatchObject({ sheets: 1, reprints: 0, money: { keptYen: 120, returnedYen: 0, refundedYen: 0 } });
    expect(report.screens.slice(report.screens.indexOf('misprint'))).toEqual(expect.arrayContaining(['take-paper']));
    const [permitted, ended] = actionsIn(kiosk.log());
    expect(permitted).toBe('reprint');
    expect(['reprint-not-printed', 'reprint-uncertain']).toContain(ended);
  });
});

describe('wrong codes', () => {
  it('lock codes out, in this visit and in the next; nothing is printed again, the visits go on', async () => {
    const kiosk = kioskOf('KIOSK-M1');
    const sheets = kiosk.devices.pagePrinter.printed.length;
    const told: unknown[] = [];
    const hands = ({ step, detail }: { step: string; detail?: string | number }) => {
      if (step === 'clerk-code') told.push(detail);
    };
    const first = await kiosk.visit({ ...plan, clerkCodes: [...WRONG, SYNTHETIC_CLERK.code] }, hands);
    expect(told.splice(0)).toEqual(['wrong', 'wrong', 'locked-out']);
    const second = await kiosk.visit({ ...plan, clerkCodes: [SYNTHETIC_CLERK.code] }, hands);
    expect(told).toEqual(['locked-out']);
    for (const report of [first, second])
      expect(report).toMatchObject({ outcome: 'finished', sheets: 1, reprints: 0, money: { keptYen: 120 } });
    expect(kiosk.devices.pagePrinter.printed).toHaveLength(sheets + 2);
    expect(actionsIn(kiosk.log()).slice(-3)).toEqual(['code-wrong', 'code-wrong', 'code-locked-out']);
  });

  it('stand in no log, and neither does the right one', () => {
    const log = kioskOf('KIOSK-M1').log();
    for (const code of [...WRONG, SYNTHETIC_CLERK.code]) expect(log).not.toMatch(new RegExp(`\\b${code}\\b`));
  });
});

/** Waits until the center has a status of the terminal made later than this: it carries whatever the center lacked. */
async function heartbeatAfter(instant: Date): Promise<void> {
  const reportedAt = async (): Promise<number> => {
    if (world === null) return 0;
    const { terminals } = v.parse(OverviewSchema, await askOperations(world, 'GET', '/operations/terminals'));
    return Date.parse(terminals.find(({ terminalId }) => terminalId === 'KIOSK-M1')?.status?.reportedAt ?? '');
  };
  await expect.poll(reportedAt, { timeout: 30_000, interval: 200 }).toBeGreaterThan(instant.getTime());
}

describe('the center', () => {
  it('has been told of every use of a code, in order', async () => {
    await heartbeatAfter(new Date());
    await endAll();
    const store = (await openStore({ kind: 'pglite', directory: join(directory, 'center-store') }))._unsafeUnwrap();
    try {
      const told = await store.database
        .selectFrom('terminal_events')
        .select('code')
        .where('terminal_id', '=', 'KIOSK-M1')
        .where('event', '=', 'OPERATOR_ACTION')
        .orderBy('seq')
        .execute();
      expect(told.map(({ code }) => code)).toEqual([
        'code-wrong',
        'reprint',
        'reprint',
        'code-wrong',
        'code-wrong',
        'code-locked-out',
      ]);
    } finally {
      await store.close();
    }
  }, 60_000);
});
