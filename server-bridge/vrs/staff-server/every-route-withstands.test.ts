import { readFile } from 'node:fs/promises';
import { type ClientHttp2Session, connect } from 'node:http2';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { faultOf } from '../../center/fuzz/test-support/judge-answer.ts';
import {
  byteMutations,
  HOSTILE_PARAMETERS,
  HOSTILE_QUERIES,
  MARK,
  type Mutation,
  placeMutations,
} from '../../center/fuzz/test-support/mutations.ts';
import { sampleOf as sampleMatching } from '../../center/fuzz/test-support/sample-of-schema.ts';
import type { VrsStaffRoute } from '../staff/vrs-staff-route.ts';
import { type Person, type StaffWorld, startStaffWorld } from './testing/signed-in.ts';

const SEED = 82_026;
const LIMIT_MS = 240_000;
/** So many changes of one message at most, spread over all there are. */
const CHANGES_PER_MESSAGE = 30;
const RANDOM = fc.sample(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json(), fc.string()), {
  seed: SEED,
  numRuns: 6,
});

let world: StaffWorld;
let person: Person;
let routes: readonly VrsStaffRoute[];
let session: ClientHttp2Session;
const faults: string[] = [];
beforeAll(async () => {
  world = await startStaffWorld();
  routes = world.vrs.staffRoutes;
  person = await world.signIn({
    people: 'exchange',
    records: 'exchange',
    numbers: 'exchange',
    provisions: 'exchange',
    certificates: 'exchange',
    statistics: 'exchange',
    'operation-log': 'exchange',
    accounts: 'exchange',
  });
  const dose = await world.open.database
    .selectFrom('doses')
    .select(['person_id', 'dose_id'])
    .where('area', '=', person.area)
    .executeTakeFirstOrThrow();
  Object.assign(there, { personId: dose.person_id, doseId: dose.dose_id });
  const { certificateFile, keyFile } = await world.credential('synthetic-1');
  session = connect(world.origin, {
    ca: world.serverCa,
    cert: await readFile(certificateFile),
    key: await readFile(keyFile),
  });
  session.on('error', () => undefined);
}, LIMIT_MS);
afterAll(async () => {
  session.destroy();
  await world.close();
});

const sampleOf = (schema: v.GenericSchema): unknown =>
  sampleMatching(schema, (pattern) => fc.sample(fc.stringMatching(pattern), { seed: SEED, numRuns: 40 }));
const spread = <T>(items: readonly T[], most: number): readonly T[] => {
  const step = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(items.length, most) }, (_, at) => items[Math.floor(at * step)]).filter(
    (item) => item !== undefined,
  );
};
const wordOf = ({ method, path }: VrsStaffRoute): string => `${method} ${path}`;
/** Of a person and of a dose there are, so that a route gets as far as it can. */
const there: Record<string, string> = {};
/** An address of a route whose parameters are as its schema wants them. */
function goodPath({ path, takes }: VrsStaffRoute): string {
  const good = takes.parameters === null ? {} : v.parse(v.record(v.string(), v.string()), sampleOf(takes.parameters));
  return `/operations${path.replaceAll(/:([A-Za-z]+)/g, (_whole, name: string) => encodeURIComponent(there[name] ?? good[name] ?? ''))}`;
}

type Sent = {
  readonly method: string;
  readonly path: string;
  readonly bytes?: Buffer;
  readonly headers?: Mutation['headers'];
};

/** Sends as the person would; whatever is wrong with the answer is collected, so that one run tells of all of it. */
async function send({ method, path, bytes, headers }: Sent, what: string): Promise<number> {
  const answer = await new Promise<{ status: number; text: string; headers: Record<string, string> }>((resolve) => {
    const stream = session.request({
      ':method': method,
      ':path': path,
      cookie: person.client.cookie ?? '',
      'x-kofu-csrf': person.client.csrf ?? '',
      origin: world.origin,
      ...(bytes === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    });
    let status = 0;
    const said: Record<string, string> = {};
    const pieces: Buffer[] = [];
    stream.on('response', (head) => {
      status = head[':status'] ?? 0;
      for (const [name, value] of Object.entries(head)) said[name] = String(value);
    });
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('error', () => undefined);
    stream.on('close', () => resolve({ status, text: Buffer.concat(pieces).toString('utf8'), headers: said }));
    stream.end(bytes);
  });
  const fault = faultOf('console', answer);
  if (fault !== null) faults.push(`${method} ${path.slice(0, 80)} (${what}): ${fault}`);
  return answer.status;
}
afterEach(async () => {
  expect(faults.splice(0)).toEqual([]);
  expect((await person.client.ask('/console/session')).status).toBe(200);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect(world.events.filter((event) => event === 'STORE_FAILED')).toEqual([]);
});

test('every message with a schema has a valid sample', () => {
  const without: string[] = [];
  for (const route of routes) {
    for (const schema of [route.takes.parameters, route.takes.body, route.takes.query]) {
      try {
        if (schema !== null) sampleOf(schema);
      } catch (cause) {
        without.push(`${wordOf(route)} ${String(cause)}`);
      }
    }
  }
  expect(without).toEqual([]);
});

/** Whether bytes are a message after all; the schema itself is asked. */
function fits(schema: v.GenericSchema, { bytes, headers }: Mutation): boolean {
  if (headers !== undefined) return false;
  try {
    return v.is(schema, JSON.parse(bytes.toString('utf8')));
  } catch {
    return false;
  }
}

test(
  'what is not the message of a route is refused by one word',
  async () => {
    for (const route of routes) {
      const { body } = route.takes;
      if (body === null) continue;
      const message = sampleOf(body);
      const broken = [
        ...spread(placeMutations(message), CHANGES_PER_MESSAGE),
        ...spread(byteMutations(message, RANDOM), CHANGES_PER_MESSAGE),
      ];
      for (const { bytes, headers = {}, what } of broken.filter((one) => !fits(body, one))) {
        const status = await send({ method: route.method, path: goodPath(route), bytes, headers }, what);
        if (status < 400) faults.push(`${wordOf(route)} took ${what}: ${status}`);
      }
    }
  },
  LIMIT_MS,
);

test(
  'hostile words that are words after all are kept or answered as what they are',
  async () => {
    const statuses = new Map<number, number>();
    for (const route of routes) {
      const { body } = route.takes;
      if (body === null) continue;
      const words = placeMutations(sampleOf(body)).filter((one) => fits(body, one));
      for (const { bytes, what } of spread(words, 10)) {
        const status = await send({ method: route.method, path: goodPath(route), bytes }, `admitted ${what}`);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
    // Some got as far as the tables.
    expect(statuses.get(200)).toBeGreaterThan(5);
  },
  LIMIT_MS,
);

test(
  'addresses that mean something elsewhere are answered by one word',
  async () => {
    for (const route of routes) {
      const { method, takes, path } = route;
      const bytes = takes.body === null ? {} : { bytes: Buffer.from('{}') };
      for (const tail of HOSTILE_QUERIES) await send({ method, path: goodPath(route) + tail, ...bytes }, 'query');
      if (!path.includes(':')) continue;
      for (const hostile of HOSTILE_PARAMETERS) {
        const address = `/operations${path.replaceAll(/:[A-Za-z]+/g, hostile)}`;
        await send({ method, path: address, ...bytes }, `parameter ${hostile.slice(0, 40)}`);
      }
    }
  },
  LIMIT_MS,
);

test('nothing that was sent is in the events', () => {
  expect(JSON.stringify(world.events)).not.toContain(MARK);
});
