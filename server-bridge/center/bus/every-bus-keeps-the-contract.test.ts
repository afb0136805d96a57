/** One contract for the three buses, on a real PostgreSQL and a real nats-server. Hints may come twice; none may be missing. */
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PrivateNats, startPrivateNats } from '../../../tests/fleet/private-nats.ts';
import { type PrivatePostgres, startPrivatePostgres } from '../../../tests/fleet/private-postgres.ts';
import { createEventLog, memorySink } from '../../event-log/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import { eventually } from '../test-support/eventually.ts';
import { BUS_TOPICS, type Bus, type BusTopic } from './bus.ts';
import { type ConnectedBus, openConnectedBus } from './connected-bus.ts';
import { openInProcessBus } from './in-process-bus.ts';
import { BUS_SUBJECT, natsTransport } from './nats-transport.ts';
import { openBus } from './open-bus.ts';
import { BUS_CHANNEL, postgresTransport } from './postgres-transport.ts';

let postgres: PrivatePostgres;
let nats: PrivateNats;
const open: Bus[] = [];

beforeAll(async () => {
  postgres = await startPrivatePostgres({ hasty: true });
  nats = await startPrivateNats();
}, 60_000);
afterEach(async () => {
  for (const bus of open.splice(0)) await bus.close();
});
afterAll(async () => {
  await postgres.stop();
  await nats.stop();
});

const sink = memorySink();
const log = createEventLog(centerEvents, { sink, now: () => new Date() });

const natsSettings = () => ({ servers: nats.servers, tls: null, login: { kind: 'token', token: nats.token } as const });
const transports = {
  'PostgreSQL notifications': () => postgresTransport(postgres.url),
  'NATS JetStream': () => natsTransport(natsSettings()),
} as const;
type Networked = keyof typeof transports;
const NETWORKED: readonly Networked[] = ['PostgreSQL notifications', 'NATS JetStream'];

function node(kind: Networked): ConnectedBus {
  const bus = openConnectedBus({
    transport: transports[kind](),
    log,
    pauses: { firstPauseMs: 20, longestPauseMs: 100 },
  });
  open.push(bus);
  return bus;
}

/** As many nodes as a bus of this kind can have here: two, or one that is alone. */
async function nodes(kind: Networked | 'in process'): Promise<readonly Bus[]> {
  if (kind === 'in process') {
    const alone = openInProcessBus();
    open.push(alone);
    return [alone];
  }
  const two = [node(kind), node(kind)];
  for (const bus of two) await eventually(() => expect(bus.connected()).toBe(true));
  // The hints of having connected are over.
  await new Promise((resolve) => setImmediate(resolve));
  return two;
}

/** Counts the hints a node gets. */
function count(bus: Bus, topic: BusTopic): { readonly hints: () => number; readonly end: () => void } {
  let hints = 0;
  const end = bus.subscribe(topic, () => {
    hints += 1;
  });
  return { hints: () => hints, end };
}

describe.each(['in process', ...NETWORKED] as const)('a bus %s', (kind) => {
  it('tells every node, the publisher too, and nobody of another topic', async () => {
    const all = await nodes(kind);
    const [publisher] = all;
    const counts = all.map((bus) => ({ directive: count(bus, 'directive'), registry: count(bus, 'registry') }));
    await publisher?.publish('directive');
    for (const { directive } of counts) await eventually(() => expect(directive.hints()).toBe(1));
    await publisher?.publish('registry');
    for (const { registry } of counts) await eventually(() => expect(registry.hints()).toBe(1));
    for (const { directive } of counts) expect(directive.hints()).toBe(1);
  });

  it('tells every listener of a topic, and none that has ended', async () => {
    const all = await nodes(kind);
    const bus = all.at(-1);
    if (bus === undefined) throw new Error('no node');
    const [first, second, ended] = [count(bus, 'commands'), count(bus, 'commands'), count(bus, 'commands')];
    ended.end();
    ended.end();
    await all[0]?.publish('commands');
    await eventually(() => expect([first.hints(), second.hints()]).toEqual([1, 1]));
    expect(ended.hints()).toBe(0);
  });

  it('a listener that publishes again gets its hint again, without end of the others', async () => {
    const [bus] = await nodes(kind);
    if (bus === undefined) throw new Error('no node');
    let rounds = 0;
    bus.subscribe('registry', () => {
      rounds += 1;
      if (rounds < 3) void bus.publish('registry');
    });
    await bus.publish('registry');
    await eventually(() => expect(rounds).toBe(3));
  });

  it('is silent when it is closed, however often, and takes what is published then without a word', async () => {
    const [bus] = await nodes(kind);
    if (bus === undefined) throw new Error('no node');
    const { hints } = count(bus, 'directive');
    await bus.close();
    await bus.close();
    await bus.publish('directive');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(hints()).toBe(0);
  });
});

