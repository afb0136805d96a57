import { once } from 'node:events';
import * as net from 'node:net';
import { HEARTBEAT_MS } from '../delays.ts';
import { formatPosition } from '../network/position-lines.ts';

export type VirtualPositionDevice<Position extends string> = {
  readonly host: string;
  readonly port: number;
  position(): Position;
  move(to: Position): void;
  /** The line is cut; the terminal comes back by itself. */
  drop(): void;
  /** The line stands and nothing is said any more, or again. */
  setSilent(isSilent: boolean): void;
  /** Sends what no such device would. */
  sendBytes(bytes: Uint8Array): void;
  stop(): Promise<void>;
};

export type VirtualPositionOptions = { readonly host?: string; readonly port?: number; readonly heartbeatMs?: number };

/** A device in this process that begins at `first`, for any number of listeners. */
export async function startVirtualPositionDevice<Position extends string>(
  first: NoInfer<Position>,
  o: VirtualPositionOptions = {},
): Promise<VirtualPositionDevice<Position>> {
  const host = o.host ?? '127.0.0.1';
  const sockets = new Set<net.Socket>();
  let position: Position = first;
  let silent = false;

  const tell = (to: Iterable<net.Socket>): void => {
    if (silent) return;
    for (const socket of to) socket.write(formatPosition({ v: 1, position }));
  };
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    // Nobody has anything to tell it.
    socket.on('data', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    tell([socket]);
  });
  server.listen(o.port ?? 0, host);
  await once(server, 'listening');
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  const heartbeat = setInterval(() => tell(sockets), o.heartbeatMs ?? HEARTBEAT_MS);
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    host,
    port,
    position: () => position,
    move(to) {
      position = to;
      tell(sockets);
    },
    drop,
    setSilent(isSilent) {
      silent = isSilent;
      tell(sockets);
    },
    sendBytes(bytes) {
      for (const socket of sockets) socket.write(bytes);
    },
    async stop() {
      clearInterval(heartbeat);
      const closed = once(server, 'close');
      server.close();
      drop();
      await closed;
    },
  };
}
