/**
 * Whatever is killed, at whatever step: money follows paper, a sheet that may lie in the machine is looked for by a clerk, the next
 * resident is served, and nothing of the person is left on disk (invariants B and E, P6, P18).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScreenName } from '../../kiosk/snapshot.ts';
import { type KioskProcess, startKioskProcess } from '../environment/kiosk-process.ts';
import { askOperations } from '../environment/operations-client.ts';
import { clerkDoes } from '../environment/operator-hands.ts';
import { playVisit, type VisitPlan } from '../environment/resident.ts';
import { buildWorld, type World } from '../environment/world.ts';
import { searchForPerson } from './search-for-person.ts';

const TERMINAL = 'KIOSK-K1';
const PLAN: VisitPlan = { person: 'ichiyo', municipality: '900010', kind: 'domestic', copies: 1 };
const COPY_YEN = 120;
/** Long enough to strike while a sheet is on its way. */
const SHEET_MS = 400;

let directory: string;
let world: World;
let kiosk: KioskProcess;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-killed-'));
  world = await buildWorld({ directory, terminals: [TERMINAL] });
  kiosk = await startKioskProcess(world, { terminalId: TERMINAL, reader: 'auto', sheetMs: SHEET_MS });
}, 120_000);
afterAll(async () => {
  await kiosk?.stop();
  await world?.stop();
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
}, 60_000);

type Money = { keptYen: number; backYen: number };

function moneyNow(): Money {
  const { keptYen, returnedYen, refundedYen } = kiosk.devices.coinBox.tallies;
  return { keptYen: keptYen - refundedYen, backYen: returnedYen + refundedYen };
}

/** Plays a visit and does `strike` once, the first time this step is reached. */
async function visitStruckAt(at: string, strike: () => Promise<void>, plan: Partial<VisitPlan> = {}): Promise<string> {
  let struck = false;
  const last = await playVisit(
    { ...PLAN, ...plan },
    {
      screens: kiosk.screens,
      devices: kiosk.devices,
      onStep: ({ step }) => {
        if (step !== at || struck) return;
        struck = true;
        void strike();
      },
    },
  );
  if (last.screen.name === 'refused' || last.screen.name === 'goodbye') kiosk.screens.tap({ type: 'next' });
  return last.screen.name === 'refused' ? last.screen.refusal : last.screen.name;
}

class Reached extends Error {}

/** Plays a visit up to this step and leaves it there. */
async function visitUpTo(at: string, plan: Partial<VisitPlan> = {}): Promise<void> {
  const played = playVisit(
    { ...PLAN, ...plan },
    {
      screens: kiosk.screens,
      devices: kiosk.devices,
      onStep: ({ step }) => {
        if (step === at) throw new Reached();
      },
    },
  );
  await expect(played).rejects.toBeInstanceOf(Reached);
}

