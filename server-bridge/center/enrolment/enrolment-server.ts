/**
 * The listener of enrolment: TLS 1.3 with the center's own certificate, no certificate of the client's, one route. Whoever comes here
 * is a stranger until the code says otherwise, so everything is small, slow and few.
 */
import { createServer } from 'node:https';
import { fastify } from 'fastify';
import { EnrolmentRequestSchema } from '../../protocol/index.ts';
import { addressKey, createTokenBuckets, readBody, UNREADABLE_REQUESTS } from '../../staff-access/index.ts';
import type { CenterLog } from '../event-catalogue.ts';
import { sendJson } from '../problems.ts';
import type { EnrolmentDesk } from './enrolment-desk.ts';

const BODY_LIMIT_BYTES = 8_192;
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTIONS = 256;
const MINUTE_MS = 60_000;
const ADDRESSES = 4_096;
const ALTOGETHER = 100;

const bucketOf = (perMinute: number, maxKeys: number) => ({
  capacity: perMinute,
  refillMs: MINUTE_MS / perMinute,
  maxKeys,
});

export function createEnrolmentServer(parts: {
  readonly tls: { readonly cert: Buffer; readonly key: Buffer };
  readonly desk: EnrolmentDesk;
  readonly log: CenterLog;
  readonly attemptsPerMinute: number;
  /** Monotonic, milliseconds. */
  readonly nowMs?: () => number;
}) {
  const { tls, desk, log, attemptsPerMinute, nowMs = () => performance.now() } = parts;
  const perAddress = createTokenBuckets(bucketOf(attemptsPerMinute, ADDRESSES), nowMs);
  const altogether = createTokenBuckets(bucketOf(attemptsPerMinute * ALTOGETHER, 1), nowMs);
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    ...UNREADABLE_REQUESTS,
    serverFactory: (handler) => {
      const server = createServer({ ...tls, minVersion: 'TLSv1.3', handshakeTimeout: REQUEST_TIMEOUT_MS }, handler);
      server.maxConnections = CONNECTIONS;
      server.keepAliveTimeout = 1_000;
      server.headersTimeout = REQUEST_TIMEOUT_MS;
      server.requestTimeout = REQUEST_TIMEOUT_MS;
      return server;
    },
  });
  app.server.on('tlsClientError', (_error, socket) => socket.destroy());
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((_request, reply) => {
    reply.code(404);
    return sendJson(reply, { error: 'not-found' });
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      reply.code(status);
      return sendJson(reply, { error: 'malformed' });
    }
    log.record('WORK_FAILED', { where: 'enrolment' });
    reply.code(500);
    return sendJson(reply, { error: 'unavailable' });
  });
  app.addHook('onRequest', (request, reply, done) => {
    const waitMs = Math.max(perAddress.take(addressKey(request.ip)), altogether.take('all'));
    if (waitMs === 0) return done();
    reply.code(429).header('retry-after', String(Math.ceil(waitMs / 1_000)));
    sendJson(reply, { error: 'too-many' });
  });

  app.post('/v1/enrolment', async (request, reply) => {
    const message = readBody(EnrolmentRequestSchema, request.body);
    if (message === null) {
      reply.code(400);
      return sendJson(reply, { error: 'malformed' });
    }
    const enrolled = await desk.enrol(message);
    if (enrolled.isErr()) {
      reply.code(403);
      return sendJson(reply, { error: 'refused' });
    }
    reply.code(201);
    return sendJson(reply, enrolled.value);
  });
  return app;
}
