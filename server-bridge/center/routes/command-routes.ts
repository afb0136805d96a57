/** Orders to one terminal, and what became of them. */
import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import { CommandSchema, TerminalIdSchema } from '../../protocol/index.ts';
import type { Operations } from '../operations.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffRoute } from '../staff/staff-route.ts';
import { wholeNumberText } from './query-values.ts';

const parameters = v.strictObject({ commandId: CommandSchema.entries.commandId });

export function commandRoutes(operations: Operations): readonly StaffRoute[] {
  return [
    staffRoute({
      method: 'POST',
      path: '/commands',
      needs: 'command',
      body: v.strictObject({ terminalId: TerminalIdSchema, order: CommandSchema.entries.order }),
      async handle({ body }) {
        const issued = await operations.issueCommand(body.terminalId, body.order);
        if (issued.isOk()) return ok({ status: 202, value: { commandId: issued.value.commandId } });
        const { kind } = issued.error;
        return err({ kind: kind === 'unknown-terminal' ? 'not-found' : 'conflict', error: kind });
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/commands/:commandId',
      needs: 'watch',
      parameters,
      async handle({ parameters: { commandId } }) {
        const command = await operations.findCommand(commandId);
        if (command === null) return err({ kind: 'not-found', error: 'unknown-command' });
        return ok({ status: 200, value: { command } });
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/event-logs/:commandId',
      needs: 'watch',
      parameters,
      query: v.strictObject({ page: v.optional(wholeNumberText(1)) }),
      async handle({ parameters: { commandId }, query }) {
        const collection = await operations.findEventLog(commandId);
        if (collection === null) return err({ kind: 'not-found', error: 'unknown-event-log' });
        const page = query.page ?? 1;
        const entries = await operations.eventLogPage(commandId, page);
        if (entries === null && page > 1) return err({ kind: 'not-found', error: 'unknown-page' });
        return ok({ status: 200, value: { collection, page, entries: entries ?? [] } });
      },
    }),
  ];
}
