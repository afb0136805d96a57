/**
 * A roll-out on a real cluster whose node is killed in the middle of it: the other carries it on. Nobody is ordered twice or forgotten,
 * no stage goes beyond its share, and one that has failed too often still stops.
 */
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type OpenStore, openStore } from '../../server-bridge/center/index.ts';
import { APPROVER, createRollOutDesk, reachOf } from '../../server-bridge/center/test-support/index.ts';
import type { Command } from '../../server-bridge/index.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type CenterNode, CITY, type FleetWorld, startFleetWorld } from './fleet-world.ts';
import { readTables, whole } from './read-tables.ts';
import { eventually, pause } from './waiting.ts';

const obeyAtOnce = (): Promise<'obey'> => Promise.resolve('obey');
const COUNT = 60;
const LOOK_OFTEN_MS = 10;

let world: FleetWorld;
let fleet: Fleet;
let store: OpenStore;
/** What terminals do about an order; each test says it. */
let onOrder: (command: Pick<Command, 'commandId' | 'terminalId'>) => Promise<'obey' | 'fail'> = obeyAtOnce;
/** Orders as terminals heard them, with how often. */
const heard = new Map<string, { readonly terminalId: string; times: number }>();

beforeAll(async () => {
  world = await startFleetWorld({ limits: { heartbeatMs: 500, pollMs: 200, drainMs: 2_000 }, budgetFactor: 20 });
  store = (await openStore({ kind: 'postgres', url: world.postgres.url }))._unsafeUnwrap();
  fleet = await startFleet({
    trust: world.trust,
    nodes: world.centers.map(({ port }) => ({ host: '127.0.0.1', port })),
    count: COUNT,
    statusEveryMs: 2_000,
    relayEveryMs: 0,
    municipality: CITY,
    startsPerSecond: 60,
    longestPauseMs: 1_000,
    onOrder(command) {
      const { commandId, terminalId } = command;
      const known = heard.get(commandId) ?? { terminalId, times: 0 };
      known.times += 1;
      heard.set(commandId, known);
      return onOrder(command);
    },
  });
  await fleet.started;
  const places = fleet.terminals.map(({ terminalId }, index) => ({
    terminalId,
    chain: 'synthetic',
    prefecture: '13',
    storeId: `S-${index}`,
    storeName: '架空店',
    serial: `synthetic-${index}`,
  }));
  const registered = await nodeOf(0).ask('POST', '/operations/registry', { places });
  if (registered.status !== 204) throw new Error(`the terminals could not be registered: ${registered.status}`);
  await eventually(() => expect(fleet.tally.connected).toBe(COUNT));
}, 120_000);
afterAll(async () => {
  onOrder = obeyAtOnce;
  await fleet?.stop();
  await store?.close();
  await world?.stop();
}, 60_000);

const nodeOf = (number: number): CenterNode => {
  const node = world.centers[number];
  if (node === undefined) throw new Error('there is no such center');
  return node;
};
const rows = <Schema extends v.GenericSchema>(text: string, schema: Schema) =>
  readTables(world.postgres.url, text, schema);

/** The node that runs the roll-outs: whose session in PostgreSQL holds their name. */
async function runner(): Promise<CenterNode> {
  const [holder] = await rows(
    `select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.objsubid = 1
       and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('roll-outs', 0)`,
    v.object({ name: v.string() }),
  );
  const node = world.centers.find(({ name }) => name === holder?.name);
  if (node === undefined) throw new Error('no node runs the roll-outs');
  return node;
}

const RowSchema = v.object({
  state: v.string(),
  stage: whole,
  ordered: whole,
  stopped_for: v.nullable(v.string()),
});
async function standing(rollOutId: number): Promise<v.InferOutput<typeof RowSchema>> {
  const [row] = await rows(
    `select state, stage, ordered, stopped_for from roll_outs where id = ${rollOutId}`,
    RowSchema,
  );
  if (row === undefined) throw new Error('there is no such roll-out');
  return row;
}
const ordersOf = (rollOutId: number) =>
  rows(
    `select command_id, terminal_id, state, roll_out_stage as stage from commands where roll_out_id = ${rollOutId}`,
    v.object({ command_id: v.string(), terminal_id: v.string(), state: v.string(), stage: whole }),
  );

/** Drafted at a node's staff listener and approved by a person; running from then on. */
async function begin(stagesPercent: readonly number[], stopAtFailurePercent: number): Promise<number> {
  const draft = await nodeOf(0).ask('POST', '/operations/roll-outs', {
    order: { kind: 'restart-when-idle' },
    scope: { kind: 'chain', chain: 'synthetic' },
    stagesPercent,
    successPercent: 100,
    stageMinutes: 30,
    stopAtFailurePercent,
  });
  expect(draft.status).toBe(201);
  const { rollOutId } = v.parse(v.object({ rollOutId: v.number() }), draft.body);
  const parts = { database: store.database, audit: { append: () => Promise.resolve() }, commandLifeMs: 600_000 };
  const desk = createRollOutDesk({ ...parts, now: () => new Date(), onChange: () => undefined });
  (await desk.approve(APPROVER, rollOutId))._unsafeUnwrap();
  return rollOutId;
}

const watches = new Set<() => Promise<void>>();
afterEach(async () => {
  for (const end of watches) await end();
  watches.clear();
});

