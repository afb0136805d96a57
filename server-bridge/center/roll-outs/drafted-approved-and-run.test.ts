import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { registerTerminal, standingOf } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { APPROVER, DRAFTER, newRollOut, type RollOutWorld, rollOutWorld } from './test-support/roll-out-world.ts';

let world: RollOutWorld;
beforeAll(async () => {
  world = rollOutWorld(await freshStore());
});
afterAll(() => world.close());
beforeEach(() => {
  world.trail.length = 0;
});

const acts = () => world.trail.map(({ action, result }) => `${action} ${result}`);

describe('a draft', () => {
  test('orders nothing, and cannot be approved by who drafted it', async () => {
    await world.register('alpha', 4);
    const draft = (await world.desk.draft(DRAFTER, newRollOut('alpha')))._unsafeUnwrap();
    expect(draft).toMatchObject({ state: 'draft', targets: 4, stage: 0, draftedBy: 'synthetic.drafter' });
    expect((await world.desk.approve(DRAFTER, draft.rollOutId))._unsafeUnwrapErr()).toEqual({ kind: 'own-draft' });
    await world.runner(false).round();
    expect(await world.ordersOf(draft.rollOutId)).toEqual([]);
    expect((await world.desk.reject(APPROVER, draft.rollOutId)).isOk()).toBe(true);
    expect((await world.desk.approve(APPROVER, draft.rollOutId))._unsafeUnwrapErr()).toEqual({ kind: 'not-now' });
    expect(acts()).toEqual(['roll-out-drafted restart-when-idle', 'roll-out-rejected rejected']);
  });

  test.each([
    ['shares that do not end with everybody', { stagesPercent: [10, 50] }, 'stages'],
    ['shares that do not rise', { stagesPercent: [50, 50, 100] }, 'stages'],
    ['what a named person does', { order: { kind: 'release-right-person', releasedBy: 'x' } }, 'not-for-many'],
    ['money', { order: { kind: 'settled-by-hand', settledBy: 'x' } }, 'not-for-many'],
    ['paper', { order: { kind: 'clear-paper', clearedBy: 'x' } }, 'not-for-many'],
    ['whole logs', { order: { kind: 'collect-event-log', fromEntry: 1 } }, 'not-for-many'],
  ])('of %s is refused', async (_, change, kind) => {
    expect((await world.desk.draft(DRAFTER, newRollOut('alpha', change)))._unsafeUnwrapErr()).toEqual({ kind });
  });

  test('for nobody cannot be approved', async () => {
    const { rollOutId } = (await world.desk.draft(DRAFTER, newRollOut('nobody')))._unsafeUnwrap();
    expect((await world.desk.approve(APPROVER, rollOutId))._unsafeUnwrapErr()).toEqual({ kind: 'no-terminals' });
    expect((await world.desk.pause(APPROVER, 999_999))._unsafeUnwrapErr()).toEqual({ kind: 'unknown-roll-out' });
  });
});

describe('a run', () => {
  test('goes stage by stage over a spread of the terminals, to its end, and every decision is in the trail', async () => {
    await world.register('beta', 40);
    const id = await world.approved('beta');
    const runner = world.runner(false);
    await runner.round();
    const first = await world.ordersOf(id);
    expect(first).toHaveLength(4);
    // Not simply the first of the list.
    expect(first.map(({ terminal_id }) => terminal_id).sort()).not.toEqual([
      'BETA-00000',
      'BETA-00001',
      'BETA-00002',
      'BETA-00003',
    ]);
    for (const orders of [4, 20, 40]) {
      await runner.round();
      expect(await world.ordersOf(id)).toHaveLength(orders);
      await world.send(id);
      await world.answer(id, 'done');
      await runner.round();
    }
    expect(await world.told(id)).toMatchObject({ state: 'finished', stage: 3, counts: { done: 40, queued: 0 } });
    expect(acts()).toEqual([
      'roll-out-drafted restart-when-idle',
      'roll-out-approved running',
      'roll-out-stage-begun stage.1.terminals.4',
      'roll-out-stage-begun stage.2.terminals.16',
      'roll-out-stage-begun stage.3.terminals.20',
      'roll-out-finished finished',
    ]);
  });

  test('stops by itself at its threshold, and what waits is taken back', async () => {
    await world.register('gamma', 40);
    const id = await world.approved('gamma', { stagesPercent: [100], stopAtFailurePercent: 5 });
    const runner = world.runner(false);
    await runner.round();
    await world.send(id, 10);
    await world.answer(id, 'failed', 2);
    await runner.round();
    expect(await world.told(id)).toMatchObject({
      state: 'stopped',
      stoppedFor: 'failures',
      counts: { queued: 0, sent: 8, refused: 2, cancelled: 30 },
    });
    expect(await world.send(id)).toBe(0);
    expect(acts().at(-1)).toBe('roll-out-stopped failures');
  });

  test('counts terminals that never answer what they were sent as failed; those that were away are not', async () => {
    await world.register('delta', 10);
    await world.register('epsilon', 10);
    const lost = await world.approved('delta', { stagesPercent: [100], stopAtFailurePercent: 30 });
    const away = await world.approved('epsilon', { stagesPercent: [100], stopAtFailurePercent: 30 });
    const runner = world.runner(false);
    await runner.round();
    await world.send(lost, 3);
    world.passMinutes(31);
    await world.expire();
    await runner.round();
    expect(await world.told(lost)).toMatchObject({ state: 'stopped', stoppedFor: 'failures' });
    expect(await world.told(away)).toMatchObject({ state: 'finished', counts: { expired: 10 } });
  });

  test('keeps the orders of terminals that are away until they run out; a pause sends nothing and lets nothing run out', async () => {
    await world.register('zeta', 10);
    const id = await world.approved('zeta', { stagesPercent: [100] });
    const runner = world.runner(false);
    await runner.round();
    expect((await world.desk.pause(APPROVER, id)).isOk()).toBe(true);
    expect(await world.send(id)).toBe(0);
    world.passMinutes(60);
    await world.expire();
    expect((await world.told(id)).counts).toMatchObject({ queued: 10, expired: 0 });
    expect((await world.desk.resume(APPROVER, id)).isOk()).toBe(true);
    world.passMinutes(29);
    await world.expire();
    expect(await world.send(id)).toBe(10);
    await world.desk.stop(APPROVER, id);
  });

  test('of suspensions closes the center’s side of a terminal with its order', async () => {
    await world.register('eta', 2);
    const terminalId = v.parse(TerminalIdSchema, 'ETA-00001');
    await registerTerminal(world.database, terminalId, world.now());
    const id = await world.approved('eta', { stagesPercent: [100], order: { kind: 'suspend' } });
    await world.runner(false).round();
    expect((await standingOf(world.database, terminalId)).suspendedFor).toBe('STAFF');
    await world.desk.stop(APPROVER, id);
  });

  test('is one node’s to run; when that one goes the next goes on', async () => {
    await world.register('theta', 10);
    const id = await world.approved('theta');
    const [first, second] = [world.runner(), world.runner()];
    await first.round();
    expect(await world.ordersOf(id)).toHaveLength(1);
    await world.send(id);
    await world.answer(id, 'done');
    await second.round();
    expect(await world.ordersOf(id)).toHaveLength(1);
    await first.stop();
    const third = world.runner();
    await third.round();
    expect(await world.ordersOf(id)).toHaveLength(5);
  });
});
