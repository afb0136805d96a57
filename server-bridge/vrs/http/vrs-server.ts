/** A server of a closed network: HTTP/2 over mutual TLS 1.3, for named peers only; bodies arrive as bytes. */

import type { ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { fastify } from 'fastify';
import { limitBody } from '../../exchange/index.ts';
import type { Report } from '../vrs-events.ts';
import { sendProblem } from './problems.ts';

/** A sealed message of the largest size in base64url and JSON, with room for the header. */
const BODY_LIMIT_BYTES = 81_920;
const BODY_TIME_LIMIT_MS = 5_000;
const HANDSHAKE_LIMIT_MS = 5_000;
const IDLE_SESSION_MS = 120_000;
const STREAMS_PER_CENTER = 1_000;

export type VrsTls = { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };

/** A server without routes yet; whatever reaches a route comes from an allowed peer. */
export function createVrsServer(parts: {
  readonly tls: VrsTls;
  /** Whether who has just connected may stay, by the certificate. */
  readonly isAllowed: (socket: Socket) => boolean;
  readonly report: Report;
  /** How long a body may take. */
  readonly bodyMs?: number;
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
      handshakeTimeout: HANDSHAKE_LIMIT_MS,
      settings: { maxConcurrentStreams: STREAMS_PER_CENTER },
    },
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    // A path that cannot be decoded never reaches the handlers below.
    frameworkErrors: (_error, _request, reply) => {
      reply.hijack();
      reply.raw.writeHead(400, { 'content-type': 'application/json; charset=utf-8' });
      reply.raw.end('{"refusal":"MALFORMED"}');
    },
  });

  app.server.on('secureConnection', (socket) => {
    if (parts.isAllowed(socket)) return;
    parts.report('STRANGER_REFUSED');
    socket.destroy();
  });
  // What goes wrong on a connection before a request exists concerns that connection alone.
  app.server.on('sessionError', (_error: Error, session: ServerHttp2Session) => session.destroy());
  app.server.on('tlsClientError', (_error, socket) => socket.destroy());

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onRequest', (request, _reply, done) => {
    limitBody(request.raw.stream, parts.bodyMs ?? BODY_TIME_LIMIT_MS);
    done();
  });
  // What was cut off, here or by the peer, is no message, and there is nobody to answer.
  app.addHook('preValidation', (request, reply, done) => {
    if (request.raw.stream.closed) reply.hijack();
    else done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // HTTP/2 has no such header; the framework sets it when it cuts a body off.
    reply.removeHeader('connection');
    done(null, payload);
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'MALFORMED', 404));
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    if (typeof status === 'number' && status >= 400 && status < 500) return sendProblem(reply, 'MALFORMED', status);
    parts.report('STORE_FAILED');
    return sendProblem(reply, 'UNAVAILABLE', 500);
  });
  return app;
}

export type VrsServer = ReturnType<typeof createVrsServer>;
