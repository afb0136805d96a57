/**
 * Two centers on a real PostgreSQL and a real nats-server, fifty simulated terminals; every server is killed in turn. What a terminal
 * or a person has been told is compared with what stands in the tables.
 */
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fleet, startFleet } from './fleet.ts';
import { type CenterNode, CITY, type FleetWorld, startFleetWorld } from './fleet-world.ts';
import { readTables, whole } from './read-tables.ts';
import type { SimulatedTerminal } from './simulated-terminal.ts';
import { eventually, LOOK_EVERY_MS, pause } from './waiting.ts';

const COUNT = 50;

let world: FleetWorld;
let fleet: Fleet;

beforeAll(async () => {
  const limits = { heartbeatMs: 500, pollMs: 500, drainMs: 2_000 };
  world = await startFleetWorld({ limits, budgetFactor: 20 });
  fleet = await startFleet({
    trust: world.trust,
    nodes: world.centers.map(({ port }) => ({ host: '127.0.0.1', port })),
    count: COUNT,
    statusEveryMs: 2_000,
    relayEveryMs: 0,
    municipality: CITY,
    startsPerSecond: 50,
    longestPauseMs: 2_000,
  });
  await fleet.started;
}, 120_000);
afterAll(async () => {
  await fleet?.stop();
  await world?.stop();
}, 60_000);

const centerNumber = (number: number): CenterNode => {
  const center = world.centers[number];
  if (center === undefined) throw new Error('there is no such center');
  return center;
};

const rows = <Schema extends v.GenericSchema>(sql: string, schema: Schema) =>
  readTables(world.postgres.url, sql, schema);

const atNode = (node: CenterNode): SimulatedTerminal => {
  const found = fleet.terminals.find((terminal) => terminal.port() === node.port);
  if (found === undefined) throw new Error(`no terminal is at ${node.name}`);
  return found;
};

const OrderedSchema = v.object({ commandId: v.string() });
const ChangedSchema = v.object({ version: v.number() });

/** @returns the command's id once the center has taken the order; null when it has not */
async function order(node: CenterNode, terminal: SimulatedTerminal): Promise<string | null> {
  const body = { terminalId: terminal.terminalId, order: { kind: 'identify' } };
  const answer = await node.ask('POST', '/operations/commands', body).catch(() => null);
  return answer?.status === 202 ? v.parse(OrderedSchema, answer.body).commandId : null;
}

/** Changes the directive to a price that no other version has. @returns the version, once the center says that it holds */
async function change(node: CenterNode, copyYen: number): Promise<number | null> {
  const body = { prices: [{ effectiveFrom: '2020-01-01T00:00:00.000Z', copyYen }] };
  const answer = await node.ask('POST', '/operations/directive', body).catch(() => null);
  return answer?.status === 200 ? v.parse(ChangedSchema, answer.body).version : null;
}

async function arrives(node: CenterNode, terminal: SimulatedTerminal): Promise<void> {
  const commandId = await order(node, terminal);
  if (commandId === null) throw new Error('the order was not taken');
  await eventually(() => expect(terminal.memory.settled.get(commandId)).toBe('done'));
}

/** Whatever any terminal was told is in the tables: events up to the number it was given, results that were taken. */
async function everythingToldIsKept(): Promise<void> {
  // What was told is written down first, so that nothing is added to it while the tables are read.
  const told = fleet.terminals.map(({ terminalId, memory }) => ({
    terminalId,
    logId: memory.logId,
    acceptedSeq: memory.acceptedSeq(),
    settled: [...memory.settled],
  }));
  const logs = await rows(
    `select terminal_id, log_id, seq from terminal_events`,
    v.object({ terminal_id: v.string(), log_id: v.string(), seq: whole }),
  );
  const numbers = new Map<string, Set<number>>();
  for (const { terminal_id, log_id, seq } of logs) {
    const name = `${terminal_id} ${log_id}`;
    const those = numbers.get(name) ?? new Set();
    numbers.set(name, those.add(seq));
  }
  const results = await rows(
    `select command_id, result from commands`,
    v.object({ command_id: v.string(), result: v.nullable(v.string()) }),
  );
  const resultOf = new Map(results.map(({ command_id, result }) => [command_id, result]));
  let events = 0;
  for (const { terminalId, logId, acceptedSeq, settled } of told) {
    const kept = numbers.get(`${terminalId} ${logId}`) ?? new Set();
    for (let seq = 1; seq <= acceptedSeq; seq += 1) {
      if (!kept.has(seq)) throw new Error(`${terminalId} was told that event ${seq} is kept, and it is not`);
      events += 1;
    }
    for (const [commandId, result] of settled) expect(resultOf.get(commandId)).toBe(result);
  }
  expect(events).toBeGreaterThan(COUNT);
}

test('terminals are spread over both nodes; what is ordered or changed at one holds at the other', async () => {
  const [here, there] = [centerNumber(0), centerNumber(1)];
  await eventually(() => expect(fleet.tally.connected).toBe(COUNT));
  const ports = new Set(fleet.terminals.map((terminal) => terminal.port()));
  expect(ports).toEqual(new Set([here.port, there.port]));
  await eventually(() => expect(fleet.terminals.every((terminal) => terminal.memory.acceptedSeq() > 0)).toBe(true));
  await arrives(here, atNode(there));
  await arrives(there, atNode(here));
  const version = await change(here, 111);
  expect(version).not.toBeNull();
  await eventually(() => {
    for (const terminal of fleet.terminals) expect(terminal.memory.directiveVersion).toBe(version);
  });
  // The centers know it, too.
  await eventually(async () => {
    const obeyed = await rows(`select directive_version as version from terminal_status`, v.object({ version: whole }));
    expect(obeyed.filter((row) => row.version === version)).toHaveLength(COUNT);
  });
}, 120_000);

