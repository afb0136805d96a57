/** The staff listener: loopback only, one bearer token, JSON. A console in front of it brings people and their rights. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { fastify } from 'fastify';
import * as v from 'valibot';
import { CommandSchema, TerminalIdSchema } from '../protocol/index.ts';
import { DirectivePatchSchema } from './directive-content.ts';
import type { CenterLog } from './event-catalogue.ts';
import { readBody } from './json-body.ts';
import type { Operations } from './operations.ts';

/** A directive with two thousand municipalities fits. */
const BODY_LIMIT_BYTES = 4_000_000;
const REQUEST_TIMEOUT_MS = 10_000;

const CommandRequestSchema = v.strictObject({ terminalId: TerminalIdSchema, order: CommandSchema.entries.order });
const ClearRequestSchema = v.strictObject({ name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)) });
const AlarmIdSchema = v.strictObject({ id: v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,8}$/), v.transform(Number)) });
const AlarmQuerySchema = v.strictObject({ which: v.optional(v.picklist(['open', 'all']), 'open') });

const CommandParametersSchema = v.strictObject({ commandId: CommandSchema.entries.commandId });
const TerminalParametersSchema = v.strictObject({ terminalId: TerminalIdSchema });
const wholeNumber = (least: number) =>
  v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]{0,14})$/), v.transform(Number), v.minValue(least));
const EVENTS_PAGE = 100;
const EventsQuerySchema = v.strictObject({
  after: v.optional(wholeNumber(0)),
  limit: v.optional(v.pipe(wholeNumber(1), v.maxValue(500))),
});
const EventLogQuerySchema = v.strictObject({ page: v.optional(wholeNumber(1)) });

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** Errors of `Operations` as statuses: 404 for what is not there, 409 for what cannot be now. */
const statusOfError = (kind: string): number =>
  kind === 'unknown-terminal' || kind === 'no-open-alarm'
    ? 404
    : kind === 'invalid-directive' || kind === 'terms-digest'
      ? 400
      : 409;

export function createOperationsServer(parts: {
  readonly operations: Operations;
  readonly token: string;
  readonly log: CenterLog;
}) {
  const { operations, log } = parts;
  const expected = digest(`Bearer ${parts.token}`);
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onRequest', (request, reply, done) => {
    // Digests have one length, so the comparison tells nothing by its time.
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return done();
    log.record('OPERATIONS_REFUSED', { status: 401 });
    reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'unauthorized' });
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not-found' }));
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return reply.code(status).send({ error: 'malformed' });
    }
    log.record('WORK_FAILED', { where: 'operations' });
    return reply.code(500).send({ error: 'failed' });
  });

  app.get('/operations/terminals', async () => ({ terminals: await operations.listTerminals() }));

  app.get('/operations/terminals/:terminalId/events', async (request, reply) => {
    const parameters = v.safeParse(TerminalParametersSchema, request.params);
    const query = v.safeParse(EventsQuerySchema, request.query);
    if (!parameters.success || !query.success) return reply.code(400).send({ error: 'malformed' });
    const { after = null, limit = EVENTS_PAGE } = query.output;
    const events = await operations.listEvents(parameters.output.terminalId, { after, limit });
    return { events, next: events.at(-1)?.position ?? after ?? 0 };
  });

  app.get('/operations/alarms', async (request, reply) => {
    const query = v.safeParse(AlarmQuerySchema, request.query);
    if (!query.success) return reply.code(400).send({ error: 'malformed' });
    return { alarms: await operations.listAlarms(query.output.which) };
  });

  app.get('/operations/directive', (_request, reply) => {
    const directive = operations.directive();
    return directive === null ? reply.code(503).send({ error: 'no-directive' }) : reply.send({ directive });
  });

  app.post('/operations/directive', async (request, reply) => {
    const patch = readBody(DirectivePatchSchema, request.body);
    if (patch === null) return reply.code(400).send({ error: 'malformed' });
    const changed = await operations.setDirective(patch);
    if (changed.isErr()) return reply.code(statusOfError(changed.error.kind)).send({ error: changed.error.kind });
    return { version: changed.value.directive.version };
  });

  app.post('/operations/commands', async (request, reply) => {
    const command = readBody(CommandRequestSchema, request.body);
    if (command === null) return reply.code(400).send({ error: 'malformed' });
    const issued = await operations.issueCommand(command.terminalId, command.order);
    if (issued.isErr()) return reply.code(statusOfError(issued.error.kind)).send({ error: issued.error.kind });
    return reply.code(202).send({ commandId: issued.value.commandId });
  });

  app.get('/operations/commands/:commandId', async (request, reply) => {
    const parameters = v.safeParse(CommandParametersSchema, request.params);
    if (!parameters.success) return reply.code(400).send({ error: 'malformed' });
    const command = await operations.findCommand(parameters.output.commandId);
    return command === null ? reply.code(404).send({ error: 'unknown-command' }) : { command };
  });

  app.get('/operations/event-logs/:commandId', async (request, reply) => {
    const parameters = v.safeParse(CommandParametersSchema, request.params);
    const query = v.safeParse(EventLogQuerySchema, request.query);
    if (!parameters.success || !query.success) return reply.code(400).send({ error: 'malformed' });
    const { commandId } = parameters.output;
    const collection = await operations.findEventLog(commandId);
    if (collection === null) return reply.code(404).send({ error: 'unknown-event-log' });
    const page = query.output.page ?? 1;
    const entries = await operations.eventLogPage(commandId, page);
    if (entries === null && page > 1) return reply.code(404).send({ error: 'unknown-page' });
    return { collection, page, entries: entries ?? [] };
  });

  app.post('/operations/alarms/:id/clear', async (request, reply) => {
    const alarm = v.safeParse(AlarmIdSchema, request.params);
    const body = readBody(ClearRequestSchema, request.body);
    if (!alarm.success || body === null) return reply.code(400).send({ error: 'malformed' });
    const cleared = await operations.clearAlarm(alarm.output.id, body.name);
    if (cleared.isErr()) return reply.code(statusOfError(cleared.error.kind)).send({ error: cleared.error.kind });
    return reply.code(204).send();
  });
  return app;
}
