/** P2: what stops, and what it takes to open it again. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../staff/rights.ts';
import { type ComparisonFinding, standingOf } from '../store/index.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person, terminal } from './test-support/alarm-world.ts';

const A = 'KIOSK-P1';
const B = 'KIOSK-P2';
const C = 'KIOSK-P3';
const TOOL: Actor = { kind: 'tool' };
let world: AlarmWorld;
let left: RunningAlarms;
let right: RunningAlarms;

beforeAll(async () => {
  world = await buildAlarmWorld();
  left = await world.node();
  right = await world.node();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await emptyAlarmWorld(world);
  for (const id of [A, B, C]) await world.meet(id);
  await left.care.rules();
});

const fail = (id: string, node = left) =>
  node.desk.takeStatus(
    world.status(id, { cause: 'right-person', state: 'suspended' }, [{ event: 'RIGHT_PERSON_FAILED' }]),
  );
const standing = async (id: string) => (await standingOf(world.store.database, terminal(id))).suspendedFor;
const alarmOf = async (code: string, id: string) =>
  (await left.care.list({})).find((alarm) => alarm.code === code && alarm.terminalId === id);
const compare = async (id: string, finding: ComparisonFinding, actor: Actor = TOOL, code = 'RIGHT_PERSON_FAILED') => {
  const alarm = await alarmOf(code, id);
  const comparison = { finding, comparedBy: 'Synthetic Clerk', comparedAt: world.now() };
  const done = await left.care.recordComparison(alarm?.id ?? 0, actor, comparison);
  return done.isOk() ? 'kept' : done.error.kind;
};
const approve = async (id: string, actor: Actor, code = 'RIGHT_PERSON_FAILED') => {
  const done = await right.care.approveRelease((await alarmOf(code, id))?.id ?? 0, actor);
  return done.isOk() ? 'approved' : done.error.kind;
};
const hindrance = (id: string) => right.desk.hindranceOfRelease(terminal(id));
const clear = async (id: string, code: string, actor: Actor = person('clerk')) => {
  const done = await left.care.clear((await alarmOf(code, id))?.id ?? 0, actor, null);
  return done.isOk() ? 'cleared' : done.error.kind;
};

describe('one terminal', () => {
  test('is closed with the report, and nothing opens it but a comparison and the release', async () => {
    await fail(A);
    expect(await standing(A)).toBe('RIGHT_PERSON_FAILED');
    expect(await standing(B)).toBeNull();
    await left.desk.takeStatus(world.status(A, {}, [{ event: 'VISIT_ENDED' }]));
    world.advance(3_600);
    await left.round();
    expect(await clear(A, 'RIGHT_PERSON_FAILED')).toBe('needs-release');
    expect(await hindrance(A)).toBe('needs-comparison');
    // A terminal that says it is released without anybody having looked stays closed.
    await left.desk.releaseRightPerson(terminal(A), 'Synthetic Clerk');
    expect(await standing(A)).toBe('RIGHT_PERSON_FAILED');
    expect(await compare(A, 'no-paper-issued')).toBe('kept');
    expect(await hindrance(A)).toBeNull();
    expect(await standing(A)).toBe('RIGHT_PERSON_FAILED');
    await left.desk.releaseRightPerson(terminal(A), 'Synthetic Clerk');
    expect(await standing(A)).toBeNull();
    expect(await world.open()).toEqual([]);
    expect(world.audited.map((line) => line.replace(/:\d+/, ''))).toEqual([
      `center alarm-raised ${A}:RIGHT_PERSON_FAILED critical`,
      `tool comparison-recorded ${A}:RIGHT_PERSON_FAILED no-paper-issued`,
      `center alarm-cleared ${A}:RIGHT_PERSON_FAILED released`,
    ]);
  });

  test('an order of release where nothing is held has nothing to go by', async () => {
    expect(await hindrance(A)).toBe('needs-comparison');
  });

  test('another person’s paper needs a second person, who is not the first', async () => {
    await fail(A);
    expect(await approve(A, person('second'))).toBe('nothing-to-approve');
    expect(await compare(A, 'other-person', person('first'))).toBe('kept');
    expect(await hindrance(A)).toBe('needs-second-person');
    await left.desk.releaseRightPerson(terminal(A), 'Synthetic Clerk');
    expect(await standing(A)).toBe('RIGHT_PERSON_FAILED');
    expect(await approve(A, person('first'))).toBe('own-comparison');
    expect(await hindrance(A)).toBe('needs-second-person');
    // The first cannot write another finding over it.
    expect(await compare(A, 'same-person', person('first'))).toBe('already-compared');
    expect(await approve(A, person('second'))).toBe('approved');
    expect(await hindrance(A)).toBeNull();
    expect(await approve(A, person('third'))).toBe('nothing-to-approve');
    expect(world.audited.at(-1)).toMatch(/^second comparison-recorded KIOSK-P1:RIGHT_PERSON_FAILED:\d+ approved$/);
    expect(await alarmOf('RIGHT_PERSON_FAILED', A)).toMatchObject({
      comparison: { finding: 'other-person', recordedBy: 'first', approvedBy: 'second' },
      needsComparison: false,
    });
  });

  test('what fails after the comparison is not covered by it, and an earlier finding stays', async () => {
    await fail(A);
    await compare(A, 'other-person', person('first'));
    await fail(A, right);
    expect(await world.open()).toEqual([`${A} RIGHT_PERSON_FAILED 2`]);
    expect(await approve(A, person('second'))).toBe('approved');
    expect(await hindrance(A)).toBe('needs-comparison');
    await left.desk.releaseRightPerson(terminal(A), 'Synthetic Clerk');
    expect(await standing(A)).toBe('RIGHT_PERSON_FAILED');
    expect(await compare(A, 'same-person', person('first'))).toBe('kept');
    expect(await hindrance(A)).toBeNull();
  });

  test('who recorded one of two findings is the second person of the other one only', async () => {
    await fail(A);
    await compare(A, 'other-person', person('first'));
    await fail(A);
    await compare(A, 'other-person', person('second'));
    expect(await approve(A, person('second'))).toBe('approved');
    expect(await hindrance(A)).toBe('needs-second-person');
    expect(await approve(A, person('first'))).toBe('approved');
    expect(await hindrance(A)).toBeNull();
  });

  test('a comparison that lies before the alarm or in the future is none; one of another alarm neither', async () => {
    await fail(A);
    const id = (await alarmOf('RIGHT_PERSON_FAILED', A))?.id ?? 0;
    for (const seconds of [-301, 301]) {
      const comparedAt = new Date(world.now().getTime() + seconds * 1_000);
      const comparison = { finding: 'same-person', comparedBy: 'Synthetic Clerk', comparedAt } as const;
      expect((await left.care.recordComparison(id, TOOL, comparison))._unsafeUnwrapErr().kind).toBe('compared-when');
    }
    await left.desk.raise(terminal(B), 'SECOND_EVENT_STREAM');
    expect(await compare(B, 'same-person', TOOL, 'SECOND_EVENT_STREAM')).toBe('no-comparison');
    expect(await compare(C, 'same-person')).toBe('no-open-alarm');
  });

  test('that says it is held while the center has no alarm of it gets one, and is released like any other', async () => {
    const held = () => left.desk.takeStatus(world.status(A, { cause: 'right-person', state: 'suspended' }));
    await held();
    world.advance(119);
    await left.round();
    expect(await world.open()).toEqual([]);
    world.advance(1);
    await Promise.all([left.round(), right.round()]);
    expect(await world.open()).toEqual([`${A} RIGHT_PERSON_HELD 1`]);
    expect(await standing(A)).toBe('RIGHT_PERSON_FAILED');
    // Showing it no longer ends nothing.
    await left.desk.takeStatus(world.status(A));
    world.advance(120);
    await left.round();
    expect(await world.open()).toEqual([`${A} RIGHT_PERSON_HELD 1`]);
    expect(await clear(A, 'RIGHT_PERSON_HELD')).toBe('needs-release');
    await compare(A, 'no-paper-issued', TOOL, 'RIGHT_PERSON_HELD');
    await left.desk.releaseRightPerson(terminal(A), 'Synthetic Clerk');
    expect(await world.open()).toEqual([]);
    // A status that was on its way before the release is no new alarm.
    await held();
    world.advance(30);
    await left.desk.takeStatus(world.status(A));
    world.advance(300);
    await left.round();
    expect(await world.open()).toEqual([]);
  });
});

describe('several terminals', () => {
  test('two within the time stop all, also when two nodes hear of them in the same moment', async () => {
    await Promise.all([fail(A, left), fail(B, right)]);
    expect((await world.open()).toSorted()).toEqual([
      `${A} RIGHT_PERSON_FAILED 1`,
      `${B} RIGHT_PERSON_FAILED 1`,
      'center ROUTE_STOPPED 1',
    ]);
    expect([await standing(A), await standing(B), await standing(C)]).toEqual([
      'RIGHT_PERSON_FAILED',
      'RIGHT_PERSON_FAILED',
      'ROUTE_STOPPED',
    ]);
    // The two nodes write side by side, in any order.
    expect(world.logLines.some((line) => line.includes('CENTER_ALARM_RAISED'))).toBe(true);
  });

  test('the stop ends when it and every terminal that is closed have been compared, not before', async () => {
    await fail(A);
    await fail(B);
    expect(await clear('center', 'ROUTE_STOPPED')).toBe('needs-comparison');
    expect(await compare('center', 'same-person', person('first'), 'ROUTE_STOPPED')).toBe('kept');
    expect(await clear('center', 'ROUTE_STOPPED')).toBe('needs-comparison');
    await compare(A, 'same-person', person('first'));
    await left.desk.releaseRightPerson(terminal(A), 'Synthetic Clerk');
    expect(await standing(A)).toBe('ROUTE_STOPPED');
    await compare(B, 'other-person', person('first'));
    expect(await clear('center', 'ROUTE_STOPPED')).toBe('needs-second-person');
    await approve(B, person('second'));
    expect(await clear('center', 'ROUTE_STOPPED')).toBe('cleared');
    expect([await standing(A), await standing(B), await standing(C)]).toEqual([null, 'RIGHT_PERSON_FAILED', null]);
    expect(world.audited.at(-1)).toMatch(/^clerk alarm-cleared center:ROUTE_STOPPED:\d+ route-released$/);
  });

  test('a third that fails while all are stopped needs another look', async () => {
    await fail(A);
    await fail(B);
    for (const id of [A, B]) await compare(id, 'same-person');
    await compare('center', 'same-person', TOOL, 'ROUTE_STOPPED');
    await fail(C);
    expect(await clear('center', 'ROUTE_STOPPED')).toBe('needs-comparison');
  });

  test('one that was released after it was found right does not count, one with another person’s paper does', async () => {
    await fail(A);
    await compare(A, 'same-person');
    await left.desk.releaseRightPerson(terminal(A), 'Synthetic Clerk');
    await fail(B);
    expect(await world.open()).toEqual([`${B} RIGHT_PERSON_FAILED 1`]);
    await compare(B, 'other-person', person('first'));
    await approve(B, person('second'));
    await left.desk.releaseRightPerson(terminal(B), 'Synthetic Clerk');
    await fail(C);
    expect(await world.open()).toContain('center ROUTE_STOPPED 1');
  });

  test('the same terminal twice, or two far apart, stop only themselves', async () => {
    await fail(A);
    await fail(A);
    world.advance(15 * 60 + 1);
    await fail(B);
    expect(await world.open()).toEqual([`${A} RIGHT_PERSON_FAILED 2`, `${B} RIGHT_PERSON_FAILED 1`]);
  });
});

test('its rule is not for staff to change', async () => {
  const rule = { severity: 'minor', afterSeconds: 600, repeatMinutes: 0, notify: false, enabled: true } as const;
  for (const code of ['RIGHT_PERSON_FAILED', 'RIGHT_PERSON_HELD', 'ROUTE_STOPPED'] as const) {
    expect((await left.care.changeRule(code, rule, person('clerk')))._unsafeUnwrapErr().kind).toBe('fixed-rule');
    // Nor for somebody who writes it into the store.
    const row = { severity: 'minor', after_seconds: 600, repeat_minutes: 0, notify: false, enabled: true } as const;
    const by = { changed_at: world.now(), changed_by: 'nobody' };
    await world.store.database
      .insertInto('alarm_rules')
      .values({ code, ...row, ...by })
      .execute();
  }
  await right.round();
  expect(right.rules.rule('RIGHT_PERSON_FAILED')).toMatchObject({
    severity: 'critical',
    afterSeconds: 0,
    notify: true,
  });
  const late = { ...rule, afterSeconds: 1 };
  expect((await left.care.changeRule('EVENTS_LOST', late, person('clerk')))._unsafeUnwrapErr().kind).toBe(
    'no-duration',
  );
});
