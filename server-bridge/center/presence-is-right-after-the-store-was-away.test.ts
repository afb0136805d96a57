/** A connection that was made while the store did not answer must not be missing in it for as long as it lasts. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningCenter } from './index.ts';
import { buildWorld, statusOf, TERMINAL, type World } from './test-support/bridge-world.ts';
import { eventually } from './test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from './test-support/raw-terminal.ts';

let world: World;
let left: RunningCenter;
let right: RunningCenter;
const open: RawTerminal[] = [];
beforeAll(async () => {
  world = await buildWorld();
  [left, right] = [await world.start(), await world.start()];
  await sql`create function refuse_presence() returns trigger language plpgsql as
    $$ begin raise exception 'synthetic'; end $$`.execute(world.store.database);
});
afterAll(async () => {
  for (const terminal of open) terminal.close();
  await Promise.all([left.stop(), right.stop()]);
  await world.close();
});

const terminalAt = (center: RunningCenter): RawTerminal => {
  const terminal = rawTerminal(world.trust, TERMINAL, center.port);
  open.push(terminal);
  return terminal;
};
const refusePresence = async (refused: boolean): Promise<void> => {
  const { database } = world.store;
  await (refused
    ? sql`create trigger refuse_presence before update of stream_id on terminals
        for each row execute function refuse_presence()`.execute(database)
    : sql`drop trigger refuse_presence on terminals`.execute(database));
};
const presence = async () => (await left.operations.listTerminals()).map((known) => known.presence);
const alarms = async () => (await left.operations.listAlarms()).map(({ code }) => code);

test('a terminal that connected meanwhile is seen as connected, and as gone when it goes', async () => {
  const first = terminalAt(left);
  await first.send('POST', '/v1/status', statusOf('P'.repeat(22)));
  await refusePresence(true);
  const stream = first.events();
  await eventually(() => expect(stream.text()).toContain(': alive'));
  await refusePresence(false);
  await eventually(async () => expect(await presence()).toEqual(['connected']));
  // Another node's stream is not taken for a second one, and the first is not taken back.
  first.close();
  await eventually(async () => expect(await presence()).toEqual(['disconnected']));
  const second = terminalAt(right);
  const other = second.events();
  await eventually(async () => expect(await presence()).toEqual(['connected']));
  await eventually(() => expect(other.text()).toContain(': alive'));
  second.close();
  await eventually(async () => expect(await presence()).toEqual(['disconnected']));
  expect(await alarms()).toEqual([]);
});
