/** Roll-outs as the console's listener has them: who may do what, in which state, and what is refused by which word. */
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RollOut, RollOutSchema, RollOutsSchema } from '../console-api/orders.ts';
import { type ConsoleWorld, type Person, startConsoleWorld } from '../console-server/testing/signed-in.ts';
import { registerPlaces, retirePlace } from '../store/index.ts';
import { eventually } from '../test-support/eventually.ts';
import { placesOf } from './test-support/roll-out-world.ts';

let world: ConsoleWorld;
let drafter: Person;
let approver: Person;
let operator: Person;
/** Has every role that could be used against its own draft. */
let everything: Person;
let watcher: Person;

beforeAll(async () => {
  world = await startConsoleWorld();
  const { database } = world.world.store;
  await registerPlaces(database, placesOf('alpha', 20), new Date());
  await retirePlace(database, 'ALPHA-00019', new Date());
  drafter = await world.signIn(['drafter']);
  approver = await world.signIn(['approver']);
  operator = await world.signIn(['operator']);
  everything = await world.signIn(['drafter', 'approver', 'operator']);
  watcher = await world.signIn(['watcher']);
}, 120_000);
afterAll(() => world.close());

const AT = '/operations/roll-outs';
const wanted = (change: object = {}) => ({
  order: { kind: 'restart-when-idle' },
  scope: { kind: 'chain', chain: 'alpha' },
  stagesPercent: [10, 50, 100],
  successPercent: 80,
  stageMinutes: 30,
  stopAtFailurePercent: 50,
  ...change,
});
const draft = ({ client }: Person, change?: object) => client.ask(AT, { body: wanted(change) });
const draftedId = async (person = drafter, change?: object): Promise<number> => {
  const { status, body } = await draft(person, change);
  expect(status).toBe(201);
  return v.parse(RollOutSchema, body).rollOutId;
};
/** Status and word of a decision; no word where it was taken. */
const decide = async ({ client }: Person, id: number | string, decision: string) => {
  const { status, body, text } = await client.ask(`${AT}/${id}/${decision}`, { method: 'POST' });
  return text === '' ? `${status}` : `${status} ${body.error}`;
};
const told = async (id: number): Promise<RollOut> =>
  v.parse(RollOutSchema, (await watcher.client.ask(`${AT}/${id}`)).body);

