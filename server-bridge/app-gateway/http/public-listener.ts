/**
 * The public listener: TLS 1.3, HTTP/2 and HTTP/1.1, no certificates of clients, no cookies. It knows no route yet, and what it does not
 * know is NOT_FOUND, whatever the method. Everything about a request that can be too much has a limit.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { fastify } from 'fastify';
import { SEALED_LIMIT_BYTES } from '../../protocol/index.ts';
// Not by that part's door: a public process loads nothing of passwords and databases.
import { addressKey } from '../../staff-access/listener/client-address.ts';
import { createTokenBuckets } from '../../staff-access/listener/token-buckets.ts';
import type { GatewayConfiguration } from '../gateway-configuration.ts';
import type { GatewayRefusal } from '../gateway-messages.ts';
import { ANSWER_HEADERS, sendProblem } from './answers.ts';
import { limitConnections } from './connections-of-address.ts';
import { answerUndecodable, endUnreadable } from './unreadable-requests.ts';

/** A sealed message of the largest size in base64url and JSON, with room for the header. */
const BODY_LIMIT_BYTES = Math.ceil((SEALED_LIMIT_BYTES * 4) / 3) + 2_048;
const BODY_TIME_LIMIT_MS = 10_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 10_000;
const IDLE_SESSION_MS = 60_000;
const STREAMS_OF_CONNECTION = 16;
const HEADER_LIST_LIMIT_BYTES = 16_384;
/** Addresses whose rate is remembered. */
const REMEMBERED_ADDRESSES = 100_000;
const ALL = 'all';

export type PublicListenerParts = {
  readonly tls: { readonly cert: Buffer; readonly key: Buffer };
  readonly rates: GatewayConfiguration['rates'];
  /** Is told of every refusal. Must not throw. */
  readonly refused: (refusal: GatewayRefusal) => void;
  readonly workFailed: () => void;
  readonly now: () => Date;
  /** How long the body of a request may take to arrive. */
  readonly bodyMs?: number;
};

export function createPublicListener(parts: PublicListenerParts) {
  const { rates, refused } = parts;
  const app = fastify({
    http2: true,
    http2SessionTimeout: IDLE_SESSION_MS,
    https: {
      ...parts.tls,
      minVersion: 'TLSv1.3',
      allowHTTP1: true,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      settings: { maxConcurrentStreams: STREAMS_OF_CONNECTION, maxHeaderListSize: HEADER_LIST_LIMIT_BYTES },
    },
    connectionTimeout: IDLE_SESSION_MS,
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    // A request that has arrived is served to its end; the framework's own refusal would speak another language.
    return503OnClosing: false,
    // Whether it exists is nobody's business before it is spelled as it is.
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: 100 },
    clientErrorHandler: endUnreadable,
    frameworkErrors: (_error, _request, { raw }) => answerUndecodable(raw),
  });
  // Of HTTP/1.1 connections, which this server hands to another parser of the runtime.
  Object.assign(app.server, { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: 0 });
  app.server.maxConnections = rates.connections;
  app.server.prependListener('connection', limitConnections(rates.connectionsOfAddress));
  // What goes wrong on a connection before a request exists concerns that connection alone.
  app.server.on('sessionError', (_error, session) => session.destroy());
  app.server.on('tlsClientError', (_error, socket) => socket.destroy());

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const nowMs = (): number => parts.now().getTime();
  const bucket = ({ burst, oneMoreEveryMs }: GatewayConfiguration['rates']['ofAll'], maxKeys: number) =>
    createTokenBuckets({ capacity: burst, refillMs: oneMoreEveryMs, maxKeys }, nowMs);
  const ofAddress = bucket(rates.ofAddress, REMEMBERED_ADDRESSES);
  const ofAll = bucket(rates.ofAll, 1);

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(ANSWER_HEADERS);
    const { raw } = request;
    endUnread(raw, reply.raw);
    // First the address: who asks too often alone takes nothing from all the others.
    const waitMs = ofAddress.take(addressKey(request.ip)) || ofAll.take(ALL);
    if (waitMs > 0) {
      refused('TOO_MANY');
      return void sendProblem(reply, { refusal: 'TOO_MANY', retryAfterSeconds: Math.ceil(waitMs / 1_000) });
    }
    // An address is exactly one of ours: nothing is asked by a query, and no second spelling exists.
    if (request.is404 || request.url !== request.routeOptions.url) {
      refused('NOT_FOUND');
      return void sendProblem(reply, { refusal: 'NOT_FOUND' });
    }
    limitBodyTime(raw, parts.bodyMs ?? BODY_TIME_LIMIT_MS, () => {
      refused('TOO_SLOW');
      sendProblem(reply, { refusal: 'TOO_SLOW' });
    });
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // HTTP/2 has no such header; the framework sets it when it cuts a body off.
    if (reply.raw.req.httpVersionMajor === 2) reply.removeHeader('connection');
    done(null, payload);
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, { refusal: 'NOT_FOUND' }));
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    if (status === 413) {
      refused('TOO_LARGE');
      return sendProblem(reply, { refusal: 'TOO_LARGE' });
    }
    if (typeof status === 'number' && status >= 400 && status < 500) {
      refused('MALFORMED');
      return sendProblem(reply, { refusal: 'MALFORMED' });
    }
    parts.workFailed();
    return sendProblem(reply, { refusal: 'UNAVAILABLE' });
  });
  return app;
}

export type PublicListener = ReturnType<typeof createPublicListener>;
type Raw = IncomingMessage | Http2ServerRequest;

/** An answer that goes out before a body has come whole ends the body, so that nobody keeps sending to nobody. */
function endUnread(raw: Raw, answer: ServerResponse | Http2ServerResponse): void {
  if ('stream' in raw) {
    raw.stream.once('finish', () => {
      if (!raw.readableEnded) raw.stream.close(constants.NGHTTP2_NO_ERROR);
    });
    return;
  }
  answer.once('finish', () => {
    if (!raw.complete) raw.socket.destroySoon();
  });
}

/** However slowly a body drips: what has come is not looked at. */
function limitBodyTime(raw: Raw, bodyMs: number, late: () => void): void {
  const limit = setTimeout(late, bodyMs);
  const release = (): void => clearTimeout(limit);
  raw.once('end', release);
  raw.once('close', release);
}
