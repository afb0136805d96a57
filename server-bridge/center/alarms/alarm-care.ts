/** What staff do about alarms: see, acknowledge, clear, record a comparison, approve a release, change rules. All of it is audited first. */
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import { type AlarmCode, INTEGRITY_ENDS, isIntegrityCode } from '../alarm-codes.ts';
import type { AlarmRuleChangesSchema, AlarmRuleRow } from '../console-api/alarms.ts';
import { type Actor, actorName } from '../staff/rights.ts';
import * as store from '../store/index.ts';
import type { AlarmWitness, StaffAct } from './alarm-witness.ts';
import {
  ALARM_DEFINITIONS,
  type AlarmRuleOf,
  isAlarmCode,
  mayBeOff,
  needsComparison,
  type RuleRefusal,
  refusalOfRule,
  takesDuration,
} from './default-rules.ts';
import type { RuleBook } from './rule-book.ts';
import { readRuleChanges, wordsOfRule } from './rule-changes.ts';

export type AlarmCareError = {
  readonly kind:
    | 'no-open-alarm'
    /** It was seen once more since whoever acts looked at it. */
    | 'happened-again'
    /** A tool says which person acts. */
    | 'needs-name'
    /** It ends by the command `release-right-person`, not by hand (P2). */
    | 'needs-release'
    | store.ReleaseHindrance
    | 'already-compared'
    /** This alarm has nothing to compare. */
    | 'no-comparison'
    /** The comparison was made before there was anything to compare, or is said to be still to come. */
    | 'compared-when'
    | 'nothing-to-approve'
    /** Whoever made or recorded the comparison cannot be the second person. */
    | 'own-comparison';
};

export type ListedAlarm = store.Alarm & {
  readonly needsComparison: boolean;
  readonly comparison: store.KeptComparison | null;
};

export type AlarmCare = {
  list(question: store.AlarmQuery): Promise<readonly ListedAlarm[]>;
  /**
   * @param name who acts, where a tool does
   * @param times how often the alarm had been seen when whoever acts looked at it; without it what is open now counts
   */
  acknowledge(id: number, actor: Actor, name: string | null, times?: number): Promise<Result<void, AlarmCareError>>;
  clear(id: number, actor: Actor, name: string | null, times?: number): Promise<Result<void, AlarmCareError>>;
  recordComparison(
    id: number,
    actor: Actor,
    comparison: {
      readonly finding: store.ComparisonFinding;
      readonly comparedBy: string;
      readonly comparedAt: Date;
      /** As above. */
      readonly times?: number | undefined;
    },
  ): Promise<Result<void, AlarmCareError>>;
  /** A second person answers for the release although another person's paper was found. */
  approveRelease(id: number, actor: Actor): Promise<Result<void, AlarmCareError>>;
  rules(): Promise<readonly AlarmRuleRow[]>;
  /** Who set which rule to what. @param before the place the page ends before; null for the newest */
  ruleChanges(before: number | null): Promise<v.InferInput<typeof AlarmRuleChangesSchema>>;
  changeRule(code: AlarmCode, rule: AlarmRuleOf, actor: Actor): Promise<Result<void, { readonly kind: RuleRefusal }>>;
};

type Transaction = Parameters<typeof store.restartCause>[0];

/** Clocks of the center and of whoever compared may differ by so much. */
const CLOCK_LEEWAY_MS = 300_000;

/** However it was written down. */
const isSameName = (one: string, other: string): boolean => {
  const [left, right] = [one, other].map((name) => name.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase());
  return left === right;
};

const nameOf = (actor: Actor, given: string | null): string | null => {
  switch (actor.kind) {
    case 'person':
      return actor.name;
    case 'tool':
      return given;
    case 'center':
      return 'center';
    default: {
      const never: never = actor;
      throw new Error(`unknown actor ${String(never)}`);
    }
  }
};

