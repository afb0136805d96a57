/** Orders to one terminal, and what became of them. */
import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import { CommandSchema, TerminalIdSchema } from '../../protocol/index.ts';
import type { CommandDesk } from '../command-desk.ts';
import { collectionsOf, type DiagnosticsDesk, entriesOf, entryLines } from '../commands/index.ts';
import {
  type CollectionsSchema,
  type CommandRowSchema,
  type CommandsSchema,
  EventLogQuerySchema,
} from '../console-api/orders.ts';
import type { Operations } from '../operations.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffRoute } from '../staff/staff-route.ts';
import * as store from '../store/index.ts';
import { wholeNumberText } from './query-values.ts';

const parameters = v.strictObject({ commandId: CommandSchema.entries.commandId });

/** As many of a terminal's orders as one answer holds. */
const COMMANDS_LISTED = 200;

const rowOf = ({ processId: _, ...row }: store.KeptCommand): v.InferInput<typeof CommandRowSchema> => row;

export function commandRoutes(parts: {
  readonly database: store.CenterDatabase;
  readonly commands: Pick<CommandDesk, 'issue' | 'cancel'>;
  readonly diagnostics: Pick<DiagnosticsDesk, 'find'>;
  readonly operations: Pick<Operations, 'findCommand' | 'findEventLog' | 'eventLogPage'>;
}): readonly StaffRoute[] {
  const { database, commands, diagnostics, operations } = parts;
  return [
    staffRoute({
      method: 'GET',
      path: '/commands',
      needs: 'watch',
      query: v.strictObject({ terminalId: TerminalIdSchema }),
      async handle({ query: { terminalId } }) {
        const kept = await store.commandsOf(database, terminalId, COMMANDS_LISTED);
        const value: v.InferInput<typeof CommandsSchema> = { commands: kept.map(rowOf) };
        return ok({ status: 200, value });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/commands/:commandId/cancel',
      needs: 'command',
      parameters,
      async handle({ actor, parameters: { commandId } }) {
        const cancelled = await commands.cancel(actor, commandId);
        if (cancelled.isOk()) return ok({ status: 204 });
        const { kind } = cancelled.error;
        return err({ kind: kind === 'unknown-command' ? 'not-found' : 'conflict', error: kind });
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/diagnostics/:commandId',
      needs: 'watch',
      parameters,
      async handle({ parameters: { commandId } }) {
        const value = await diagnostics.find(commandId);
        return value === null ? err({ kind: 'not-found', error: 'no-diagnostics' }) : ok({ status: 200, value });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/commands',
      needs: 'command',
      body: v.strictObject({ terminalId: TerminalIdSchema, order: CommandSchema.entries.order }),
      async handle({ actor, body }) {
        const issued = await commands.issue(actor, body.terminalId, body.order);
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
    staffRoute({
      method: 'GET',
      path: '/event-logs/:commandId/entries',
      needs: 'watch',
      parameters,
      query: EventLogQuerySchema,
      async handle({ parameters: { commandId }, query }) {
        const value = await entriesOf(database, commandId, query);
        return value === null ? err({ kind: 'not-found', error: 'unknown-event-log' }) : ok({ status: 200, value });
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/event-logs/:commandId/download',
      needs: 'watch',
      parameters,
      async handle({ parameters: { commandId } }) {
        const collection = await operations.findEventLog(commandId);
        if (collection === null) return err({ kind: 'not-found', error: 'unknown-event-log' });
        const name = `${collection.terminalId}-event-log.ndjson`;
        const pieces = entryLines(database, commandId, collection.pages);
        return ok({ status: 200, stream: { name, type: 'application/x-ndjson', pieces } });
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/collections',
      needs: 'watch',
      query: v.strictObject({ terminalId: TerminalIdSchema }),
      async handle({ query: { terminalId } }) {
        const collections = [...(await collectionsOf(database, terminalId))];
        return ok({ status: 200, value: { collections } satisfies v.InferInput<typeof CollectionsSchema> });
      },
    }),
  ];
}
