/** The pages on their WebSockets: commands in, the whole state out whenever it has changed. */
import type { WebSocket } from 'ws';
import { BenchCommandSchema, COMMAND_LIMIT_BYTES } from '../messages/commands.ts';
import { readMessage } from '../messages/read-message.ts';
import type { Bench } from './bench.ts';

/** Devices are looked at this often while a page is open: not all of them tell when they change. */
const LOOK_EVERY_MS = 150;
/** How long a page may take to close its end. */
const CLOSING_LIMIT_MS = 1_000;
/** A page that does not read is cut off. */
const UNREAD_LIMIT_BYTES = 4 * 1_048_576;
/** RFC 6455 §7.4.1. */
const CLOSE_POLICY_VIOLATION = 1008;

export type BenchLink = {
  accept(socket: WebSocket): void;
  readonly pages: number;
  /** Sends the state to every page if it has changed. */
  push(): void;
  end(): void;
};

export function benchLink(bench: () => Bench): BenchLink {
  const sockets = new Set<WebSocket>();
  let last = '';
  let timer: NodeJS.Timeout | undefined;

  function push(): void {
    const state = JSON.stringify(bench().state());
    if (state === last) return;
    last = state;
    for (const socket of sockets) send(socket);
  }

  function send(socket: WebSocket): void {
    if (socket.bufferedAmount > UNREAD_LIMIT_BYTES) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.send(last);
  }

  function receive(socket: WebSocket, text: string | null): void {
    const command = text === null ? null : readMessage(BenchCommandSchema, text, COMMAND_LIMIT_BYTES);
    if (command === null) {
      socket.close(CLOSE_POLICY_VIOLATION);
      setTimeout(() => socket.terminate(), CLOSING_LIMIT_MS).unref();
      return;
    }
    bench()
      .carryOut(command)
      .then(() => {
        if (sockets.size > 0) push();
      });
  }

  return {
    accept(socket) {
      sockets.add(socket);
      timer ??= setInterval(push, LOOK_EVERY_MS);
      socket.on('message', (data, isBinary) => {
        // After a refused message nothing more is heard from this page.
        if (socket.readyState !== socket.OPEN) return;
        receive(socket, isBinary || !Buffer.isBuffer(data) ? null : data.toString('utf8'));
      });
      // A message beyond the limit ends in an error; the library closes the connection.
      socket.on('error', () => socket.terminate());
      socket.on('close', () => {
        sockets.delete(socket);
        if (sockets.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      });
      const before = last;
      push();
      if (last === before) send(socket);
    },
    get pages() {
      return sockets.size;
    },
    push,
    end() {
      clearInterval(timer);
      for (const socket of sockets) socket.terminate();
    },
  };
}
