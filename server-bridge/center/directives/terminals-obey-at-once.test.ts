import { decodeJwt } from 'jose';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChangeSchema, DriftSchema } from '../console-api/changes.ts';
import type { RunningCenter } from '../index.ts';
import { registerPlaces } from '../store/index.ts';
import {
  applicationOf,
  askStaff,
  buildWorld,
  CITY,
  OTHER_TERMINAL,
  SHORT_LIMITS,
  STOPPED_CITY,
  statusOf,
  TERMINAL,
  visitId,
  type World,
} from '../test-support/bridge-world.ts';
import { eventually } from '../test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from '../test-support/raw-terminal.ts';
import { personOf, placeOfTerminal } from './test-support/directive-nodes.ts';

const reason = { ja: '停止中', en: 'stopped' };
const approver = personOf('synthetic.approver', 'approver');

let world: World;
let left: RunningCenter;
let right: RunningCenter;
const terminals: RawTerminal[] = [];
beforeAll(async () => {
  world = await buildWorld();
  // Nothing is polled in the time of a test: what is true at once is so by the store alone.
  const limits: typeof SHORT_LIMITS = { ...world.configuration().limits, ...SHORT_LIMITS, pollMs: 3_600_000 };
  left = await world.start({ limits, operations: { ...world.configuration().operations, directChanges: false } });
  right = await world.start({ limits: { ...limits, pollMs: 50 } });
});
afterAll(async () => {
  for (const terminal of terminals) terminal.close();
  await Promise.all([left.stop(), right.stop()]);
  await world.close();
});

const connect = (terminalId: string, center: RunningCenter): RawTerminal => {
  const terminal = rawTerminal(world.trust, terminalId, center.port);
  terminals.push(terminal);
  return terminal;
};
const order = async (center: RunningCenter, path: string, body: unknown) => {
  const headers = { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`http://127.0.0.1:${center.operationsPort}/operations${path}`, {
    method: 'POST',
    headers,
    body: text,
  });
  const answer = await response.text();
  return { status: response.status, body: answer === '' ? null : JSON.parse(answer) };
};
const directiveOf = async (terminal: RawTerminal) =>
  decodeJwt(JSON.parse((await terminal.send('GET', '/v1/directive')).body).directive);
const apply = async (terminal: RawTerminal, terminalId: string) =>
  (await terminal.send('POST', '/v1/applications', applicationOf(visitId(), { terminalId }))).status;
/** Drafted by the tool at one node, approved by a person at the other. */
const changeTo = async (scope: object, patch: object) => {
  const drafted = await order(right, '/directive/changes', { scope, patch, effectiveAt: null, note: 'synthetic' });
  expect(drafted.status).toBe(201);
  const { changeId } = v.parse(ChangeSchema, drafted.body);
  const route = left.routes.find(({ path }) => path === '/directive/changes/:changeId/approve');
  const approved = await route?.run(approver, {
    parameters: { changeId: String(changeId) },
    query: {},
    body: undefined,
  });
  expect(approved?.isOk()).toBe(true);
};

test('a municipality stopped at one node is refused at the other from that moment, and terminals there are told', async () => {
  const terminal = connect(TERMINAL, left);
  const far = connect(OTHER_TERMINAL, right);
  const stream = far.events();
  await eventually(() => expect(stream.text()).toContain('directive-changed'));
  for (const [line, id] of [
    [terminal, TERMINAL],
    [far, OTHER_TERMINAL],
  ] as const) {
    expect(await apply(line, id)).toBe(200);
  }
  const stopped = await order(right, `/municipalities/${CITY}/suspend`, { reason });
  expect(stopped.status).toBe(200);
  // The left node polls once an hour and has had no hint.
  expect(await apply(terminal, TERMINAL)).toBe(409);
  expect(await apply(far, OTHER_TERMINAL)).toBe(409);
  const { version } = v.parse(v.object({ version: v.number() }), stopped.body);
  await eventually(() => expect(stream.text()).toContain(`"version":${version}`));
  const [here, there] = [await directiveOf(terminal), await directiveOf(far)];
  expect(here).toEqual(there);
  expect(here['version']).toBe(version);

  expect(await order(right, '/municipalities/000000/suspend', { reason })).toEqual({
    status: 404,
    body: { error: 'unknown-municipality' },
  });
  for (const [path, body] of [
    [`/municipalities/${CITY}/suspend`, {}],
    [`/municipalities/${CITY}/suspend`, { reason: 'stopped' }],
    ['/municipalities/1/suspend', { reason }],
    [`/municipalities/${CITY}/resume`, { at: 'once' }],
    [`/municipalities/${STOPPED_CITY}/resume`, 'no json'],
  ] as const) {
    expect((await order(right, path, body)).status, path).toBe(400);
  }
  await changeTo({ kind: 'all' }, { resumeMunicipalities: [CITY] });
  expect(await apply(terminal, TERMINAL)).toBe(200);
  expect(await apply(far, OTHER_TERMINAL)).toBe(200);
});

