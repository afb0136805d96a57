/** Fault: the center was told that a visit got another visit's answer, called somebody, and let the terminal go on (P2). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CENTER_ITSELF, INTEGRITY_CODES, INTEGRITY_ENDS, isTerminalIntegrityCode } from '../alarm-codes.ts';
import { raiseAlarm, standingOf } from '../store/index.ts';
import { ALARM_DEFINITIONS, mayBeOff, refusalOfRule } from './default-rules.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person, terminal } from './test-support/alarm-world.ts';

const A = 'KIOSK-I1';
const B = 'KIOSK-I2';
const C = 'KIOSK-I3';
let world: AlarmWorld;
let node: RunningAlarms;

beforeAll(async () => {
  world = await buildAlarmWorld();
  node = await world.node();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await emptyAlarmWorld(world);
  for (const id of [A, B, C]) await world.meet(id);
  await node.care.rules();
});

const standing = async (id: string) => (await standingOf(world.store.database, terminal(id))).suspendedFor;
const alarmOf = async (code: string, id: string) => {
  const found = (await node.care.list({ terminalId: id })).find((alarm) => alarm.code === code);
  if (found === undefined) throw new Error(`no alarm ${code}`);
  return found;
};
const compare = async (id: number, finding: 'same-person' | 'other-person') => {
  const comparison = { finding, comparedBy: 'Synthetic Clerk', comparedAt: world.now() };
  return (await node.care.recordComparison(id, person('first'), comparison)).isOk();
};
const clear = async (id: number) => {
  const done = await node.care.clear(id, person('clerk'), null);
  return done.isOk() ? 'cleared' : done.error.kind;
};

describe.each(INTEGRITY_CODES)('%s', (code) => {
  test('nobody softens its rule, and it repeats itself', () => {
    const { nature: _, ...rule } = ALARM_DEFINITIONS[code];
    expect(rule).toMatchObject({ severity: 'critical', notify: true });
    expect(rule.repeatMinutes).toBeGreaterThan(0);
    expect(refusalOfRule(code, { ...rule, enabled: true })).toBe('fixed-rule');
    expect(mayBeOff(code)).toBe(false);
  });

  test('stops at once what it concerns, and a later success, or time, ends nothing', async () => {
    if (isTerminalIntegrityCode(code)) await node.desk.raise(terminal(A), code);
    else await raiseAlarm(world.store.database, CENTER_ITSELF, code, world.now(), 'critical');
    expect(await standing(A)).not.toBeNull();
    await node.desk.takeStatus(world.status(A, {}, [{ event: 'VISIT_ENDED' }]));
    world.advance(7_200);
    await node.round();
    await node.round();
    expect(await standing(A)).not.toBeNull();
  });

  test('ends by its comparison, with a second person where another’s paper was found', async () => {
    const of = isTerminalIntegrityCode(code) ? A : CENTER_ITSELF;
    if (isTerminalIntegrityCode(code)) await node.desk.raise(terminal(A), code);
    else await raiseAlarm(world.store.database, CENTER_ITSELF, code, world.now(), 'critical');
    const { id } = await alarmOf(code, of);
    const byHand = INTEGRITY_ENDS[code] === 'clear';
    const release = async () => {
      if (byHand) return await clear(id);
      const hindrance = await node.desk.hindranceOfRelease(terminal(A));
      await node.desk.releaseRightPerson(terminal(A), 'Synthetic Clerk');
      return hindrance ?? 'cleared';
    };
    if (!byHand) expect(await clear(id)).toBe('needs-release');
    expect(await release()).toBe('needs-comparison');
    expect(await compare(id, 'other-person')).toBe(true);
    expect(await release()).toBe('needs-second-person');
    expect(await standing(A)).not.toBeNull();
    expect((await node.care.approveRelease(id, person('first')))._unsafeUnwrapErr().kind).toBe('own-comparison');
    expect((await node.care.approveRelease(id, person('second'))).isOk()).toBe(true);
    expect(await release()).toBe('cleared');
    expect(await standing(A)).toBeNull();
    expect(await world.open()).toEqual([]);
  });
});

test('answers of other visits at two terminals stop all, like failed checks', async () => {
  await node.desk.raise(terminal(A), 'ANSWER_FOR_OTHER_VISIT');
  expect(await standing(C)).toBeNull();
  await node.desk.raise(terminal(B), 'ANSWER_FOR_OTHER_VISIT');
  expect(await standing(C)).toBe('ROUTE_STOPPED');
});

test('a terminal that failed itself stays closed when the other alarm is ended', async () => {
  await node.desk.raise(terminal(A), 'ANSWER_FOR_OTHER_VISIT');
  await node.desk.takeStatus(world.status(A, {}, [{ event: 'RIGHT_PERSON_FAILED' }]));
  const { id } = await alarmOf('ANSWER_FOR_OTHER_VISIT', A);
  expect(await compare(id, 'same-person')).toBe(true);
  expect(await clear(id)).toBe('cleared');
  expect(await standing(A)).toBe('RIGHT_PERSON_FAILED');
});