export function createAlarmCare(parts: {
  readonly database: store.CenterDatabase;
  readonly rules: RuleBook;
  readonly witness: AlarmWitness;
  readonly now: () => Date;
}): AlarmCare {
  const { database, rules, witness, now } = parts;

  /** An open alarm as whoever acts has seen it. */
  const findOpen = async (id: number, times?: number): Promise<Result<store.Alarm, AlarmCareError>> => {
    const alarm = await store.findAlarm(database, id);
    if (alarm === null || alarm.clearedAt !== null) return err({ kind: 'no-open-alarm' });
    return times === undefined || times === alarm.times ? ok(alarm) : err({ kind: 'happened-again' });
  };
  /** Why an alarm that was there a moment ago could not be changed. */
  const goneOrMore = async (id: number, times?: number): Promise<Result<void, AlarmCareError>> => {
    const found = await findOpen(id, times);
    return err(found.isErr() ? found.error : { kind: 'no-open-alarm' });
  };
  /** Its entry stands already and says that it was done: a second one says that it was not. */
  const tooLate = (actor: Actor, act: StaffAct, alarm: store.Alarm): Promise<void> =>
    witness.acted(actor, act, alarm, 'too-late');

  const clearIntegrity = async (
    alarm: store.Alarm,
    actor: Actor,
    by: string,
    times?: number,
  ): Promise<Result<void, AlarmCareError>> => {
    const isRoute = alarm.code === 'ROUTE_STOPPED';
    const hindrance = await (isRoute ? store.hindranceOfRoute : store.hindranceOf)(database, alarm.id);
    if (hindrance !== null) return err({ kind: hindrance });
    await witness.acted(actor, 'alarm-cleared', alarm, isRoute ? 'route-released' : 'released');
    const { id, terminalId } = alarm;
    const refused = isRoute
      ? await store.releaseRoute(database, id, by, now(), times)
      : await store.endIntegrityAlarm(database, { id, terminalId, times }, by, now());
    if (refused === null) return ok();
    await tooLate(actor, 'alarm-cleared', alarm);
    return refused === 'no-open-alarm' ? await goneOrMore(id, times) : err({ kind: refused });
  };

  /** A cause that still shows begins its duration anew; one that was only told is taken as looked after. */
  const settleCause = async (transaction: Transaction, { terminalId, code }: store.Alarm): Promise<void> => {
    if (!isAlarmCode(code)) return;
    const { nature } = ALARM_DEFINITIONS[code];
    if (nature === 'shown' || nature === 'watched') await store.restartCause(transaction, terminalId, code, now());
    if (nature === 'told') await store.forgetCause(transaction, terminalId, code);
  };

  /** Both or neither: an alarm that is closed while its cause counts as one would never come again. */
  const close = (alarm: store.Alarm, by: string, times?: number): Promise<boolean> =>
    database.transaction().execute(async (transaction) => {
      if (!(await store.closeAlarm(transaction, alarm.id, by, now(), times))) return false;
      await settleCause(transaction, alarm);
      return true;
    });

  return {
    async list(question) {
      const alarms = await store.listAlarms(database, question);
      const compared = alarms.filter(({ code }) => needsComparison(code));
      const newest = new Map<number, store.KeptComparison>();
      for (const comparison of await store.comparisonsOf(
        database,
        compared.map(({ id }) => id),
      )) {
        if (!newest.has(comparison.alarmId)) newest.set(comparison.alarmId, comparison);
      }
      return alarms.map((alarm) => {
        const comparison = newest.get(alarm.id) ?? null;
        const open = alarm.clearedAt === null && needsComparison(alarm.code);
        return { ...alarm, comparison, needsComparison: open && comparison?.times !== alarm.times };
      });
    },
    async acknowledge(id, actor, name, seen) {
      const by = nameOf(actor, name);
      if (by === null) return err({ kind: 'needs-name' });
      const found = await findOpen(id, seen);
      if (found.isErr()) return err(found.error);
      await witness.acted(actor, 'alarm-acknowledged', found.value, found.value.severity);
      if (await store.acknowledgeAlarm(database, id, by, now(), seen)) return ok();
      await tooLate(actor, 'alarm-acknowledged', found.value);
      return await goneOrMore(id, seen);
    },
    async clear(id, actor, name, seen) {
      const by = nameOf(actor, name);
      if (by === null) return err({ kind: 'needs-name' });
      const found = await findOpen(id, seen);
      if (found.isErr()) return err(found.error);
      const alarm = found.value;
      if (isIntegrityCode(alarm.code)) {
        if (INTEGRITY_ENDS[alarm.code] === 'release') return err({ kind: 'needs-release' });
        return await clearIntegrity(alarm, actor, by, seen);
      }
      await witness.acted(actor, 'alarm-cleared', alarm, alarm.severity);
      if (await close(alarm, by, seen)) return ok();
      await tooLate(actor, 'alarm-cleared', alarm);
      return await goneOrMore(id, seen);
    },
    async recordComparison(id, actor, { finding, comparedBy, comparedAt, times: seen }) {
      const found = await findOpen(id, seen);
      if (found.isErr()) return err(found.error);
      const alarm = found.value;
      if (!needsComparison(alarm.code)) return err({ kind: 'no-comparison' });
      const atMs = comparedAt.getTime();
      // What was seen once more counts without leeway: a comparison from before it must not cover it.
      const earliestMs = alarm.times === 1 ? Date.parse(alarm.raisedAt) - CLOCK_LEEWAY_MS : Date.parse(alarm.lastAt);
      if (atMs < earliestMs || atMs > now().getTime() + CLOCK_LEEWAY_MS) return err({ kind: 'compared-when' });
      const [last] = await store.comparisonsOf(database, [id]);
      if (last?.times === alarm.times) return err({ kind: 'already-compared' });
      await witness.acted(actor, 'comparison-recorded', alarm, finding);
      const { times } = alarm;
      const comparison = { alarmId: id, times, finding, comparedBy, comparedAt, recordedBy: actorName(actor) };
      if (await store.keepComparison(database, comparison, now())) return ok();
      await tooLate(actor, 'comparison-recorded', alarm);
      const later = await findOpen(id, seen);
      if (later.isErr()) return err(later.error);
      return err({ kind: later.value.times === times ? 'already-compared' : 'compared-when' });
    },
    async approveRelease(id, actor) {
      const found = await findOpen(id);
      if (found.isErr()) return err(found.error);
      const alarm = found.value;
      const waiting = (await store.comparisonsOf(database, [id])).filter(
        ({ finding, approvedBy }) => finding === 'other-person' && approvedBy === null,
      );
      if (waiting.length === 0) return err({ kind: 'nothing-to-approve' });
      const by = actorName(actor);
      const name = nameOf(actor, null);
      const ofOthers = waiting.filter(
        ({ recordedBy, comparedBy }) => recordedBy !== by && (name === null || !isSameName(comparedBy, name)),
      );
      if (ofOthers.length === 0) return err({ kind: 'own-comparison' });
      await witness.acted(actor, 'comparison-recorded', alarm, 'approved');
      const times = ofOthers.map((comparison) => comparison.times);
      const approved = await store.approveComparisons(database, { alarmId: id, times }, by, now());
      if (approved > 0) return ok();
      await tooLate(actor, 'comparison-recorded', alarm);
      return err({ kind: 'nothing-to-approve' });
    },
    async rules() {
      await rules.refresh();
      return rules.all().map(({ code, ...rule }) => ({
        code,
        ...rule,
        fixed: needsComparison(code),
        takesDuration: takesDuration(code),
        mayBeOff: mayBeOff(code),
      }));
    },
    ruleChanges: (before) => readRuleChanges(database, before),
    async changeRule(code, rule, actor) {
      const refusal = refusalOfRule(code, rule);
      if (refusal !== null) return err({ kind: refusal });
      await witness.ruled(actor, code, wordsOfRule(rule));
      await store.keepRule(database, { code, ...rule }, actorName(actor), now());
      await rules.refresh();
      return ok();
    },
  };
}