test('each terminal is served, and judged by, the directive of its own place', async () => {
  const [one, two] = [connect(TERMINAL, left), connect(OTHER_TERMINAL, right)];
  await registerPlaces(
    world.store.database,
    [placeOfTerminal(1, { chain: 'kakuu-mart' }), placeOfTerminal(2, { chain: 'yohaku-mart' })],
    new Date(),
  );
  await changeTo({ kind: 'chain', chain: 'kakuu-mart' }, { service: { state: 'off', reason } });
  expect(await directiveOf(one)).toMatchObject({ service: { state: 'off' }, terminals: [] });
  expect(await directiveOf(two)).toMatchObject({ service: { state: 'on' }, terminals: [] });
  expect((await directiveOf(one))['version']).toBe((await directiveOf(two))['version']);
  expect((await directiveOf(one))['issuedAt']).toBe((await directiveOf(two))['issuedAt']);
  expect(await apply(one, TERMINAL)).toBe(503);
  expect(await apply(two, OTHER_TERMINAL)).toBe(200);
  // A terminal that moves is told at once by the node that watches, and judged by its new place everywhere.
  await registerPlaces(world.store.database, [placeOfTerminal(2, { chain: 'kakuu-mart' })], new Date());
  await eventually(async () => expect(await apply(two, OTHER_TERMINAL)).toBe(503));
  await changeTo({ kind: 'chain', chain: 'kakuu-mart' }, { service: null });
  expect(await apply(one, TERMINAL)).toBe(200);
  expect(await apply(two, OTHER_TERMINAL)).toBe(200);
});

test('who obeys an older version is behind', async () => {
  const one = connect(TERMINAL, right);
  const { version: wanted } = v.parse(v.object({ version: v.number() }), await directiveOf(one));
  const tell = (directiveVersion: number | null) =>
    one.send('POST', '/v1/status', { ...statusOf('P'.repeat(22)), directiveVersion });
  const drift = async () => v.parse(DriftSchema, (await askStaff(world, right, '/operations/directive/drift')).body);
  await tell(null);
  expect(await drift()).toMatchObject({ wanted, upToDate: 0, behind: 0, unknown: 2, terminals: [] });
  await tell(wanted - 1);
  expect(await drift()).toMatchObject({
    wanted,
    upToDate: 0,
    behind: 1,
    unknown: 1,
    terminals: [{ terminalId: TERMINAL, obeys: wanted - 1 }],
  });
  await tell(wanted);
  expect(await drift()).toMatchObject({ wanted, upToDate: 1, behind: 0, unknown: 1, terminals: [] });
});

test('tools change directly only where that is allowed, approve nothing, and every act is in the trail', async () => {
  expect(await order(left, '/directive', { maxCopies: 2 })).toEqual({
    status: 403,
    body: { error: 'direct-changes-off' },
  });
  const changed = await order(right, '/directive', { maxCopies: 2 });
  expect(changed.status).toBe(200);
  const drafted = await order(left, '/directive/changes', {
    scope: { kind: 'all' },
    patch: { maxCopies: 9 },
    effectiveAt: null,
    note: '',
  });
  const { changeId } = v.parse(ChangeSchema, drafted.body);
  for (const decision of ['approve', 'reject']) {
    const headers = { authorization: `Bearer ${world.token}` };
    const url = `http://127.0.0.1:${right.operationsPort}/operations/directive/changes/${changeId}/${decision}`;
    expect((await fetch(url, { method: 'POST', headers })).status).toBe(403);
  }
  const rows = await world.store.database.selectFrom('audit_entries').select(['actor', 'action', 'target']).execute();
  const { version } = v.parse(v.object({ version: v.number() }), changed.body);
  expect(rows).toContainEqual({ actor: 'tool', action: 'directive-changed-directly', target: `version:${version}` });
  expect(rows).toContainEqual({ actor: 'tool', action: 'municipality-suspended', target: `municipality:${CITY}` });
  expect(rows).toContainEqual({ actor: 'center', action: 'municipality-resumed', target: `municipality:${CITY}` });
  expect(rows).toContainEqual({ actor: 'tool', action: 'directive-drafted', target: `change:${changeId}` });
});

test('a patch of four megabytes is refused, and the center goes on', async () => {
  const words = (bytes: number) => Array.from({ length: bytes / 100 }, () => 'b'.repeat(97));
  for (const bytes of [3_900_000, 4_100_000]) {
    const patch = { allowedBuilds: words(bytes) };
    const draft = { scope: { kind: 'all' }, patch, effectiveAt: null, note: '' };
    for (const [path, body] of [
      ['/directive/changes', draft],
      ['/directive', patch],
    ] as const) {
      const refused = await order(right, path, body);
      expect(refused).toEqual(
        bytes < 4_000_000
          ? { status: 400, body: { error: 'too-large' } }
          : { status: 413, body: { error: 'malformed' } },
      );
    }
  }
  expect(await apply(connect(TERMINAL, right), TERMINAL)).toBe(200);
});