describe.each(NETWORKED)('a bus on %s whose server goes', (kind) => {
  const server = () => (kind === 'NATS JetStream' ? nats : postgres);

  it('never fails a publisher, tells its own node at once, and everybody of everything when it is back', async () => {
    const [here, there] = [node(kind), node(kind)];
    for (const bus of [here, there]) await eventually(() => expect(bus.connected()).toBe(true));
    await server().kill();
    for (const bus of [here, there]) await eventually(() => expect(bus.connected()).toBe(false));
    const heard = count(here, 'certificates');
    await here.publish('certificates');
    await eventually(() => expect(heard.hints()).toBe(1));
    const counts = BUS_TOPICS.map((topic) => count(there, topic));
    expect(counts.map(({ hints }) => hints())).toEqual(BUS_TOPICS.map(() => 0));
    await server().restart();
    for (const { hints } of counts) await eventually(() => expect(hints()).toBeGreaterThan(0));
    for (const bus of [here, there]) await eventually(() => expect(bus.connected()).toBe(true));
    // And it carries again.
    const after = count(there, 'registry');
    const before = after.hints();
    await here.publish('registry');
    await eventually(() => expect(after.hints()).toBeGreaterThan(before));
    expect(sink.lines.join('')).toContain('BUS_LOST');
  }, 90_000);

  it('opens while the server is away, and closes then too', async () => {
    await server().kill();
    const [bus, closed] = [node(kind), node(kind)];
    const { hints } = count(bus, 'directive');
    await closed.close();
    expect(bus.connected()).toBe(false);
    await server().restart();
    await eventually(() => expect(hints()).toBeGreaterThan(0));
  }, 90_000);

  it('refuses what is not ours by a code, and goes on', async () => {
    const bus = node(kind);
    await eventually(() => expect(bus.connected()).toBe(true));
    const refused = () => sink.lines.filter((line) => line.includes('BUS_MESSAGE_REFUSED')).length;
    const before = refused();
    const foreign = ['', 'unknown', '{"topic":"directive"}', 'directive ', '\u0000', 'é'.repeat(300)];
    const sendable = kind === 'NATS JetStream' ? foreign : foreign.filter((text) => text !== '\u0000');
    const { hints } = count(bus, 'directive');
    await sendForeign(kind, sendable);
    await eventually(() => expect(refused()).toBe(before + sendable.length));
    expect(hints()).toBe(0);
    expect(sink.lines.join('')).not.toContain('unknown"');
    await bus.publish('directive');
    await eventually(() => expect(hints()).toBe(1));
  });
});

async function sendForeign(kind: Networked, texts: readonly string[]): Promise<void> {
  if (kind === 'NATS JetStream') {
    const connection = await connect({ servers: [...nats.servers], token: nats.token });
    for (const text of texts) await jetstream(connection).publish(BUS_SUBJECT, text);
    return await connection.close();
  }
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  for (const text of texts) await client.query('select pg_notify($1, $2)', [BUS_CHANNEL, text]);
  await client.end();
}

describe('which bus a center opens', () => {
  const embedded = { kind: 'pglite', directory: null } as const;

  it('without a word: alone on an embedded store, notifications on PostgreSQL', async () => {
    const alone = (await openBus(undefined, { store: embedded, log }))._unsafeUnwrap();
    expect(alone).not.toHaveProperty('connected');
    const networked = (
      await openBus(undefined, { store: { kind: 'postgres', url: postgres.url }, log })
    )._unsafeUnwrap();
    open.push(networked);
    expect(networked).toHaveProperty('connected');
  });

  it('refuses notifications of a PostgreSQL that is not there, and files that cannot be read', async () => {
    const misfit = await openBus({ kind: 'postgres' }, { store: embedded, log });
    expect(misfit._unsafeUnwrapErr()).toMatchObject({ kind: 'invalid-content', issues: ['bus'] });
    const missing = '/nonexistent/token';
    const unread = await openBus(
      { kind: 'nats', servers: ['nats://a:1'], tokenFile: missing },
      { store: embedded, log },
    );
    expect(unread._unsafeUnwrapErr()).toMatchObject({ kind: 'unreadable-file', what: 'bus.tokenFile' });
  });
});
