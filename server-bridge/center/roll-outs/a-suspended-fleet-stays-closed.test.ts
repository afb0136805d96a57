/** Fault: what a roll-out had suspended opened again, by an older resume, by a first contact, or once its order was erased. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Command, CommandSchema, TerminalIdSchema } from '../../protocol/index.ts';
import {
  eraseCommandsBefore,
  keepStaffCommand,
  registerTerminal,
  resumeForStaff,
  settleCommand,
  standingOf,
} from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { APPROVER, type RollOutWorld, rollOutWorld } from './test-support/roll-out-world.ts';

let world: RollOutWorld;
beforeAll(async () => {
  world = rollOutWorld(await freshStore());
}, 60_000);
afterAll(() => world.close());

const RULE = { order: { kind: 'suspend' }, stagesPercent: [100] };
const terminalOf = (chain: string, index = 0) =>
  v.parse(TerminalIdSchema, `${chain.toUpperCase()}-${String(index).padStart(5, '0')}`);
const standing = async (chain: string, index = 0) =>
  (await standingOf(world.database, terminalOf(chain, index))).suspendedFor;
const met = async (chain: string) => {
  await world.register(chain, 1);
  await registerTerminal(world.database, terminalOf(chain), world.now());
};
/** An order to one terminal, by a node whose clock is `aheadMs` before the others'. */
const order = async (chain: string, kind: 'suspend' | 'resume', aheadMs = 0): Promise<Command> => {
  const now = new Date(world.now().getTime() + aheadMs);
  const command = v.parse(CommandSchema, {
    v: 1,
    commandId: randomBytes(16).toString('base64url'),
    terminalId: terminalOf(chain),
    processId: 'P'.repeat(22),
    expiresAt: new Date(now.getTime() + 3_600_000).toISOString(),
    order: { kind },
  });
  await keepStaffCommand(world.database, command, { signed: 'signed', now, issuedBy: 'synthetic' });
  return command;
};
/** As the desk carries the result out. */
const done = async ({ commandId, terminalId, order: { kind } }: Command) => {
  if (kind === 'resume') await resumeForStaff(world.database, terminalId, commandId);
  await settleCommand(world.database, terminalId, { commandId, result: 'done' }, world.now());
};

describe('a suspension by roll-out after a resume that is still on its way', () => {
  test('counts, though the resume comes from a node whose clock is ahead', async () => {
    await met('alpha');
    await done(await order('alpha', 'suspend'));
    const resume = await order('alpha', 'resume', 5_000);
    await world.approved('alpha', RULE);
    await world.runner(false).round();
    await done(resume);
    expect(await standing('alpha')).toBe('STAFF');
  });

  test('gives way to a resume that is ordered after it by a node whose clock is behind', async () => {
    await met('beta');
    await world.approved('beta', RULE);
    await world.runner(false).round();
    await done(await order('beta', 'resume', -30_000));
    expect(await standing('beta')).toBeNull();
  });
});

test('a suspension whose order was erased outlives a later roll-out that is stopped before anything was sent', async () => {
  await met('gamma');
  await done(await order('gamma', 'suspend'));
  await eraseCommandsBefore(world.database, new Date(world.now().getTime() + 60_000));
  const id = await world.approved('gamma', RULE);
  await world.runner(false).round();
  (await world.desk.stop(APPROVER, id))._unsafeUnwrap();
  expect((await world.ordersOf(id)).map(({ state }) => state)).toEqual(['cancelled']);
  expect(await standing('gamma')).toBe('STAFF');
});

describe('a terminal that has not connected yet', () => {
  const PLACES = 24;
  const first = (chain: string, index = 0) => registerTerminal(world.database, terminalOf(chain, index), world.now());

  test('is closed at its first contact by a suspension that came before it, also one that has run out', async () => {
    await world.register('delta', 2);
    const id = await world.approved('delta', RULE);
    await world.runner(false).round();
    await first('delta', 0);
    expect(await standing('delta', 0)).toBe('STAFF');
    world.passMinutes(60);
    await world.expire();
    expect((await world.ordersOf(id)).map(({ state }) => state)).toEqual(['expired', 'expired']);
    await first('delta', 1);
    expect(await standing('delta', 1)).toBe('STAFF');
    await first('delta', 1);
    expect(await standing('delta', 1)).toBe('STAFF');
  });

  test('comes in open after a suspension that was taken back', async () => {
    await world.register('epsilon', 1);
    const id = await world.approved('epsilon', RULE);
    await world.runner(false).round();
    (await world.desk.stop(APPROVER, id))._unsafeUnwrap();
    await first('epsilon');
    expect(await standing('epsilon')).toBeNull();
  });

  test('and makes its first contact while the suspension is ordered is closed', async () => {
    await world.register('zeta', PLACES);
    await world.approved('zeta', RULE);
    const contacts = Array.from({ length: PLACES }, async (_, index) => {
      for (let waits = 0; waits < index; waits += 1) await standing('zeta', index);
      await first('zeta', index);
    });
    await Promise.all([world.runner(false).round(), ...contacts]);
    for (let index = 0; index < PLACES; index += 1) expect(await standing('zeta', index), String(index)).toBe('STAFF');
  });
});
