/** What staff ask about terminals: all of them, and what one has reported. */
import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import { TerminalIdSchema } from '../../protocol/index.ts';
import type { TerminalEventsSchema } from '../console-api/fleet.ts';
import type { Operations } from '../operations.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffRoute } from '../staff/staff-route.ts';
import { wholeNumberText } from './query-values.ts';

const EVENTS_PAGE = 100;

export function terminalRoutes(operations: Operations): readonly StaffRoute[] {
  return [
    staffRoute({
      method: 'GET',
      path: '/terminals',
      needs: 'watch',
      handle: async () => ok({ status: 200, value: { terminals: await operations.listTerminals() } }),
    }),
    staffRoute({
      method: 'GET',
      path: '/terminals/:terminalId/events',
      needs: 'watch',
      parameters: v.strictObject({ terminalId: TerminalIdSchema }),
      query: v.strictObject({
        after: v.optional(wholeNumberText(0)),
        before: v.optional(wholeNumberText(1)),
        limit: v.optional(v.pipe(wholeNumberText(1), v.maxValue(500))),
      }),
      async handle({ parameters, query }) {
        const { after = null, before = null, limit = EVENTS_PAGE } = query;
        if (after !== null && before !== null) return err({ kind: 'malformed', error: 'malformed' });
        const events = await operations.listEvents(parameters.terminalId, { after, before, limit });
        const next = events.at(-1)?.position ?? after ?? before ?? 0;
        return ok({
          status: 200,
          value: { events: [...events], next } satisfies v.InferInput<typeof TerminalEventsSchema>,
        });
      },
    }),
  ];
}
