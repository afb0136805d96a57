/**
 * The public listener: the issuer's key set for everybody who reads a card, at the place the framework names (1.4.0,
 * reference certificate-formats §2.4), and nothing else. It shares no port, no certificate and no route with the centers.
 */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { EcPublicJwk } from '../../protocol/index.ts';

export type PublicTls = { readonly key: string; readonly cert: string };

const JWKS_PATH = '/.well-known/jwks.json';
/** Short, because a key that is taken back must be gone everywhere soon. */
const CACHE_SECONDS = 300;
const REQUEST_LIMIT_MS = 10_000;
const HEADER_LIMIT_BYTES = 8_192;
const CONNECTION_LIMIT = 500;

/**
 * A server without a port yet. Throws where key or certificate are not usable.
 *
 * @param iss the key set is also served below the path of the issuer's URL
 */
export function createPublicKeysServer(
  tls: PublicTls,
  o: { readonly iss: string; readonly keys: readonly EcPublicJwk[] },
): Server {
  const body = Buffer.from(JSON.stringify({ keys: o.keys }));
  const tag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const paths = new Set([JWKS_PATH, new URL(o.iss).pathname + JWKS_PATH]);
  const server = createServer(
    {
      ...tls,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: REQUEST_LIMIT_MS,
      headersTimeout: REQUEST_LIMIT_MS,
      requestTimeout: REQUEST_LIMIT_MS,
      keepAliveTimeout: REQUEST_LIMIT_MS,
      maxHeaderSize: HEADER_LIMIT_BYTES,
    },
    (request, response) => {
      response.setHeader('x-content-type-options', 'nosniff');
      if (!paths.has(request.url ?? '')) return refuse(response, 404);
      response.setHeader('access-control-allow-origin', '*');
      if (request.method !== 'GET') return refuse(response, 405);
      response.setHeader('cache-control', `public, max-age=${CACHE_SECONDS}`);
      response.setHeader('etag', tag);
      if (request.headers['if-none-match'] === tag) return void response.writeHead(304).end();
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
      response.end(body);
    },
  );
  server.maxConnections = CONNECTION_LIMIT;
  // A caller that sends no HTTP is hung up on.
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return server;
}

/** Answers and ends the connection: a body that is still coming is not waited for. */
function refuse(response: ServerResponse, status: 404 | 405): void {
  if (status === 405) response.setHeader('allow', 'GET');
  response.writeHead(status, { connection: 'close', 'content-length': 0 }).end();
}

/** Listens; the promise is rejected where the address is not free. */
export function listenPublicly(server: Server, address: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Ends at once: nobody is in the middle of anything that matters. */
export function closePublicly(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
