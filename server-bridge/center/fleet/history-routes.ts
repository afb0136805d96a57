/** What staff ask about the time that has passed. */
import { err, ok } from 'neverthrow';
import { HistoryQuerySchema } from '../console-api/fleet.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffRoute } from '../staff/staff-route.ts';
import type { CenterDatabase } from '../store/index.ts';
import { readHistory } from './read-history.ts';

/** A week in steps of five minutes. */
const MOST_STEPS = 2_016;

export function historyRoutes(database: CenterDatabase): readonly StaffRoute[] {
  return [
    staffRoute({
      method: 'GET',
      path: '/history',
      needs: 'watch',
      query: HistoryQuerySchema,
      async handle({ query }) {
        const question = {
          fromMs: Date.parse(query.from),
          toMs: Date.parse(query.to),
          stepMs: query.stepMinutes * 60_000,
        };
        const lengthMs = question.toMs - question.fromMs;
        // Also where one of them is no moment at all.
        if (!(lengthMs > 0)) return err({ kind: 'malformed', error: 'ends-before-it-begins' });
        if (lengthMs > MOST_STEPS * question.stepMs) return err({ kind: 'malformed', error: 'too-long' });
        return ok({ status: 200, value: await readHistory(database, question) });
      },
    }),
  ];
}
