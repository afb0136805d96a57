/** A certificate has one living connection, over all nodes: the later one ends the earlier one, and two that live are an alarm. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunningCenter } from '../index.ts';
import { buildWorld, OTHER_TERMINAL, SHORT_LIMITS, TERMINAL, type World } from '../test-support/bridge-world.ts';
import { eventually } from '../test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from '../test-support/raw-terminal.ts';
import { forgetOldTurns, takeTurn, turnsOf, turnsTakenElsewhere } from './connection-register.ts';

let world: World;
let left: RunningCenter;
let right: RunningCenter;
const opened: RawTerminal[] = [];

beforeAll(async () => {
  world = await buildWorld();
  left = await world.start();
  right = await world.start();
}, 60_000);
afterEach(async () => {
  for (const terminal of opened.splice(0)) terminal.close();
  await world.store.database.deleteFrom('alarms').execute();
});
afterAll(async () => {
  await Promise.all([left.stop(), right.stop()]);
  await world.close();
});

/** A connection that has asked once, and is therefore known. */
async function connect(node: RunningCenter): Promise<RawTerminal & { readonly ended: Promise<void> }> {
  const terminal = rawTerminal(world.trust, TERMINAL, node.port);
  opened.push(terminal);
  const ended = new Promise<void>((resolve) => terminal.session.once('close', () => resolve()));
  expect((await terminal.send('GET', '/v1/directive')).status).toBe(200);
  return { ...terminal, ended };
}
const alarms = async () => (await left.operations.listAlarms()).map(({ code, times }) => `${code} ${times}`);
const asks = async (terminal: RawTerminal) => (await terminal.send('GET', '/v1/directive')).status;

describe('two living connections', () => {
  test.each([
    ['on one node', () => [left, left] as const],
    ['on two nodes', () => [left, right] as const],
    ['on two nodes, the other way about', () => [right, left] as const],
  ])('%s: the earlier one ends, the later one is served, and there is one alarm', async (_, nodes) => {
    const [first, second] = nodes();
    const earlier = await connect(first);
    expect(await alarms()).toEqual([]);
    const later = await connect(second);
    await earlier.ended;
    await eventually(async () => expect(await alarms()).toEqual(['SECOND_EVENT_STREAM 1']));
    expect(await asks(later)).toBe(200);
  });

  test('one with its event stream, one without: the stream ends with its connection', async () => {
    const earlier = await connect(left);
    const stream = earlier.events();
    await eventually(() => expect(stream.text()).toContain('directive-changed'));
    await connect(right);
    await Promise.all([earlier.ended, stream.closed]);
    await eventually(async () => expect(await alarms()).toEqual(['SECOND_EVENT_STREAM 1']));
  });

  test('a third one ends the second', async () => {
    await connect(left);
    const second = await connect(right);
    const third = await connect(left);
    await second.ended;
    expect(await asks(third)).toBe(200);
  });
});

test('a connection that has gone is no second one, wherever its terminal comes back', async () => {
  for (const node of [left, right, right, left]) {
    const terminal = await connect(node);
    terminal.close();
    await terminal.ended;
  }
  const last = await connect(right);
  await new Promise((resolve) => setTimeout(resolve, 5 * SHORT_LIMITS.pollMs));
  expect(await alarms()).toEqual([]);
  expect(await asks(last)).toBe(200);
});

test('the certificates of two terminals have nothing to do with each other', async () => {
  const one = await connect(left);
  const other = rawTerminal(world.trust, OTHER_TERMINAL, right.port);
  opened.push(other);
  expect(await asks(other)).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 5 * SHORT_LIMITS.pollMs));
  expect([await asks(one), await asks(other)]).toEqual([200, 200]);
  expect(await alarms()).toEqual([]);
});

describe('the register', () => {
  const inAnHour = new Date(Date.now() + 3_600_000);

  test('gives out turns that rise, to however many at once, and says whose the one before was', async () => {
    const { database } = world.store;
    const serial = randomUUID();
    const take = (nodeId: string) => takeTurn(database, { serial, nodeId, expiresAt: inAnHour });
    expect(await take('a')).toEqual({ turn: 1, fromOther: false });
    expect(await take('a')).toEqual({ turn: 2, fromOther: false });
    expect(await take('b')).toEqual({ turn: 3, fromOther: true });
    const many = await Promise.all(Array.from({ length: 20 }, (_, index) => take(index % 2 === 0 ? 'a' : 'b')));
    expect(many.map(({ turn }) => turn).toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 4),
    );
    expect(await turnsOf(database, [serial, 'unknown'])).toEqual([{ serial, turn: 23 }]);
  });

  test('tells a node what others have taken lately, and forgets certificates that are over', async () => {
    const { database } = world.store;
    const serial = randomUUID();
    await takeTurn(database, { serial, nodeId: 'a', expiresAt: inAnHour });
    expect(await turnsTakenElsewhere(database, 'b')).toContainEqual({ serial, turn: 1 });
    expect(await turnsTakenElsewhere(database, 'a')).not.toContainEqual({ serial, turn: 1 });
    const longAgo = new Date(Date.now() - 60_000);
    await database
      .updateTable('terminal_connections')
      .set({ taken_at: longAgo })
      .where('serial', '=', serial)
      .execute();
    expect(await turnsTakenElsewhere(database, 'b')).not.toContainEqual({ serial, turn: 1 });
    await forgetOldTurns(database, new Date(inAnHour.getTime() - 1_000));
    expect(await turnsOf(database, [serial])).toHaveLength(1);
    await forgetOldTurns(database, new Date(inAnHour.getTime() + 1_000));
    expect(await turnsOf(database, [serial])).toEqual([]);
  });
});
