import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { firstLine, type ScanAnswer, ScanRequestSchema } from '../scanner-messages.ts';

/** A virtual scanner that a kiosk in another process reaches by TCP. Each page laid on is read once. */
export type ServedScanner = {
  readonly port: number;
  /** Lays a page on for the scan that waits, or the next one: the text of its zone, right or wrong. */
  lay(page: string): void;
  close(): Promise<void>;
};

/** Starts it. `port` 0 takes a free one. */
export async function serveScanner(address: { host: string; port: number }): Promise<ServedScanner> {
  const waiting = new Set<Socket>();
  const open = new Set<Socket>();
  let page: string | undefined;

  const read = (): void => {
    // The newest: an older one may have been given up without our knowing yet.
    const socket = [...waiting].at(-1);
    if (socket === undefined || page === undefined) return;
    waiting.delete(socket);
    const answer: ScanAnswer = { v: 1, page };
    page = undefined;
    socket.end(`${JSON.stringify(answer)}\n`);
  };

  const server = createServer((socket) => {
    open.add(socket);
    socket.on(
      'data',
      firstLine(ScanRequestSchema, (request) => {
        if (request === null) return socket.destroy();
        waiting.add(socket);
        return read();
      }),
    );
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      open.delete(socket);
      waiting.delete(socket);
    });
  });
  server.listen(address.port, address.host);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has a port');
  return {
    port: bound.port,
    lay(text) {
      page = text;
      read();
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
