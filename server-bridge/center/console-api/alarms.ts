/** `/operations/alarms…`: what calls for a person, who looks after it, and the rules. */
import * as v from 'valibot';
import { InstantSchema } from '../../protocol/index.ts';

const instant = InstantSchema;
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const SEVERITIES = ['critical', 'major', 'minor'] as const;
export const SeveritySchema = v.picklist(SEVERITIES);

/** One of `GET /operations/alarms?which=open|all&severity=&terminalId=&before=` (`{alarms}`, newest first, at most 200). */
export const AlarmRowSchema = v.strictObject({
  id: count,
  terminalId: v.string(),
  code: v.string(),
  severity: SeveritySchema,
  times: count,
  raisedAt: instant,
  lastAt: instant,
  acknowledgedBy: v.nullable(v.string()),
  acknowledgedAt: v.nullable(instant),
  clearedBy: v.nullable(v.string()),
  clearedAt: v.nullable(instant),
  /** It needs the comparison of person and paper recorded before anything opens again (P2). */
  needsComparison: v.boolean(),
  /** The newest one; `approvedBy` is the second person a finding of `other-person` needs. */
  comparison: v.optional(
    v.nullable(
      v.strictObject({
        finding: v.picklist(['same-person', 'other-person', 'no-paper-issued']),
        comparedBy: v.string(),
        comparedAt: instant,
        recordedBy: v.string(),
        approvedBy: v.nullable(v.string()),
      }),
    ),
  ),
});
export const AlarmsSchema = v.strictObject({ alarms: v.array(AlarmRowSchema) });
/** How often the alarm had been seen when whoever acts looked at it: where it has happened again since, the answer is 409 happened-again. */
const seenTimes = v.optional(v.pipe(count, v.minValue(1)));

/**
 * `POST /operations/alarms/ID/acknowledge` → 204; `POST …/clear` → 204: the name is the signed-in person's where one is, and a tool has to
 * give one.
 */
export const AlarmActSchema = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))),
  times: seenTimes,
});
// `POST …/approval` {} → 204 (right `approve`, another account than the comparison's): the second person.
// Conflicts (409): needs-release, needs-comparison, needs-second-person, already-compared, no-comparison, nothing-to-approve,
// happened-again.
// `terminalId` is `center` for alarms of the center itself; `ROUTE_STOPPED` among them, and `ANSWER_FOR_OTHER_VISIT`,
// end by comparison and `clear` (P2).

/** `POST /operations/alarms/ID/comparison` → 204: what was found when page and applicant were compared (P2). */
export const ComparisonSchema = v.strictObject({
  finding: v.picklist(['same-person', 'other-person', 'no-paper-issued']),
  comparedBy: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  comparedAt: instant,
  times: seenTimes,
});

/** `POST /operations/alarm-rules/CODE` (right `alarm`; 409 fixed-rule, 400 no-duration or never-off) → 204. */
export const AlarmRuleSchema = v.strictObject({
  code: v.string(),
  severity: SeveritySchema,
  /** How long the cause must stand before it is an alarm; 0 at once. */
  afterSeconds: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(86_400)),
  /** A standing alarm that nobody has acknowledged is told again after so long; 0 never. */
  repeatMinutes: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(10_080)),
  notify: v.boolean(),
  /** Off: its cause is no alarm. What touches persons, money or keys is never off. */
  enabled: v.optional(v.boolean(), true),
});
export type AlarmRule = v.InferOutput<typeof AlarmRuleSchema>;

/** One of `GET /operations/alarm-rules` (`{rules}`): a rule with what may be changed of it. */
export const AlarmRuleRowSchema = v.strictObject({
  ...AlarmRuleSchema.entries,
  enabled: v.boolean(),
  /** It belongs to P2: nobody changes it. */
  fixed: v.boolean(),
  /** Its cause stands for a time; otherwise it happens in a moment, and `afterSeconds` is 0. */
  takesDuration: v.boolean(),
  mayBeOff: v.boolean(),
});
export type AlarmRuleRow = v.InferOutput<typeof AlarmRuleRowSchema>;
export const AlarmRulesSchema = v.strictObject({ rules: v.array(AlarmRuleRowSchema) });

/** `GET /operations/alarm-rules/changes?before=`, right `watch`: who set which rule to what, newest first, as the audit trail has it. */
export const AlarmRuleChangeSchema = v.strictObject({
  place: count,
  at: instant,
  by: v.string(),
  code: v.string(),
  /** What it was set to; null where the entry is of another release. */
  rule: v.nullable(v.omit(AlarmRuleRowSchema, ['code', 'fixed', 'takesDuration', 'mayBeOff'])),
});
export type AlarmRuleChange = v.InferOutput<typeof AlarmRuleChangeSchema>;
export const AlarmRuleChangesSchema = v.strictObject({
  changes: v.array(AlarmRuleChangeSchema),
  /** Where the next page begins; null at the end. */
  before: v.nullable(count),
});