describe('a roll-out', () => {
  test('is drafted by one person, approved by another, held, carried on and stopped; each act is in the trail', async () => {
    const answer = await draft(drafter);
    expect(answer.status).toBe(201);
    const drafted = v.parse(RollOutSchema, answer.body);
    const { rollOutId: id } = drafted;
    expect(drafted).toMatchObject({
      ...wanted(),
      state: 'draft',
      draftedBy: drafter.staffId,
      approvedBy: null,
      startedAt: null,
      stage: 0,
      targets: 19,
      stoppedFor: null,
    });
    for (const decision of ['pause', 'resume', 'stop'])
      expect(await decide(operator, id, decision)).toBe('409 not-now');
    expect(await decide(approver, id, 'approve')).toBe('204');
    expect(await decide(approver, id, 'approve')).toBe('409 not-now');
    expect(await decide(approver, id, 'reject')).toBe('409 not-now');
    // The node itself goes on: two of nineteen are a tenth, rounded up.
    await eventually(async () => expect((await told(id)).counts.queued).toBe(2));
    expect(await told(id)).toMatchObject({ state: 'running', stage: 1, approvedBy: approver.staffId });
    expect(await decide(operator, id, 'resume')).toBe('409 not-now');
    expect(await decide(operator, id, 'pause')).toBe('204');
    expect(await decide(operator, id, 'pause')).toBe('409 not-now');
    expect(await told(id)).toMatchObject({ state: 'paused', counts: { queued: 2 } });
    expect(await decide(operator, id, 'resume')).toBe('204');
    expect(await told(id)).toMatchObject({ state: 'running' });
    expect(await decide(operator, id, 'pause')).toBe('204');
    expect(await decide(operator, id, 'stop')).toBe('204');
    for (const decision of ['pause', 'resume', 'stop'])
      expect(await decide(operator, id, decision)).toBe('409 not-now');
    expect(await told(id)).toMatchObject({
      state: 'stopped',
      stoppedFor: 'by-staff',
      counts: { queued: 0, cancelled: 2 },
    });
    const listed = v.parse(RollOutsSchema, (await watcher.client.ask(AT)).body).rollOuts;
    expect(listed.find(({ rollOutId }) => rollOutId === id)).toEqual(await told(id));

    const auditor = await world.signIn(['auditor']);
    const { rows } = (await auditor.client.ask(`/operations/audit?target=roll-out:${id}`)).body;
    const acts = rows.map((row: { actor: string; action: string }) => `${row.actor} ${row.action}`);
    expect(acts.toReversed()).toEqual([
      `${drafter.staffId} roll-out-drafted`,
      `${approver.staffId} roll-out-approved`,
      'center roll-out-stage-begun',
      `${operator.staffId} roll-out-paused`,
      `${operator.staffId} roll-out-resumed`,
      `${operator.staffId} roll-out-paused`,
      `${operator.staffId} roll-out-stopped`,
    ]);
  });

  test('is not approved by who drafted it, whatever the roles; that person may throw it away', async () => {
    const id = await draftedId(everything);
    expect(await decide(everything, id, 'approve')).toBe('403 own-draft');
    expect(await told(id)).toMatchObject({ state: 'draft', approvedBy: null });
    expect(await decide(everything, id, 'reject')).toBe('204');
    expect(await decide(approver, id, 'approve')).toBe('409 not-now');
    expect(await told(id)).toMatchObject({ state: 'rejected', counts: { queued: 0 } });
  });

  test('of a tool needs a person, and no tool approves', async () => {
    const asTool = async (path: string, body?: object) => {
      const answer = await fetch(`http://127.0.0.1:${world.center.operationsPort}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${world.world.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    };
    const drafted = await asTool(AT, wanted());
    expect(drafted.status).toBe(201);
    const { rollOutId: id, draftedBy } = v.parse(RollOutSchema, drafted.body);
    expect(draftedBy).toBe('tool');
    expect(await asTool(`${AT}/${id}/approve`)).toEqual({ status: 403, body: { error: 'forbidden' } });
    expect(await decide(approver, id, 'approve')).toBe('204');
    expect((await asTool(`${AT}/${id}/stop`)).status).toBe(204);
  });

  test('decided by two at the same moment is decided once', async () => {
    const second = await world.signIn(['approver']);
    for (const [one, other] of [
      ['approve', 'reject'],
      ['approve', 'approve'],
    ] as const) {
      const id = await draftedId();
      const answers = await Promise.all([decide(approver, id, one), decide(second, id, other)]);
      expect(answers.toSorted()).toEqual(['204', '409 not-now']);
      await decide(operator, id, 'stop');
    }
    const id = await draftedId();
    await decide(approver, id, 'approve');
    const stops = await Promise.all([decide(operator, id, 'stop'), decide(everything, id, 'stop')]);
    expect(stops.toSorted()).toEqual(['204', '409 not-now']);
  });

  test('for nobody is drafted, seen as such, and not approved', async () => {
    const id = await draftedId(drafter, { scope: { kind: 'chain', chain: 'nobody' } });
    expect((await told(id)).targets).toBe(0);
    expect(await decide(approver, id, 'approve')).toBe('409 no-terminals');
    // A terminal that was retired is nobody, too.
    const retired = await draftedId(drafter, { scope: { kind: 'terminal', terminalId: 'ALPHA-00019' } });
    expect(await decide(approver, retired, 'approve')).toBe('409 no-terminals');
  });

  test.each([
    ['all', { kind: 'all' }, 19],
    ['a prefecture', { kind: 'prefecture', prefecture: '01' }, 1],
    ['a store', { kind: 'store', storeId: 'S-3' }, 1],
    ['a terminal', { kind: 'terminal', terminalId: 'ALPHA-00004' }, 1],
  ])('for %s counts who stands there', async (_, scope, targets) => {
    const id = await draftedId(drafter, { scope });
    expect((await told(id)).targets).toBe(targets);
    expect(await decide(everything, id, 'reject')).toBe('204');
  });
});

describe('what cannot be drafted', () => {
  test.each([
    ['shares that do not end with everybody', { stagesPercent: [10, 50] }, 'stages'],
    ['shares that fall', { stagesPercent: [50, 10, 100] }, 'stages'],
    ['the same share twice', { stagesPercent: [50, 50, 100] }, 'stages'],
    [
      'the release after a right-person alarm',
      { order: { kind: 'release-right-person', releasedBy: 'x' } },
      'not-for-many',
    ],
    ['money settled by hand', { order: { kind: 'settled-by-hand', settledBy: 'x' } }, 'not-for-many'],
    ['paper taken out by hand', { order: { kind: 'clear-paper', clearedBy: 'x' } }, 'not-for-many'],
    ['whole event logs', { order: { kind: 'collect-event-log', fromEntry: 1 } }, 'not-for-many'],
    ['an order there is not', { order: { kind: 'open-the-door' } }, 'malformed'],
    ['no share', { stagesPercent: [] }, 'malformed'],
    ['a share of nothing', { stagesPercent: [0, 100] }, 'malformed'],
    ['more than all', { stagesPercent: [50, 101] }, 'malformed'],
    ['half a percent', { stagesPercent: [0.5, 100] }, 'malformed'],
    ['too many stages', { stagesPercent: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100] }, 'malformed'],
    ['no time for a stage', { stageMinutes: 0 }, 'malformed'],
    ['more than a day for a stage', { stageMinutes: 1_441 }, 'malformed'],
    ['no threshold', { stopAtFailurePercent: 0 }, 'malformed'],
    ['more done than all', { successPercent: 101 }, 'malformed'],
    ['a prefecture there is not', { scope: { kind: 'prefecture', prefecture: '48' } }, 'malformed'],
    ['a field nobody knows', { dryRun: true }, 'malformed'],
    ['an approval by the way', { approvedBy: 'somebody' }, 'malformed'],
  ])('%s', async (_, change, word) => {
    const { status, body } = await draft(drafter, change);
    expect([status, body]).toEqual([400, { error: word }]);
  });

  test('without a body, with one that is no JSON, or with one that is too long', async () => {
    for (const body of ['', '{', JSON.stringify(wanted({ dryRun: 'x'.repeat(5_000) }))]) {
      const answer = await drafter.client.ask(AT, { method: 'POST', body });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toContain('xxx');
    }
  });
});

test('who may do what', async () => {
  const id = await draftedId();
  const draftStatus = async (person: Person) => (await draft(person, { stagesPercent: [50] })).status;
  const people = { watcher, operator, drafter, approver };
  const may: Record<string, string[]> = {};
  for (const [role, person] of Object.entries(people)) {
    may[role] = [];
    // 400: let in, and refused for its stages.
    if ((await draftStatus(person)) === 400) may[role].push('draft');
    // A roll-out there is not: whoever is let in hears so.
    for (const decision of ['approve', 'reject', 'pause', 'resume', 'stop']) {
      const answer = await decide(person, 2_147_483_647, decision);
      if (answer === '404 unknown-roll-out') may[role].push(decision);
      else expect(answer).toBe('403 forbidden');
    }
    expect((await person.client.ask(AT)).status).toBe(200);
    expect((await person.client.ask(`${AT}/${id}`)).status).toBe(200);
  }
  expect(may).toEqual({
    watcher: [],
    operator: ['pause', 'resume', 'stop'],
    drafter: ['draft'],
    approver: ['approve', 'reject'],
  });
  expect((await world.client().ask(AT)).status).toBe(401);
  expect(await told(id)).toMatchObject({ state: 'draft' });
});

test('an id that is none is refused before anything is asked', async () => {
  for (const id of ['0', '-1', '1.5', '2147483648', '99999999999999999999', 'x', '%00', '1e3']) {
    expect(await decide(approver, id, 'approve')).toBe('400 malformed');
    expect((await watcher.client.ask(`${AT}/${id}`)).status).toBe(400);
  }
  const id = await draftedId();
  // A decision takes no body: what would be ignored is refused.
  const answer = await approver.client.ask(`${AT}/${id}/approve`, { body: { stage: 3 } });
  expect([answer.status, answer.body]).toEqual([400, { error: 'malformed' }]);
  expect(await told(id)).toMatchObject({ state: 'draft' });
});
