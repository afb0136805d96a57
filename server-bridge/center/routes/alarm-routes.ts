/** What staff ask about alarms, and what they do about them. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { ALARM_CODES } from '../alarm-codes.ts';
import type { AlarmCare, AlarmCareError, ListedAlarm } from '../alarms/index.ts';
import {
  AlarmActSchema,
  type AlarmRowSchema,
  AlarmRuleSchema,
  ComparisonSchema,
  SeveritySchema,
} from '../console-api/alarms.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffAnswer, StaffProblem, StaffRoute } from '../staff/staff-route.ts';
import { wholeNumberText } from './query-values.ts';

const ALARMS_PAGE = 200;
const parameters = v.strictObject({ id: v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,8}$/), v.transform(Number)) });

const rowOf = (alarm: ListedAlarm): v.InferInput<typeof AlarmRowSchema> => {
  const { comparison } = alarm;
  return {
    ...alarm,
    comparison:
      comparison === null
        ? null
        : {
            finding: comparison.finding,
            comparedBy: comparison.comparedBy,
            comparedAt: comparison.comparedAt,
            recordedBy: comparison.recordedBy,
            approvedBy: comparison.approvedBy,
          },
  };
};

function answer(done: Result<void, AlarmCareError>): Result<StaffAnswer, StaffProblem> {
  if (done.isOk()) return ok({ status: 204 });
  const { kind } = done.error;
  switch (kind) {
    case 'no-open-alarm':
      return err({ kind: 'not-found', error: kind });
    case 'needs-name':
    case 'compared-when':
      return err({ kind: 'malformed', error: kind });
    case 'own-comparison':
      return err({ kind: 'forbidden', error: kind });
    case 'needs-release':
    case 'needs-comparison':
    case 'needs-second-person':
    case 'happened-again':
    case 'already-compared':
    case 'no-comparison':
    case 'nothing-to-approve':
      return err({ kind: 'conflict', error: kind });
    default: {
      const never: never = kind;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

export function alarmRoutes(care: AlarmCare): readonly StaffRoute[] {
  return [
    staffRoute({
      method: 'GET',
      path: '/alarms',
      needs: 'watch',
      query: v.strictObject({
        which: v.optional(v.picklist(['open', 'all']), 'open'),
        severity: v.optional(SeveritySchema),
        terminalId: v.optional(v.pipe(v.string(), v.regex(/^(center|[A-Z0-9][A-Z0-9-]{2,31})$/))),
        before: v.optional(v.pipe(wholeNumberText(1), v.maxValue(2_147_483_647))),
      }),
      async handle({ query }) {
        const alarms = await care.list({ ...query, limit: ALARMS_PAGE });
        return ok({ status: 200, value: { alarms: alarms.map(rowOf) } });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/alarms/:id/acknowledge',
      needs: 'alarm',
      parameters,
      body: AlarmActSchema,
      handle: async ({ actor, parameters: { id }, body }) =>
        answer(await care.acknowledge(id, actor, body.name ?? null, body.times)),
    }),
    staffRoute({
      method: 'POST',
      path: '/alarms/:id/clear',
      needs: 'alarm',
      parameters,
      body: AlarmActSchema,
      handle: async ({ actor, parameters: { id }, body }) =>
        answer(await care.clear(id, actor, body.name ?? null, body.times)),
    }),
    staffRoute({
      method: 'POST',
      path: '/alarms/:id/comparison',
      needs: 'alarm',
      parameters,
      body: ComparisonSchema,
      async handle({ actor, parameters: { id }, body: { finding, comparedBy, comparedAt, times } }) {
        const comparison = { finding, comparedBy, comparedAt: new Date(comparedAt), times };
        return answer(await care.recordComparison(id, actor, comparison));
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/alarms/:id/approval',
      needs: 'approve',
      parameters,
      body: v.strictObject({}),
      handle: async ({ actor, parameters: { id } }) => answer(await care.approveRelease(id, actor)),
    }),
    staffRoute({
      method: 'GET',
      path: '/alarm-rules',
      needs: 'watch',
      handle: async () => ok({ status: 200, value: { rules: await care.rules() } }),
    }),
    staffRoute({
      method: 'GET',
      path: '/alarm-rules/changes',
      needs: 'watch',
      query: v.strictObject({ before: v.optional(wholeNumberText(1)) }),
      handle: async ({ query }) => ok({ status: 200, value: await care.ruleChanges(query.before ?? null) }),
    }),
    staffRoute({
      method: 'POST',
      path: '/alarm-rules/:code',
      needs: 'alarm',
      parameters: v.strictObject({ code: v.picklist(ALARM_CODES) }),
      body: v.strictObject({ ...AlarmRuleSchema.entries, code: v.optional(v.string()) }),
      async handle({ actor, parameters: { code }, body: { code: repeated = code, ...rule } }) {
        if (repeated !== code) return err({ kind: 'malformed', error: 'malformed' });
        const changed = await care.changeRule(code, rule, actor);
        if (changed.isOk()) return ok({ status: 204 });
        const { kind } = changed.error;
        return err({ kind: kind === 'fixed-rule' ? 'conflict' : 'malformed', error: kind });
      },
    }),
  ];
}
