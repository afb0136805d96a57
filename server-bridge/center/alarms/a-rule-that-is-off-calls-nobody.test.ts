/** A rule that is off makes no alarm of its cause, ends none, and comes back as it was; what matters most is never off. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ALARM_CODES } from '../alarm-codes.ts';
import type { RunningAlarms } from './index.ts';
import { ruleOfWords, wordsOfRule } from './rule-changes.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person } from './test-support/alarm-world.ts';

const T = 'KIOSK-A1';
const JAM = { devices: { pagePrinter: 'jam' } };
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
  await world.meet(T);
  await left.care.rules();
  await right.care.rules();
});

const report = async (changes: object = {}, events: readonly object[] = []) =>
  await left.desk.takeStatus(world.status(T, changes, events));

async function turn(code: (typeof ALARM_CODES)[number], enabled: boolean): Promise<void> {
  const rules = await right.care.rules();
  const rule = rules.find((one) => one.code === code);
  if (rule === undefined) throw new Error('no such rule');
  const { severity, afterSeconds, repeatMinutes, notify } = rule;
  const changed = { severity, afterSeconds, repeatMinutes, notify, enabled };
  (await right.care.changeRule(code, changed, person('clerk')))._unsafeUnwrap();
  // The other node follows with its next round.
  await left.round();
}

describe('off', () => {
  test('a cause that shows is no alarm however long it stands, and one at once when the rule is on again', async () => {
    await turn('PAGE_PRINTER_BROKEN', false);
    await report(JAM);
    world.advance(5_000);
    await Promise.all([left.round(), right.round()]);
    expect(await world.open()).toEqual([]);
    await turn('PAGE_PRINTER_BROKEN', true);
    expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
  });

  test('a terminal that is away is no alarm; one that was an alarm before still ends when it is back', async () => {
    world.advance(1_000);
    await left.slowRound();
    expect(await world.open()).toEqual([`${T} TERMINAL_LOST 1`]);
    await turn('TERMINAL_LOST', false);
    await report();
    await left.slowRound();
    const before = await world.open();
    world.advance(1_000);
    await Promise.all([left.slowRound(), right.slowRound()]);
    expect(await world.open()).toEqual(before);
  });

  test('what happens in a moment, and what is told, is no alarm; what is told is one when the rule is on again', async () => {
    await turn('VISIT_PROCESS_DIED', false);
    await turn('CLOCK_OFF', false);
    await report({}, [
      { event: 'VISIT_PROCESS_DIED', code: 'exit-1' },
      { event: 'CLOCK_CHECKED', code: 'off' },
    ]);
    await left.round();
    expect(await world.open()).toEqual([]);
    await turn('VISIT_PROCESS_DIED', true);
    await turn('CLOCK_OFF', true);
    expect(await world.open()).toEqual([`${T} CLOCK_OFF 1`]);
  });

  test('never are persons, money, keys and what was left behind', async () => {
    const rule = { severity: 'critical', afterSeconds: 0, repeatMinutes: 0, notify: true, enabled: false } as const;
    const refused: string[] = [];
    for (const code of ALARM_CODES) {
      const changed = await left.care.changeRule(code, rule, person('clerk'));
      if (changed.isErr()) refused.push(`${code} ${changed.error.kind}`);
    }
    expect(refused.toSorted()).toEqual(
      [
        'RIGHT_PERSON_FAILED fixed-rule',
        'RIGHT_PERSON_HELD fixed-rule',
        'ROUTE_STOPPED fixed-rule',
        'SECOND_EVENT_STREAM never-off',
        'TERMINAL_IMPERSONATION never-off',
        'ANSWER_FOR_OTHER_VISIT fixed-rule',
        'REFUND_OWED never-off',
        'CARD_LEFT never-off',
        'PAPER_LEFT never-off',
      ].toSorted(),
    );
    const rows = await right.care.rules();
    for (const { code, fixed, mayBeOff } of rows) {
      expect([code, refused.includes(`${code} ${fixed ? 'fixed-rule' : 'never-off'}`)]).toEqual([code, !mayBeOff]);
    }
  });
});

describe('a rule in the audit trail', () => {
  test('is written in words that are read back', () => {
    const rule = {
      severity: 'minor',
      afterSeconds: 86_400,
      repeatMinutes: 10_080,
      notify: false,
      enabled: false,
    } as const;
    expect(wordsOfRule(rule)).toBe('minor:after-86400s:repeat-10080m:silent:off');
    expect(ruleOfWords(wordsOfRule(rule))).toEqual(rule);
    const on = { ...rule, notify: true, enabled: true };
    expect(ruleOfWords(wordsOfRule(on))).toEqual(on);
    for (const other of ['', 'grave:after-1s:repeat-1m:notify', 'major:after-1s', 'major:after-s:repeat-1m:notify']) {
      expect(ruleOfWords(other)).toBeNull();
    }
  });
});
