/**
 * A listener for people: TLS 1.3, HTTP/2 and HTTP/1.1. It serves the built page; sessions and routes of staff are added by the caller.
 * With an authority for clients, nobody without a certificate of it gets as far as a request.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { fastify } from 'fastify';
import { endConnection, endUnread, limitBody, piecesOf, type RawRequest } from './body-arrival.ts';
import { addressKey } from './client-address.ts';
import type { ListenerRates } from './listener-rates.ts';
import type { PageAsset } from './page-assets.ts';
import { PAGE_HEADERS } from './page-headers.ts';
import { type GuardRefusal, guardRequest } from './request-guard.ts';
import { createTokenBuckets } from './token-buckets.ts';
import { UNREADABLE_REQUESTS } from './unreadable-requests.ts';

const BODY_LIMIT_BYTES = 65_536;
const HANDSHAKE_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 10_000;
const IDLE_SESSION_MS = 60_000;
const MAX_STREAMS = 64;
const MAX_CONNECTIONS = 1_024;

/** Is told of requests that get no further. Must not throw. */
export type ListenerLog = {
  refused(reason: GuardRefusal | 'too-many'): void;
  workFailed(): void;
};

export type StaffListenerParts = {
  readonly tls: {
    readonly cert: Buffer;
    readonly key: Buffer;
    /** Of the clients' certificates; without it clients show none. */
    readonly ca?: Buffer;
  };
  /** Beginnings of the addresses that answer with contents, not with the page. */
  readonly contents: readonly string[];
  /** `https://HOST[:PORT]` as people's browsers see it; known once the port is bound. */
  readonly origin: () => string;
  readonly assets: ReadonlyMap<string, PageAsset>;
  /** Whether whoever is at the other end may ask at all, page included; else 403 `not-admitted`, and the connection ends. */
  readonly admit?: (request: { readonly raw: RawRequest }) => Promise<boolean>;
  readonly rates: ListenerRates;
  readonly log: ListenerLog;
  readonly now: () => Date;
};

/** A listener with the page on it and every request guarded; sessions and routes of staff are added by the caller. */
export function createStaffListener(parts: StaffListenerParts) {
  const { assets, rates, log } = parts;
  const app = fastify({
    http2: true,
    http2SessionTimeout: IDLE_SESSION_MS,
    https: {
      ...parts.tls,
      ...(parts.tls.ca === undefined ? {} : { requestCert: true, rejectUnauthorized: true }),
      minVersion: 'TLSv1.3',
      allowHTTP1: true,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      settings: { maxConcurrentStreams: MAX_STREAMS },
    },
    connectionTimeout: IDLE_SESSION_MS,
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: 100 },
    clientErrorHandler: UNREADABLE_REQUESTS.clientErrorHandler,
    // A path that cannot be decoded never reaches the hooks below.
    frameworkErrors: (_error, _request, { raw }) => {
      raw.writeHead(400, { ...PAGE_HEADERS, 'content-type': 'application/json; charset=utf-8' });
      raw.end(JSON.stringify({ error: 'malformed' }));
    },
  });
  // Of HTTP/1.1 connections, which this server hands to another parser of the runtime.
  // No limit on a whole request: a file may take its time, and every other body has a limit of its own below.
  Object.assign(app.server, { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: 0 });
  app.server.maxConnections = MAX_CONNECTIONS;
  // What goes wrong on a connection before a request exists concerns that connection alone.
  app.server.on('sessionError', (_error, session) => session.destroy());
  app.server.on('tlsClientError', (_error, socket) => socket.destroy());

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser('application/octet-stream', (request, body, done) => {
    if (request.routeOptions.config.isUpload === true) done(null, piecesOf(body, rates.bodyMs));
    else done(Object.assign(new Error('a file where none is taken'), { statusCode: 415 }));
  });
  const requests = createTokenBuckets(rates.requests, () => parts.now().getTime());
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(PAGE_HEADERS);
    if (request.routeOptions.config.isUpload === true) endUnread(request.raw, reply.raw);
    else if (request.method !== 'GET') limitBody(request.raw, reply, rates.bodyMs);
    const waitMs = requests.take(addressKey(request.ip));
    if (waitMs > 0) {
      log.refused('too-many');
      reply
        .code(429)
        .header('retry-after', String(Math.ceil(waitMs / 1_000)))
        .send({ error: 'too-many' });
      return;
    }
    const { method, url, host, headers } = request;
    if (method === 'GET' && hasBody(headers)) {
      endConnection(request.raw, reply.raw);
      reply.code(400).send({ error: 'malformed' });
      return;
    }
    const refusal = guardRequest({ method, url, host, headers }, parts.origin(), parts.contents);
    if (refusal === null) return done();
    log.refused(refusal);
    reply.code(refusal === 'misdirected' ? 421 : 403).send({ error: refusal });
  });
  const { admit } = parts;
  if (admit !== undefined) {
    app.addHook('onRequest', async (request, reply) => {
      if (await admit(request)) return;
      endConnection(request.raw, reply.raw);
      await reply.code(403).send({ error: 'not-admitted' });
    });
  }
  app.addHook('onSend', (_request, reply, payload, done) => {
    // HTTP/2 has no such header; the framework sets it when it cuts a body off.
    if (reply.raw.req.httpVersionMajor === 2) reply.removeHeader('connection');
    done(null, payload);
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not-found' }));
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return reply.code(status).send({ error: 'malformed' });
    }
    log.workFailed();
    return reply.code(500).send({ error: 'failed' });
  });

  for (const [url, { bytes, type, tag }] of assets) {
    app.get(url, (request, reply) => {
      reply.headers({ 'cache-control': 'no-cache', etag: tag });
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return reply.type(type).send(bytes);
    });
  }
  return app;
}

/** Of HTTP/1.1: nothing reads a body that comes with a GET, and nothing would end it. */
const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

export type StaffListener = ReturnType<typeof createStaffListener>;
