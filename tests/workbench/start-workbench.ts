/** Serves the workbench on loopback: the page, its papers, and the link at `/bench`. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Devices } from '../environment/devices.ts';
import { buildWorkbench } from './build.ts';
import { COMMAND_LIMIT_BYTES } from './messages/commands.ts';
import { type Bench, openBench } from './server/bench.ts';
import { benchLink } from './server/bench-link.ts';
import { pageServer } from './server/page-server.ts';
import { PaperShelf } from './server/paper-shelf.ts';
import type { WorkbenchControl } from './server/workbench-control.ts';

const HOST = '127.0.0.1';
const REQUEST_LIMIT_MS = 10_000;
const HEADER_LIMIT_BYTES = 8_192;
const CONNECTION_LIMIT = 64;
const PAGES_LIMIT = 8;

/** `port` 0 takes a free one. Rejects when the page does not build or the port is taken. */
export async function startWorkbench(o: {
  devices: Devices;
  port: number;
  control?: WorkbenchControl;
}): Promise<{ url: string; stop(): Promise<void> }> {
  const built = await buildWorkbench();
  const shelf = new PaperShelf();
  const link = benchLink(() => bench);
  const bench: Bench = openBench({
    devices: o.devices,
    control: o.control,
    shelf,
    onChange: () => {
      if (link.pages > 0) link.push();
    },
  });

  const server = createServer({
    maxHeaderSize: HEADER_LIMIT_BYTES,
    requestTimeout: REQUEST_LIMIT_MS,
    headersTimeout: REQUEST_LIMIT_MS,
  });
  server.maxConnections = CONNECTION_LIMIT;
  server.listen(o.port, HOST);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  const authority = `${HOST}:${address.port}`;
  server.on('request', pageServer({ authority, built, shelf }));

  const sockets = new WebSocketServer({ noServer: true, maxPayload: COMMAND_LIMIT_BYTES, perMessageDeflate: false });
  const mayConnect = (request: IncomingMessage): boolean =>
    request.url === '/bench' &&
    request.headers.host === authority &&
    request.headers.origin === `http://${authority}` &&
    link.pages < PAGES_LIMIT;
  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy());
    if (mayConnect(request)) sockets.handleUpgrade(request, socket, head, (opened) => link.accept(opened));
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  server.on('clientError', (_error, socket) => socket.destroy());

  return {
    url: `http://${authority}/`,
    async stop() {
      link.end();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await bench.stop();
    },
  };
}