test('without NATS an order still arrives, by polling; with it again too', async () => {
  const [here, there] = [centerNumber(0), centerNumber(1)];
  await world.nats.kill();
  await arrives(here, atNode(there));
  const version = await change(there, 112);
  await eventually(() => expect(atNode(here).memory.directiveVersion).toBe(version));
  await world.nats.restart();
  await arrives(there, atNode(here));
}, 120_000);

test('PostgreSQL is killed while everything is written: what was acknowledged is there', async () => {
  const ordered = new Map<string, SimulatedTerminal>();
  const changed = new Map<number, number>();
  let going = true;
  let failures = 0;
  /** Acts again and again at one node; each answer that says yes is written down. */
  const act = async (node: CenterNode, firstYen: number): Promise<void> => {
    for (let round = 0; going; round += 1) {
      const terminal = fleet.terminals[(round * 7 + firstYen) % COUNT];
      if (terminal === undefined) throw new Error('a fleet without terminals');
      const commandId = await order(node, terminal);
      if (commandId === null) failures += 1;
      else ordered.set(commandId, terminal);
      const version = await change(node, firstYen + round);
      if (version !== null) changed.set(version, firstYen + round);
      await pause(LOOK_EVERY_MS);
    }
  };
  const report = async (): Promise<void> => {
    while (going) {
      await Promise.all(
        fleet.terminals.map((terminal) => {
          terminal.memory.note('STATE_CHANGED', 'idle');
          return terminal.report();
        }),
      );
      await pause(LOOK_EVERY_MS);
    }
  };
  const work = [act(centerNumber(0), 1_000), act(centerNumber(1), 5_000), report()];
  try {
    await eventually(() => expect(Math.min(ordered.size, changed.size)).toBeGreaterThanOrEqual(4));
    await world.postgres.kill();
    await eventually(() => expect(failures).toBeGreaterThanOrEqual(2));
    await world.postgres.restart();
    const before = { orders: ordered.size, changes: changed.size };
    await eventually(() => {
      expect(ordered.size).toBeGreaterThanOrEqual(before.orders + 4);
      expect(changed.size).toBeGreaterThanOrEqual(before.changes + 2);
    });
  } finally {
    going = false;
    await Promise.all(work);
  }
  await everythingToldIsKept();
  const kept = await rows(`select command_id from commands`, v.object({ command_id: v.string() }));
  const keptIds = new Set(kept.map(({ command_id }) => command_id));
  for (const commandId of ordered.keys()) expect(keptIds).toContain(commandId);
  const versions = await rows(
    `select version, content from directives`,
    v.object({ version: whole, content: v.string() }),
  );
  const contentOf = new Map(versions.map(({ version, content }) => [version, content]));
  for (const [version, copyYen] of changed) expect(contentOf.get(version)).toContain(`"copyYen":${copyYen}`);
  // Every act that was answered has its entry, written before the answer.
  const entries = await rows(
    `select action, target from audit_entries`,
    v.object({ action: v.string(), target: v.string() }),
  );
  const targets = entries.map(({ target }) => target);
  for (const version of changed.keys()) expect(targets).toContain(`version:${version}`);
  const issued = entries.filter(({ action }) => action === 'command-ordered');
  expect(issued.length).toBeGreaterThanOrEqual(ordered.size);
  // And every order reaches its end.
  await eventually(() => {
    for (const [commandId, terminal] of ordered) expect(terminal.memory.settled.get(commandId)).toBe('done');
  });
}, 180_000);

test('a center is killed: its terminals find the other by themselves and are present there', async () => {
  const [killed, other] = [centerNumber(0), centerNumber(1)];
  const streams = async () =>
    new Map(
      (
        await rows(
          `select terminal_id, stream_id from terminals where presence = 'connected'`,
          v.object({ terminal_id: v.string(), stream_id: v.nullable(v.string()) }),
        )
      ).map(({ terminal_id, stream_id }) => [terminal_id, stream_id]),
    );
  await eventually(() => expect(fleet.tally.connected).toBe(COUNT));
  await eventually(async () => expect((await streams()).size).toBe(COUNT));
  const before = await streams();
  const orphans = fleet.terminals.filter((terminal) => terminal.port() === killed.port);
  expect(orphans.length).toBeGreaterThan(0);
  const version = await change(killed, 9_000);
  await killed.kill();
  await eventually(() => {
    for (const terminal of fleet.terminals) expect(terminal.port()).toBe(other.port);
  });
  await eventually(async () => {
    const now = await streams();
    expect(now.size).toBe(COUNT);
    for (const { terminalId } of orphans) expect(now.get(terminalId)).not.toBe(before.get(terminalId));
  });
  const [orphan] = orphans;
  if (orphan === undefined) throw new Error('nobody was at the center that was killed');
  await arrives(other, orphan);
  await eventually(() => expect(orphan.memory.directiveVersion).toBe(version));
  await everythingToldIsKept();
  // It comes back on its ports and serves again.
  await killed.restart();
  await arrives(killed, orphan);
}, 180_000);
