/** `/operations/doses…`, doubtful records and statistics: what staff do with records. */
import { ok } from 'neverthrow';
import {
  ChangeDoseSchema,
  CorrectDoseSchema,
  DoseParametersSchema,
  DoubtfulQuerySchema,
  NewDoseSchema,
  PersonParametersSchema,
  StatisticsQuerySchema,
} from '../console-api/people.ts';
import type { Operation } from '../operation-log/operation-log.ts';
import { type VrsStaffRoute, vrsRoute } from '../staff/vrs-staff-route.ts';
import { confirmDose, correctDose, deleteDose, flagDose, registerDose } from './doses.ts';
import { listDoubtful } from './doubtful.ts';
import { refused } from './register-problem.ts';
import { actInArea, type RegisterParts } from './staff-work.ts';
import { readStatistics } from './statistics.ts';

export function recordsRoutes(parts: RegisterParts): readonly VrsStaffRoute[] {
  /** The three changes that need nothing but a version and a reason. */
  const change = (word: 'delete' | 'confirm' | 'flag', operation: Operation, work: typeof deleteDose) =>
    vrsRoute({
      method: 'POST',
      path: `/doses/:doseId/${word}`,
      needs: 'records:write',
      parameters: DoseParametersSchema,
      body: ChangeDoseSchema,
      handle: ({ actor, parameters: { doseId }, body }) =>
        actInArea(parts, actor, async (act) => {
          const changed = await work(act.transaction, doseId, body, act.change);
          if (changed.isErr()) return refused(changed.error);
          await act.note({ operation, personId: changed.value.personId, target: body.reason });
          return ok({ status: 204 });
        }),
    });

  return [
    vrsRoute({
      method: 'POST',
      path: '/people/:personId/doses',
      needs: 'records:write',
      parameters: PersonParametersSchema,
      body: NewDoseSchema,
      handle: ({ actor, parameters: { personId }, body }) =>
        actInArea(parts, actor, async (act) => {
          const origin = { source: 'staff', ticketId: null } as const;
          const made = await registerDose(act.transaction, personId, body, origin, act.change);
          if (made.isErr()) return refused(made.error);
          await act.note({ operation: 'dose-registered', personId, result: made.value.doubt ?? 'done' });
          return ok({ status: 201, value: made.value });
        }),
    }),
    vrsRoute({
      method: 'POST',
      path: '/doses/:doseId/correct',
      needs: 'records:write',
      parameters: DoseParametersSchema,
      body: CorrectDoseSchema,
      handle: ({ actor, parameters: { doseId }, body }) =>
        actInArea(parts, actor, async (act) => {
          const corrected = await correctDose(act.transaction, doseId, body, act.change);
          if (corrected.isErr()) return refused(corrected.error);
          const { personId, ...value } = corrected.value;
          await act.note({ operation: 'dose-corrected', personId, target: body.reason, result: value.doubt ?? 'done' });
          return ok({ status: 200, value });
        }),
    }),
    change('delete', 'dose-deleted', deleteDose),
    change('confirm', 'dose-confirmed', confirmDose),
    change('flag', 'dose-flagged', flagDose),
    vrsRoute({
      method: 'GET',
      path: '/doubtful',
      needs: 'records:read',
      query: DoubtfulQuerySchema,
      handle: ({ actor, query: { after } }) =>
        actInArea(parts, actor, async ({ transaction, note }) => {
          const value = await listDoubtful(transaction, after);
          await note({ operation: 'doubtful-listed', personId: null, result: String(value.doses.length) });
          return ok({ status: 200, value });
        }),
    }),
    vrsRoute({
      method: 'GET',
      path: '/statistics',
      needs: 'statistics:read',
      query: StatisticsQuerySchema,
      handle: ({ actor, query }) =>
        actInArea(parts, actor, async ({ transaction, note }) => {
          const value = await readStatistics(transaction, query);
          await note({ operation: 'statistics-shown', personId: null });
          return ok({ status: 200, value });
        }),
    }),
  ];
}
