/**
 * A clerk at a real terminal: every physical fault is mended by following the screen, a stuck visit is reset, what somebody left is
 * written down, and the center hears all of it in order, also when the line was down meanwhile (K5, C5, P7b).
 */

import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSyntheticCard, findSyntheticPerson } from '../../card-reader/virtual/index.ts';
import { askOperations } from '../environment/operations-client.ts';
import { clerkDoes, doTask, signIn } from '../environment/operator-hands.ts';
import { playVisit, type VisitPlan } from '../environment/resident.ts';
import { type RunningKiosk, startKiosk } from '../environment/running-kiosk.ts';
import { buildWorld, type World } from '../environment/world.ts';

const TERMINAL = 'KIOSK-OP';
const PLAN: VisitPlan = { person: 'ichiyo', municipality: '900010', kind: 'domestic', copies: 1 };
let world: World;
let kiosk: RunningKiosk;

beforeAll(async () => {
  world = await buildWorld({ directory: null, terminals: [TERMINAL] });
  kiosk = await startKiosk(world, { terminalId: TERMINAL, reader: 'virtual' });
  await kiosk.screens.until(['attract'], 60_000);
}, 120_000);
afterAll(async () => {
  await kiosk?.stop();
  await world?.stop();
}, 60_000);

const EventsSchema = v.object({
  events: v.array(
    v.looseObject({ seq: v.number(), event: v.string(), code: v.nullish(v.string()), operator: v.nullish(v.string()) }),
  ),
});
const eventsAtCenter = async () =>
  v.parse(EventsSchema, await askOperations(world, 'GET', `/operations/terminals/${TERMINAL}/events`)).events;
const order = (what: object) =>
  askOperations(world, 'POST', '/operations/commands', { terminalId: TERMINAL, order: what });
const lock = () => kiosk.screens.tap({ type: 'operator-lock' });

class Reached extends Error {}
const visitUpTo = async (at: string, plan: Partial<VisitPlan> = {}) => {
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
};

describe('guided recovery', () => {
  it.each(['jam', 'cover-open'] as const)('%s: closed, mended step by step, open again', async (fault) => {
    const name = fault === 'jam' ? 'jam' : 'cover';
    kiosk.devices.pagePrinter.raise(fault);
    await expect.poll(() => kiosk.host.cause(), { timeout: 20_000 }).toBe(`needs-staff-${name}`);
    const home = await signIn(kiosk.screens);
    expect(home.faults[0]).toBe(name);
    kiosk.screens.tap({ type: 'operator-fault', fault: name });
    const first = await kiosk.screens.until(['operator-step'], 10_000);
    // The clerk does what the steps say; the device is mended before the last of them.
    kiosk.devices.pagePrinter.clear(fault);
    for (let step = first; step.screen.name === 'operator-step'; ) {
      kiosk.screens.tap({ type: 'next' });
      await kiosk.screens.change(step, 10_000).catch(() => {});
      const now = kiosk.screens.current();
      if (now === null || now === step) break;
      step = now;
    }
    const { screen } = await kiosk.screens.until(['operator-result'], 30_000);
    expect(screen).toMatchObject({ result: 'fixed' });
    kiosk.screens.tap({ type: 'next' });
    await kiosk.screens.until(['operator-home'], 10_000);
    lock();
    await kiosk.screens.until(['attract'], 30_000);
  });

  it('a fault that is still there after the steps is said to be, and the terminal stays closed', async () => {
    kiosk.devices.pagePrinter.raise('jam');
    await expect.poll(() => kiosk.host.cause(), { timeout: 20_000 }).toBe('needs-staff-jam');
    await signIn(kiosk.screens);
    kiosk.screens.tap({ type: 'operator-fault', fault: 'jam' });
    let now = await kiosk.screens.until(['operator-step'], 10_000);
    let again = false;
    for (let taps = 0; taps < 20 && !again; taps += 1) {
      kiosk.screens.tap({ type: 'next' });
      await new Promise((resolve) => setTimeout(resolve, 300));
      now = kiosk.screens.current() ?? now;
      again =
        (now.screen.name === 'operator-step' && now.screen.again) ||
        (now.screen.name === 'operator-result' && now.screen.result !== 'fixed');
    }
    expect(again).toBe(true);
    lock();
    await kiosk.screens.until(['out-of-service'], 10_000);
    kiosk.devices.pagePrinter.clear('jam');
    await kiosk.screens.until(['attract'], 30_000);
  });
});

describe('a visit that stands still', () => {
  it('is reset: nothing of the person on the clerk’s screens, money back, reported with who and why', async () => {
    await visitUpTo('payment', { pays: false });
    await expect.poll(() => kiosk.devices.coinBox.insert(100), { timeout: 10_000 }).toBe('taken');
    const before = { ...kiosk.devices.coinBox.tallies };
    const home = await signIn(kiosk.screens);
    expect(home).toMatchObject({ service: 'visit' });
    expect(JSON.stringify(kiosk.screens.current())).not.toMatch(/見本|一葉|1987/);
    const result = await doTask(kiosk.screens, 'reset-visit', ['resident-left', 'yes']);
    expect(result).toMatchObject({ result: 'done', yen: 100 });
    lock();
    await kiosk.screens.until(['attract'], 60_000);
    expect(kiosk.devices.coinBox.tallies.returnedYen - before.returnedYen).toBe(100);
    await expect
      .poll(
        async () =>
          (await eventsAtCenter()).some(
            ({ code, operator }) => operator === 'clerk-1' && /resident-left/.test(code ?? ''),
          ),
        {
          timeout: 20_000,
        },
      )
      .toBe(true);
  });

  it('comes back as it was when the clerk only looked', async () => {
    await visitUpTo('preview');
    await signIn(kiosk.screens);
    lock();
    const { screen } = await kiosk.screens.until(['preview'], 10_000);
    expect(screen).toMatchObject({ name: 'preview' });
    kiosk.screens.tap({ type: 'cancel' });
    await kiosk.screens.until(['attract'], 60_000);
  });
});

