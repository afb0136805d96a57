/** The server of the dedicated line: HTTP/2 over mutual TLS 1.3, nothing else; bodies arrive as bytes. */
import { fastify } from 'fastify';
import { limitBody } from '../exchange/index.ts';
import { isOurLineVersion, LINE_VERSION, LINE_VERSION_HEADER, type RelayProblem } from '../protocol/index.ts';
import type { CertificateGuard } from './enrolment/index.ts';
import type { CenterLog } from './event-catalogue.ts';
import type { LineBudgets } from './line-budgets.ts';
import { sendProblem } from './problems.ts';
import { terminalOfRequest } from './terminal-identity.ts';

/** The largest message is a sealed application in base64url and JSON. */
const BODY_LIMIT_BYTES = 81_920;
const MAX_STREAMS = 16;
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** A connection without a stream for so long is closed; one with an event stream has heartbeats. */
const IDLE_SESSION_MS = 120_000;

export type LineTls = { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };

/** A server without routes yet. Every request that reaches a route comes from a terminal's certificate. */
export function createLineServer(parts: {
  readonly tls: LineTls;
  readonly bodyMs: number;
  readonly certificates: CertificateGuard;
  readonly budgets: LineBudgets;
  readonly log: CenterLog;
}) {
  const app = fastify({
    http2: true,
    http2SessionTimeout: IDLE_SESSION_MS,
    https: {
      ...parts.tls,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
      allowHTTP1: false,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      settings: { maxConcurrentStreams: MAX_STREAMS },
    },
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    // A path that cannot be decoded never reaches the handlers below.
    frameworkErrors: (_error, _request, { raw }) => {
      raw.writeHead(400, { 'content-type': 'application/json; charset=utf-8' });
      raw.end(JSON.stringify({ refusal: 'MALFORMED' } satisfies RelayProblem));
    },
  });

  // What goes wrong on a connection before a request exists concerns that connection alone.
  app.server.on('sessionError', (_error, session) => session.destroy());
  app.server.on('tlsClientError', (_error, socket) => socket.destroy());

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onRequest', async (request, reply) => {
    limitBody(request.raw.stream, parts.bodyMs);
    const terminalId = terminalOfRequest(request.raw);
    if (terminalId === null) {
      parts.log.record('CERTIFICATE_WITHOUT_TERMINAL', {});
      return sendProblem(reply, { refusal: 'TERMINAL_SUSPENDED' });
    }
    if (!(await parts.certificates.admits(request.raw, terminalId))) {
      // Nothing more is heard on this connection; what has been asked gets its answer.
      request.raw.stream.session?.close();
      return sendProblem(reply, { refusal: 'TERMINAL_SUSPENDED' });
    }
    // The answer names our edition in its header.
    if (!isOurLineVersion(request.headers[LINE_VERSION_HEADER])) return sendProblem(reply, { refusal: 'MALFORMED' });
    const waitMs = parts.budgets.take(terminalId, request.routeOptions.url);
    if (waitMs === 0) return;
    parts.log.record('REQUEST_REFUSED', { terminal: terminalId, refusal: 'BUSY', waitedMs: 0 });
    return sendProblem(reply, { refusal: 'BUSY', retryAfterSeconds: Math.ceil(waitMs / 1_000) }, 429);
  });

  // A stream that was cut off, here or by the terminal, gives the bytes it has and an end like any other: they are no message, and
  // there is nobody to answer.
  app.addHook('preValidation', (request, reply, done) => {
    if (request.raw.stream.closed) reply.hijack();
    else done();
  });

  app.addHook('onSend', (_request, reply, payload, done) => {
    // HTTP/2 has no such header; the framework sets it when it cuts a body off.
    reply.removeHeader('connection');
    reply.header(LINE_VERSION_HEADER, LINE_VERSION);
    done(null, payload);
  });

  app.setNotFoundHandler((_request, reply) => sendProblem(reply, { refusal: 'MALFORMED' }, 404));

  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return sendProblem(reply, { refusal: 'MALFORMED' }, status);
    }
    parts.log.record('WORK_FAILED', { where: 'request' });
    return sendProblem(reply, { refusal: 'UNAVAILABLE' }, 500);
  });
  return app;
}

export type LineServer = ReturnType<typeof createLineServer>;