/** Looks at the tables again and again. @returns what ends it, and then everything that was ever beyond a stage's share */
function watchStages(rollOutId: number, stagesPercent: readonly number[]): () => Promise<readonly string[]> {
  const beyond: string[] = [];
  let going = true;
  const look = async (): Promise<void> => {
    const seen = await sql<unknown>`
      select r.stage, r.ordered, (select count(*) from commands c where c.roll_out_id = r.id) as orders
      from roll_outs r where r.id = ${rollOutId}`.execute(store.database);
    const { stage, ordered, orders } = v.parse(SeenSchema, seen.rows[0]);
    const share = reachOf(stagesPercent, COUNT, stage);
    if (orders > share || ordered !== orders) beyond.push(`stage ${stage}: ${orders} of ${share}, ${ordered} said`);
  };
  const watching = (async () => {
    while (going) {
      await look();
      await pause(LOOK_OFTEN_MS);
    }
  })();
  const end = async (): Promise<void> => {
    going = false;
    await watching;
  };
  watches.add(end);
  return async () => {
    await end();
    return beyond;
  };
}
const SeenSchema = v.object({ stage: whole, ordered: whole, orders: whole });

/** Each terminal heard at most one order of the roll-out, and says itself that it was done, or not, once. */
async function nobodyTwice(rollOutId: number): Promise<void> {
  const orders = await ordersOf(rollOutId);
  expect(new Set(orders.map(({ terminal_id }) => terminal_id)).size).toBe(orders.length);
  const ours = new Set(orders.map(({ command_id }) => command_id));
  const hearers = [...heard].filter(([commandId]) => ours.has(commandId)).map(([, { terminalId }]) => terminalId);
  expect(new Set(hearers).size).toBe(hearers.length);
}

const doneOf = async (): Promise<ReadonlyMap<string, number>> =>
  new Map(
    (
      await rows(
        `select terminal_id, count(*) as times from terminal_events where event = 'COMMAND_DONE' group by terminal_id`,
        v.object({ terminal_id: v.string(), times: whole }),
      )
    ).map(({ terminal_id, times }) => [terminal_id, times]),
  );

test('its node is killed three times between stages and in the middle of one: all are ordered, each once', async () => {
  const stagesPercent = [5, 20, 40, 60, 80, 100];
  /** In these stages every second one that is ordered answers only when the node is gone. */
  const gates = new Map([2, 3, 5].map((stage) => [stage, { waiting: 0, ...Promise.withResolvers<void>() }]));
  const id = await begin(stagesPercent, 50);
  onOrder = async ({ commandId }) => {
    const own = (await ordersOf(id)).find(({ command_id }) => command_id === commandId);
    const gate = gates.get(own?.stage ?? 0);
    if (gate !== undefined && Number(own?.terminal_id.at(-1)) % 2 === 0) {
      gate.waiting += 1;
      await gate.promise;
    }
    return 'obey';
  };
  const endWatch = watchStages(id, stagesPercent);
  const killed: string[] = [];
  for (const [stage, gate] of gates) {
    await eventually(async () => expect((await standing(id)).stage).toBe(stage));
    // Once just after the stage has begun, then while its orders go out.
    if (stage > 2) await eventually(() => expect(gate.waiting).toBeGreaterThan(0));
    const node = await eventually(runner);
    await node.kill();
    killed.push(node.name);
    gate.resolve();
    const next = await eventually(runner);
    expect(next.name).not.toBe(node.name);
    await node.restart();
  }
  await eventually(async () => expect((await standing(id)).state).toBe('finished'));
  expect(await endWatch()).toEqual([]);
  expect(new Set(killed).size).toBe(2);
  const orders = await ordersOf(id);
  expect(orders).toHaveLength(COUNT);
  expect(new Set(orders.map(({ state }) => state))).toEqual(new Set(['done']));
  await nobodyTwice(id);
  await eventually(async () => {
    const done = await doneOf();
    expect(fleet.terminals.map(({ terminalId }) => done.get(terminalId))).toEqual(fleet.terminals.map(() => 1));
  });
}, 240_000);

test('its node is killed while terminals fail: the other one stops it, and nobody else is ordered', async () => {
  const stagesPercent = [10, 50, 100];
  const gate = Promise.withResolvers<void>();
  const first = new Set<string>();
  // The first stage answers well; those of the second hear their orders from a node that is gone when they answer.
  onOrder = async ({ terminalId }) => {
    if (first.size < reachOf(stagesPercent, COUNT, 1)) first.add(terminalId);
    if (first.has(terminalId)) return 'obey';
    await gate.promise;
    return 'fail';
  };
  const id = await begin(stagesPercent, 30);
  const endWatch = watchStages(id, stagesPercent);
  await eventually(async () => expect((await standing(id)).ordered).toBe(reachOf(stagesPercent, COUNT, 2)));
  const node = await runner();
  await node.kill();
  gate.resolve();
  await eventually(async () => expect(await standing(id)).toMatchObject({ state: 'stopped', stopped_for: 'failures' }));
  await node.restart();
  await eventually(() => expect(fleet.tally.connected).toBe(COUNT));
  // The stopped one stays so, whoever looks at it.
  await pause(1_000);
  const orders = await ordersOf(id);
  expect(orders).toHaveLength(reachOf(stagesPercent, COUNT, 2));
  expect(orders.filter(({ state }) => state === 'queued')).toEqual([]);
  expect(await endWatch()).toEqual([]);
  await nobodyTwice(id);
  const failed = orders.filter(({ state }) => state === 'refused').length;
  expect(failed * 100).toBeGreaterThanOrEqual(30 * (orders.length - reachOf(stagesPercent, COUNT, 1)));
}, 180_000);
