/** Fault: a roll-out of suspensions that was stopped took its orders back, and left the terminals closed at the center. */
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { registerTerminal, releaseTerminal, standingOf, suspendTerminal } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { APPROVER, type RollOutWorld, rollOutWorld } from './test-support/roll-out-world.ts';

let world: RollOutWorld;
beforeAll(async () => {
  world = rollOutWorld(await freshStore());
}, 60_000);
afterAll(() => world.close());

const RULE = { order: { kind: 'suspend' }, stagesPercent: [100] };
const terminals = (chain: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    v.parse(TerminalIdSchema, `${chain.toUpperCase()}-${String(index).padStart(5, '0')}`),
  );
const met = async (chain: string, count: number) => {
  await world.register(chain, count);
  for (const id of terminals(chain, count)) await registerTerminal(world.database, id, world.now());
};
const closed = async (chain: string, count: number) =>
  Promise.all(terminals(chain, count).map(async (id) => (await standingOf(world.database, id)).suspendedFor));

test('what was not sent is taken back with its suspension; what was sent, and another reason, stay', async () => {
  await met('alpha', 4);
  const [, , , held] = terminals('alpha', 4);
  await suspendTerminal(world.database, String(held), 'RIGHT_PERSON_FAILED');
  const id = await world.approved('alpha', RULE);
  await world.runner(false).round();
  expect(await closed('alpha', 4)).toEqual(['STAFF', 'STAFF', 'STAFF', 'RIGHT_PERSON_FAILED']);
  await world.send(id, 1);
  const sent = (await world.ordersOf(id)).find(({ state }) => state === 'sent')?.terminal_id;
  await world.desk.stop(APPROVER, id);
  const after = await closed('alpha', 4);
  for (const [index, terminalId] of terminals('alpha', 4).entries()) {
    if (terminalId === held) expect(after[index]).toBe('RIGHT_PERSON_FAILED');
    else expect(after[index], terminalId).toBe(terminalId === sent ? 'STAFF' : null);
  }
});

test('what a node that died left waiting is taken back by the next round', async () => {
  await met('beta', 2);
  const id = await world.approved('beta', RULE);
  const runner = world.runner(false);
  await runner.round();
  await world.database.updateTable('roll_outs').set({ state: 'stopped' }).where('id', '=', id).execute();
  await runner.round();
  expect((await world.ordersOf(id)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  expect(await closed('beta', 2)).toEqual([null, null]);
});

test('a terminal that is released after it got the order stays closed by it', async () => {
  await met('gamma', 1);
  const [only] = terminals('gamma', 1);
  await suspendTerminal(world.database, String(only), 'RIGHT_PERSON_FAILED');
  await world.approved('gamma', RULE);
  await world.runner(false).round();
  const at = world.now();
  await world.database
    .insertInto('alarms')
    .values({
      terminal_id: String(only),
      code: 'RIGHT_PERSON_FAILED',
      severity: 'critical',
      times: 1,
      raised_at: at,
      last_at: at,
      cleared_by: null,
    })
    .execute();
  const { id } = await world.database.selectFrom('alarms').select('id').executeTakeFirstOrThrow();
  await world.database
    .insertInto('alarm_comparisons')
    .values({
      alarm_id: id,
      times: 1,
      finding: 'same-person',
      compared_by: 'Synthetic Clerk',
      compared_at: at,
      recorded_by: 'first',
      recorded_at: at,
      approved_by: null,
    })
    .execute();
  await releaseTerminal(world.database, String(only), 'Synthetic Clerk', at);
  expect(await closed('gamma', 1)).toEqual(['STAFF']);
});