/** The resident goes; a clerk looks where the terminal asks for one; the next resident is invited. */
async function untilNextIsInvited(): Promise<ScreenName[]> {
  kiosk.devices.reader.remove();
  const seen: ScreenName[] = [];
  for (let round = 0; round < 5; round += 1) {
    await expect
      .poll(
        () => {
          const screen = kiosk.screens.current()?.screen;
          if (screen?.name === 'refused') kiosk.screens.tap({ type: 'next' });
          if (screen?.name === 'out-of-service') return screen.cause.startsWith('needs-staff');
          return screen?.name === 'attract';
        },
        { timeout: 40_000, interval: 100 },
      )
      .toBe(true);
    const screen = kiosk.screens.current()?.screen;
    if (screen?.name === 'attract') return seen;
    if (screen?.name === 'out-of-service' && screen.cause === 'needs-staff-paper-left') {
      seen.push('out-of-service');
      kiosk.devices.pagePrinter.takePaper();
      await clerkDoes(kiosk.screens, 'left-paper', ['kept-for-municipality']);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`The terminal stays closed: ${JSON.stringify(kiosk.screens.current()?.screen)}`);
}

const TerminalsSchema = v.object({
  terminals: v.array(v.looseObject({ status: v.nullable(v.looseObject({ receivedAt: v.string() })) })),
});

/** The terminal has found the center again: the next visit does not fail for what was killed in the last one. */
async function lineUp(): Promise<void> {
  const since = Date.now();
  const heardFrom = async (): Promise<boolean> => {
    const answer = await askOperations(world, 'GET', '/operations/terminals').catch(() => ({ terminals: [] }));
    const { terminals } = v.parse(TerminalsSchema, answer);
    return terminals.some(({ status }) => status !== null && Date.parse(status.receivedAt) > since);
  };
  await expect.poll(heardFrom, { timeout: 40_000, interval: 200 }).toBe(true);
}

describe('the host', () => {
  it.each<[string, { keptYen: number; paperLeft: boolean }]>([
    ['menu', { keptYen: 0, paperLeft: false }],
    ['lay-card', { keptYen: 0, paperLeft: false }],
    ['kind', { keptYen: 0, paperLeft: false }],
    ['pin', { keptYen: 0, paperLeft: false }],
    ['take-card', { keptYen: 0, paperLeft: false }],
    ['municipality', { keptYen: 0, paperLeft: false }],
    ['applying', { keptYen: 0, paperLeft: false }],
    ['preview', { keptYen: 0, paperLeft: false }],
    ['confirm', { keptYen: 0, paperLeft: false }],
    ['payment', { keptYen: 0, paperLeft: false }],
    // The sheet may come out or not: it is nobody's until a clerk has looked, and nobody pays for it.
    ['printing', { keptYen: 0, paperLeft: true }],
    // Confirmed by the printer, so it is paid for; nobody has said that it was taken.
    ['take-paper', { keptYen: COPY_YEN, paperLeft: true }],
    ['receipt', { keptYen: COPY_YEN, paperLeft: false }],
  ])(
    'killed at %s',
    async (at, wanted) => {
      await kiosk.screens.until(['attract'], 60_000);
      const before = moneyNow();
      await visitUpTo(at);
      await kiosk.killHost();
      await kiosk.startHost();
      const seen = await untilNextIsInvited();
      expect(seen.includes('out-of-service')).toBe(wanted.paperLeft);
      expect(moneyNow().keptYen - before.keptYen).toBe(wanted.keptYen);
      expect(kiosk.devices.coinBox.escrowYen).toBe(0);
    },
    120_000,
  );

  it('killed with a coin in escrow: it comes back, once', async () => {
    await kiosk.screens.until(['attract'], 60_000);
    const before = moneyNow();
    await visitUpTo('payment', { pays: false });
    await expect.poll(() => kiosk.devices.coinBox.insert(100), { timeout: 10_000 }).toBe('taken');
    await kiosk.killHost();
    await kiosk.startHost();
    await untilNextIsInvited();
    expect(moneyNow()).toEqual({ keptYen: before.keptYen, backYen: before.backYen + 100 });
  }, 120_000);
});

describe('the visit process', () => {
  it.each<[string, number]>([
    ['menu', 0],
    ['lay-card', 0],
    ['pin', 0],
    ['municipality', 0],
    ['preview', 0],
    ['payment', 0],
    ['printing', 0],
    ['take-paper', COPY_YEN],
    ['receipt', COPY_YEN],
  ])(
    'killed at %s',
    async (at, keptYen) => {
      await kiosk.screens.until(['attract'], 60_000);
      const before = moneyNow();
      await visitUpTo(at);
      process.kill(kiosk.visitPid(), 'SIGKILL');
      await untilNextIsInvited();
      expect(moneyNow().keptYen - before.keptYen).toBe(keptYen);
      expect(kiosk.devices.coinBox.escrowYen).toBe(0);
    },
    120_000,
  );
});

describe('the shell', () => {
  it('killed at every screen of a visit: the visit goes on where it stood', async () => {
    await kiosk.screens.until(['attract'], 60_000);
    const before = moneyNow();
    const killedAt: string[] = [];
    let restarting = Promise.resolve();
    const last = await playVisit(PLAN, {
      screens: kiosk.screens,
      devices: kiosk.devices,
      onStep: ({ step }) => {
        if (killedAt.includes(step) || step === 'paper') return;
        killedAt.push(step);
        restarting = restarting.then(() => kiosk.restartShell());
      },
    });
    await restarting;
    expect(last.screen.name).toBe('goodbye');
    expect(killedAt.length).toBeGreaterThan(12);
    await untilNextIsInvited();
    expect(moneyNow().keptYen - before.keptYen).toBe(COPY_YEN);
  }, 180_000);
});

describe.each([
  ['the center', () => world.servers.center.kill('SIGKILL'), () => world.servers.restartCenter()],
  ['VRS', () => world.servers.vrs.kill('SIGKILL'), () => world.servers.restartVrs()],
] as const)('%s', (_name, kill, restart) => {
  // Before the application it may cost the visit; after it, everything the visit needs is on the terminal.
  it.each<[string, readonly string[]]>([
    ['menu', ['goodbye', 'UNAVAILABLE', 'BUSY']],
    ['lay-card', ['goodbye', 'UNAVAILABLE', 'BUSY']],
    ['pin', ['goodbye', 'UNAVAILABLE', 'BUSY', 'CHALLENGE_EXPIRED']],
    ['municipality', ['goodbye', 'UNAVAILABLE', 'BUSY', 'CHALLENGE_EXPIRED']],
    ['applying', ['goodbye', 'UNAVAILABLE', 'BUSY', 'CHALLENGE_EXPIRED']],
    ['preview', ['goodbye']],
    ['payment', ['goodbye']],
    ['printing', ['goodbye']],
    ['take-paper', ['goodbye']],
  ])(
    'killed at %s',
    async (at, ends) => {
      await kiosk.screens.until(['attract'], 60_000);
      await lineUp();
      const before = moneyNow();
      let restarted: Promise<void> = Promise.resolve();
      const end = await visitStruckAt(at, async () => {
        kill();
        restarted = restart();
        await restarted;
      });
      await restarted;
      expect(ends).toContain(end);
      await untilNextIsInvited();
      expect(moneyNow().keptYen - before.keptYen).toBe(end === 'goodbye' ? COPY_YEN : 0);
      expect(kiosk.devices.coinBox.escrowYen).toBe(0);
    },
    120_000,
  );
});

describe('after all of it', () => {
  it('nothing of the person is in anything the terminal or the center wrote', async () => {
    const written = [join(directory, TERMINAL, 'state'), join(directory, 'center-store')];
    const { findings, files } = await searchForPerson(written, {
      number: '135792468015',
      name: '見本一葉',
      'birth date': '1987-06-05',
      'birth date without marks': '19870605',
    });
    expect(files).toBeGreaterThan(3);
    expect(findings).toEqual([]);
  });
});
