/**
 * Serves the built screens and their link on loopback. Every rule of electron-shell §4 for a WebSocket: launch key, cookie,
 * Host, Origin, a single client, a limit on what it may send.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { err, ok, type Result } from 'neverthrow';
import { WebSocketServer } from 'ws';
import { readAssets } from './assets.ts';
import { launchKeys } from './launch-keys.ts';
import { pageServer, sessionSecretOf } from './page-server.ts';
import type { Report } from './report-codes.ts';
import { linkCore, type ScreenLink } from './screen-link.ts';
import { UP_MESSAGE_LIMIT_BYTES } from './up-message.ts';

export interface ServeOptions {
  /** What `buildScreens` wrote. */
  assetsDirectory: string;
  host: '127.0.0.1';
  /** 0 for any free port. */
  port: number;
  /** Told what was refused; codes only. */
  report: Report;
}

export interface ServeFailure {
  kind: 'port-in-use' | 'not-allowed' | 'failed';
  cause?: unknown;
}

const REQUEST_LIMIT_MS = 10_000;
const HEADER_LIMIT_BYTES = 8_192;
/** One browser needs six; more than this are not its. */
const CONNECTION_LIMIT = 32;

export async function serveScreens(options: ServeOptions): Promise<Result<ScreenLink, ServeFailure>> {
  const { assetsDirectory, host, port, report } = options;
  const keys = launchKeys(() => performance.now());
  const core = linkCore(report);
  const server = createServer({
    maxHeaderSize: HEADER_LIMIT_BYTES,
    requestTimeout: REQUEST_LIMIT_MS,
    headersTimeout: REQUEST_LIMIT_MS,
  });
  server.maxConnections = CONNECTION_LIMIT;

  let authority: string;
  try {
    const assets = await readAssets(assetsDirectory);
    authority = `${host}:${await listen(server, host, port)}`;
    server.on('request', pageServer({ authority, assets, keys, report, onPageServed: () => core.pageServed() }));
  } catch (cause) {
    return err(serveFailure(cause));
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: UP_MESSAGE_LIMIT_BYTES, perMessageDeflate: false });
  const mayConnect = (request: IncomingMessage): boolean =>
    request.url === '/link' &&
    request.headers.host === authority &&
    request.headers.origin === `http://${authority}` &&
    keys.holds(sessionSecretOf(request)) &&
    !core.connected;
  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy());
    if (!mayConnect(request)) {
      report('link-refused');
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => core.accept(opened));
  });
  server.on('clientError', (_error, socket) => {
    report('request-refused');
    socket.destroy();
  });

  const newStartUrl = (): string => `http://${authority}/start?k=${keys.issue()}`;
  return ok({
    ...core,
    get connected() {
      return core.connected;
    },
    startUrl: newStartUrl(),
    newStartUrl,
    close() {
      core.end();
      for (const socket of sockets.clients) socket.terminate();
      return new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  });
}

/** Listens and returns the port. */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(portOf(server.address()));
    });
  });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return address.port;
}

function serveFailure(cause: unknown): ServeFailure {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return { kind: 'port-in-use', cause };
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'not-allowed', cause };
  return { kind: 'failed', cause };
}
