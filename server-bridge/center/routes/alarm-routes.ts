/** What staff ask about alarms, and their clearing. */
import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import type { Operations } from '../operations.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffRoute } from '../staff/staff-route.ts';

export function alarmRoutes(operations: Operations): readonly StaffRoute[] {
  return [
    staffRoute({
      method: 'GET',
      path: '/alarms',
      needs: 'watch',
      query: v.strictObject({ which: v.optional(v.picklist(['open', 'all']), 'open') }),
      handle: async ({ query }) => ok({ status: 200, value: { alarms: await operations.listAlarms(query.which) } }),
    }),
    staffRoute({
      method: 'POST',
      path: '/alarms/:id/clear',
      needs: 'alarm',
      parameters: v.strictObject({ id: v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,8}$/), v.transform(Number)) }),
      body: v.strictObject({ name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)) }),
      async handle({ parameters, body }) {
        const cleared = await operations.clearAlarm(parameters.id, body.name);
        if (cleared.isOk()) return ok({ status: 204 });
        const { kind } = cleared.error;
        return err({ kind: kind === 'no-open-alarm' ? 'not-found' : 'conflict', error: kind });
      },
    }),
  ];
}
