/** What staff ask about terminals: all of them, and what one has reported. */
import { ok } from 'neverthrow';
import * as v from 'valibot';
import { TerminalIdSchema } from '../../protocol/index.ts';
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
        limit: v.optional(v.pipe(wholeNumberText(1), v.maxValue(500))),
      }),
      async handle({ parameters, query }) {
        const { after = null, limit = EVENTS_PAGE } = query;
        const events = await operations.listEvents(parameters.terminalId, { after, limit });
        return ok({ status: 200, value: { events, next: events.at(-1)?.position ?? after ?? 0 } });
      },
    }),
  ];
}