describe('what somebody left', () => {
  it('a card that stays is entered by the clerk, and the next resident is invited', async () => {
    const person = findSyntheticPerson('ichiyo');
    if (person === undefined) throw new Error('no such person');
    kiosk.devices.reader.insert(buildSyntheticCard(person, {}));
    await expect.poll(() => kiosk.host.cause(), { timeout: 20_000 }).toBe('needs-staff-card-left');
    await signIn(kiosk.screens);
    kiosk.devices.reader.remove();
    kiosk.screens.tap({ type: 'operator-lock' });
    await kiosk.screens.until(['attract'], 30_000);
  });
});

describe('the clerk’s own tasks', () => {
  it('prints a test page, judged by the person', async () => {
    const sheets = kiosk.devices.pagePrinter.printed.length;
    const result = await clerkDoes(kiosk.screens, 'test-print', ['page-good']);
    expect(result).toMatchObject({ result: 'printed-good' });
    expect(kiosk.devices.pagePrinter.printed.length).toBe(sheets + 1);
    kiosk.devices.pagePrinter.takePaper();
    await kiosk.screens.until(['attract'], 30_000);
  });

  it('closes for maintenance and opens again', async () => {
    await clerkDoes(kiosk.screens, 'maintenance-on');
    await expect.poll(() => kiosk.host.state(), { timeout: 10_000 }).toBe('maintenance');
    await clerkDoes(kiosk.screens, 'maintenance-off');
    await kiosk.screens.until(['attract'], 30_000);
  });

  it('reads the readiness report', async () => {
    await signIn(kiosk.screens);
    kiosk.screens.tap({ type: 'operator-task', task: 'readiness' });
    const { screen } = await kiosk.screens.until(['operator-readiness'], 10_000);
    expect(screen).toMatchObject({ ready: true });
    kiosk.screens.tap({ type: 'next' });
    lock();
    await kiosk.screens.until(['attract'], 30_000);
  });
});

describe('with the line down', () => {
  it('the clerk can do everything; the center hears it afterwards, in order and without gaps', async () => {
    await world.servers.center.stop();
    await clerkDoes(kiosk.screens, 'test-print', ['page-pale']);
    kiosk.devices.pagePrinter.takePaper();
    await clerkDoes(kiosk.screens, 'maintenance-on');
    await clerkDoes(kiosk.screens, 'maintenance-off');
    await world.servers.restartCenter();
    await expect
      .poll(async () => (await eventsAtCenter()).filter(({ event }) => event === 'OPERATOR_ACTION').length, {
        timeout: 40_000,
      })
      .toBeGreaterThan(5);
    await kiosk.screens.until(['attract'], 60_000);
    const seqs = (await eventsAtCenter()).map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(seqs.length);
  }, 120_000);
});

describe('what the center orders', () => {
  it('reads the terminal’s event log, and finds no person in it', async () => {
    const answer = v.parse(
      v.object({ commandId: v.string() }),
      await order({ kind: 'collect-event-log', fromEntry: 1 }),
    );
    await expect
      .poll(
        async () => {
          const log = await askOperations(world, 'GET', `/operations/event-logs/${answer.commandId}`).catch(() => null);
          return JSON.stringify(log ?? '');
        },
        { timeout: 30_000 },
      )
      .toContain('VISIT_STARTED');
    const log = JSON.stringify(await askOperations(world, 'GET', `/operations/event-logs/${answer.commandId}`));
    expect(log).not.toMatch(/見本|一葉|135792468015|19870605/);
  });
});

describe('wrong codes', () => {
  it('lock the codes out, for the clerk as for everybody', async () => {
    kiosk.screens.tap({ type: 'staff' });
    await kiosk.screens.until(['operator-code'], 10_000);
    for (let miss = 0; miss < 3; miss += 1) {
      for (const digit of '999999') kiosk.screens.tap({ type: 'digit', digit: Number(digit) });
      kiosk.screens.tap({ type: 'next' });
      await expect
        .poll(
          () => {
            const screen = kiosk.screens.current()?.screen;
            return (
              screen?.name === 'operator-code' && screen.digits === 0 && (screen.wrong || screen.lockedSeconds > 0)
            );
          },
          { timeout: 15_000 },
        )
        .toBe(true);
    }
    const screen = kiosk.screens.current()?.screen;
    expect(screen).toMatchObject({ name: 'operator-code' });
    expect(screen?.name === 'operator-code' ? screen.lockedSeconds : 0).toBeGreaterThan(0);
    kiosk.screens.tap({ type: 'cancel' });
    await kiosk.screens.until(['attract'], 30_000);
  });
});
