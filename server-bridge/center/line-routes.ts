/** What a terminal asks of the center: directive, event stream, status, command results, event logs, and the two relays. */

import type { Http2SecureServer, Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { FastifyReply, FastifyRequest, RouteGenericInterface } from 'fastify';
import * as v from 'valibot';
import {
  CertificateRequestSchema,
  ChallengeRequestSchema,
  ChallengeSchema,
  CommandResultSchema,
  DIAGNOSTICS_LIMIT_BYTES,
  DiagnosticsSchema,
  EventLogPageSchema,
  type MunicipalityCode,
  RelayAnswerSchema,
  type RelayRefusal,
  RelayRequestSchema,
  type TerminalId,
  TerminalStatusSchema,
} from '../protocol/index.ts';
import { readBody } from '../staff-access/index.ts';
import { refusalFor } from './admission.ts';
import { type AlarmDesk, RIGHT_PERSON_STOPS } from './alarm-desk.ts';
import type { CommandDesk } from './command-desk.ts';
import type { DiagnosticsDesk } from './commands/index.ts';
import type { CenterLimits } from './configuration.ts';
import type { DirectiveKeeper } from './directives/index.ts';
import { type EnrolmentDesk, serialOfRequest } from './enrolment/index.ts';
import type { CenterLog } from './event-catalogue.ts';
import type { EventLogDesk } from './event-log-desk.ts';
import type { EventStreams } from './event-streams.ts';
import type { LineServer } from './line-server.ts';
import { sendJson, sendProblem } from './problems.ts';
import type { Relay } from './relay.ts';
import { type CenterDatabase, factsOf, registerTerminal, standingOf, takePresence } from './store/index.ts';
import { terminalOfRequest } from './terminal-identity.ts';

type Request = FastifyRequest<RouteGenericInterface, Http2SecureServer, Http2ServerRequest>;
type Reply = FastifyReply<RouteGenericInterface, Http2SecureServer, Http2ServerRequest, Http2ServerResponse>;

/** Events come in their order: each number higher than the one before. */
const ReportedStatusSchema = v.pipe(
  TerminalStatusSchema,
  v.check(({ events }) => events.every(({ seq }, index) => index === 0 || seq > (events[index - 1]?.seq ?? seq))),
);

/** A full page of the longest entries, in its JSON. */
const EVENT_LOG_BODY_BYTES = 512 * 1_024;

const CERTIFICATE_BODY_BYTES = 8_192;
const SMALL_BODY_BYTES = 1_024;
/** Versions and ids of commands. */
const EVENT_ID = /^[A-Za-z0-9_-]{1,40}$/;

export type LineRoutes = {
  readonly database: CenterDatabase;
  readonly keeper: DirectiveKeeper;
  readonly streams: EventStreams;
  readonly alarms: AlarmDesk;
  readonly commands: CommandDesk;
  readonly eventLogs: EventLogDesk;
  readonly diagnostics: Pick<DiagnosticsDesk, 'take'>;
  readonly relay: Relay;
  /** What renews certificates; null where this center gives out none. */
  readonly certifying: EnrolmentDesk | null;
  readonly limits: CenterLimits;
  readonly now: () => Date;
  readonly log: CenterLog;
};

/** Aborts when the terminal gives the request up, so that VRS is not asked for nobody (P1). */
function abortWithClient(request: Request): AbortSignal {
  const controller = new AbortController();
  request.raw.stream.once('close', () => controller.abort());
  return controller.signal;
}

export function addLineRoutes(app: LineServer, parts: LineRoutes): void {
  const { database, keeper, streams, alarms, commands, eventLogs, diagnostics, relay, certifying, limits, now, log } =
    parts;
  const registered = new Set<TerminalId>();

  /** The terminal of the request, known to the store from its first request on. */
  const speaker = async (request: Request): Promise<TerminalId> => {
    const terminalId = terminalOfRequest(request.raw);
    if (terminalId === null) throw new Error('a request without a terminal passed the certificate check');
    if (!registered.has(terminalId)) {
      await registerTerminal(database, terminalId, now());
      registered.add(terminalId);
    }
    return terminalId;
  };

  const refuse = (
    reply: Reply,
    terminal: TerminalId,
    startedAt: number,
    refusal: RelayRefusal,
    retryAfterSeconds?: number,
  ) => {
    log.record('REQUEST_REFUSED', { terminal, refusal, waitedMs: performance.now() - startedAt });
    return sendProblem(reply, retryAfterSeconds === undefined ? { refusal } : { refusal, retryAfterSeconds });
  };

  /** A body that speaks for another terminal than its certificate: refused, and somebody is told. */
  const refuseImpersonation = async (reply: Reply, terminalId: TerminalId, startedAt: number) => {
    await alarms.raise(terminalId, 'TERMINAL_IMPERSONATION');
    return refuse(reply, terminalId, startedAt, 'MALFORMED');
  };

  const admission = async (terminalId: TerminalId, municipality: MunicipalityCode | null) => {
    const { standing, newest } = await factsOf(database, terminalId);
    const directive = await keeper.directiveFor(terminalId, newest);
    return refusalFor({ directive, terminalId, standing, municipality, now: now() });
  };

  app.get('/v1/directive', async (request, reply) => {
    const startedAt = performance.now();
    const terminalId = await speaker(request);
    const inForce = await keeper.signedFor(terminalId);
    if (inForce === null) return refuse(reply, terminalId, startedAt, 'UNAVAILABLE');
    return sendJson(reply, { directive: inForce.signed });
  });

  app.get('/v1/events', async (request, reply) => {
    const terminalId = await speaker(request);
    // Whatever was heard last, the present directive's version and every command without an answer are told again: the store
    // keeps what counts, so no event has to be kept. Only the form of the header is judged.
    const lastEventId = request.headers['last-event-id'];
    if (lastEventId !== undefined && !EVENT_ID.test(String(lastEventId))) {
      return refuse(reply, terminalId, performance.now(), 'MALFORMED');
    }
    const { stream } = request.raw;
    if (stream.destroyed) return reply;
    reply.hijack();
    const streamId = streams.open(terminalId, stream);
    log.record('STREAM_OPENED', { terminal: terminalId });
    const inForce = keeper.current();
    if (inForce !== null) {
      const { version } = inForce.directive;
      streams.push(terminalId, { type: 'directive-changed', version }, String(version));
    }
    await takePresence(database, terminalId, streamId, now());
    await commands.deliver(terminalId);
    return reply;
  });

  app.post('/v1/status', async (request, reply) => {
    const startedAt = performance.now();
    const terminalId = await speaker(request);
    const status = readBody(ReportedStatusSchema, request.body);
    if (status === null) return refuse(reply, terminalId, startedAt, 'MALFORMED');
    if (status.terminalId !== terminalId) return refuseImpersonation(reply, terminalId, startedAt);
    // What was reported is kept even while there is no directive to answer with.
    const acceptedSeq = await alarms.takeStatus(status);
    const inForce = keeper.current();
    if (inForce === null) return refuse(reply, terminalId, startedAt, 'UNAVAILABLE');
    const directiveVersion = inForce.directive.version;
    return sendJson(reply, { acceptedSeq, directiveVersion, centerTime: now().toISOString() });
  });

  app.post('/v1/command-results', { bodyLimit: SMALL_BODY_BYTES }, async (request, reply) => {
    const startedAt = performance.now();
    const terminalId = await speaker(request);
    const result = readBody(CommandResultSchema, request.body);
    if (result === null || !(await commands.settle(terminalId, result))) {
      return refuse(reply, terminalId, startedAt, 'MALFORMED');
    }
    return reply.code(204).send();
  });

  app.post('/v1/event-logs', { bodyLimit: EVENT_LOG_BODY_BYTES }, async (request, reply) => {
    const startedAt = performance.now();
    const terminalId = await speaker(request);
    const page = readBody(EventLogPageSchema, request.body);
    if (!(await eventLogs.take(terminalId, page))) return refuse(reply, terminalId, startedAt, 'MALFORMED');
    return reply.code(204).send();
  });

  app.post('/v1/certificate', { bodyLimit: CERTIFICATE_BODY_BYTES }, async (request, reply) => {
    const startedAt = performance.now();
    const terminalId = await speaker(request);
    const message = readBody(CertificateRequestSchema, request.body);
    if (message === null) return refuse(reply, terminalId, startedAt, 'MALFORMED');
    if (certifying === null) return refuse(reply, terminalId, startedAt, 'UNAVAILABLE');
    const shown = serialOfRequest(request.raw);
    if (shown === null) return refuse(reply, terminalId, startedAt, 'MALFORMED');
    const renewed = await certifying.renew(terminalId, message.request, shown);
    return renewed.isErr() ? refuse(reply, terminalId, startedAt, 'MALFORMED') : sendJson(reply, renewed.value);
  });

  app.post('/v1/diagnostics', { bodyLimit: DIAGNOSTICS_LIMIT_BYTES }, async (request, reply) => {
    const startedAt = performance.now();
    const terminalId = await speaker(request);
    const message = readBody(DiagnosticsSchema, request.body);
    if (!(await diagnostics.take(terminalId, message))) return refuse(reply, terminalId, startedAt, 'MALFORMED');
    return reply.code(204).send();
  });

  app.post('/v1/challenges', { bodyLimit: SMALL_BODY_BYTES }, async (request, reply) => {
    const startedAt = performance.now();
    const signal = abortWithClient(request);
    const terminalId = await speaker(request);
    const message = readBody(ChallengeRequestSchema, request.body);
    if (message === null) return refuse(reply, terminalId, startedAt, 'MALFORMED');
    const refusal = await admission(terminalId, null);
    if (refusal !== null) return refuse(reply, terminalId, startedAt, refusal);
    const timeoutMs = limits.challengeMs;
    const forwarded = await relay.forward({
      path: '/v1/challenges',
      message,
      answer: ChallengeSchema,
      timeoutMs,
      signal,
    });
    if (forwarded.isErr()) {
      return refuse(reply, terminalId, startedAt, forwarded.error.refusal, forwarded.error.retryAfterSeconds);
    }
    return sendJson(reply, forwarded.value);
  });

  app.post('/v1/applications', async (request, reply) => {
    const startedAt = performance.now();
    const signal = abortWithClient(request);
    const terminalId = await speaker(request);
    const message = readBody(RelayRequestSchema, request.body);
    if (message === null) return refuse(reply, terminalId, startedAt, 'MALFORMED');
    if (message.header.terminalId !== terminalId) return refuseImpersonation(reply, terminalId, startedAt);
    const refusal = await admission(terminalId, message.header.municipality);
    if (refusal !== null) return refuse(reply, terminalId, startedAt, refusal);
    const timeoutMs = Math.min(Date.parse(message.deadline) - now().getTime(), limits.relayMs);
    const forwarded = await relay.forward({
      path: '/v1/applications',
      municipality: message.header.municipality,
      message,
      answer: RelayAnswerSchema,
      timeoutMs,
      signal,
    });
    if (forwarded.isErr()) {
      return refuse(reply, terminalId, startedAt, forwarded.error.refusal, forwarded.error.retryAfterSeconds);
    }
    if (forwarded.value.visitId !== message.header.visitId) {
      await alarms.raise(terminalId, 'ANSWER_FOR_OTHER_VISIT');
      return refuse(reply, terminalId, startedAt, 'UNAVAILABLE');
    }
    // P2: what was stopped while VRS had it is not handed on. Nothing has been paid for yet, and VRS gives the same answer again.
    const { suspendedFor } = await standingOf(database, terminalId);
    if (suspendedFor !== null && RIGHT_PERSON_STOPS.includes(suspendedFor)) {
      return refuse(reply, terminalId, startedAt, 'TERMINAL_SUSPENDED');
    }
    log.record('RELAYED', { terminal: terminalId, waitedMs: performance.now() - startedAt });
    return sendJson(reply, forwarded.value);
  });
}
