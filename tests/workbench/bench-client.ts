/** The workbench without its page: what a page sends and sees, for tests. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { BenchCommand } from './messages/commands.ts';
import { readMessage } from './messages/read-message.ts';
import { type BenchState, BenchStateSchema, STATE_LIMIT_CHARACTERS } from './messages/state.ts';

const LIMIT_MS = 10_000;

export type BenchClient = {
  send(command: BenchCommand): void;
  /** Anything at all, to see it refused. */
  sendRaw(data: string | Uint8Array): void;
  /** The first state from now on, or the last one, that has the property. Rejects after ten seconds. */
  stateWith(property: (state: BenchState) => boolean): Promise<BenchState>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  close(): Promise<void>;
};

/** Rejects when the server refuses the connection. */
export async function connectBench(
  url: string,
  o: { path?: string; headers?: Record<string, string> } = {},
): Promise<BenchClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${o.path ?? 'bench'}`, {
    headers: o.headers ?? { origin: url.slice(0, -1) },
  });
  let last: BenchState | null = null;
  const listeners = new Set<() => void>();
  socket.on('message', (data) => {
    const state = Buffer.isBuffer(data) ? readMessage(BenchStateSchema, data.toString(), STATE_LIMIT_CHARACTERS) : null;
    if (state === null) throw new Error('The server sent a state its own schema refuses.');
    last = state;
    for (const listener of listeners) listener();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
  await once(socket, 'open', { signal: AbortSignal.timeout(LIMIT_MS) });
  return {
    send: (command) => socket.send(JSON.stringify(command)),
    sendRaw: (data) => socket.send(data),
    stateWith: (property) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => settle(() => reject(new Error('The state never came.'))), LIMIT_MS);
        const look = (): void => {
          const seen = last;
          if (seen !== null && property(seen)) settle(() => resolve(seen));
        };
        function settle(done: () => void): void {
          clearTimeout(late);
          listeners.delete(look);
          done();
        }
        listeners.add(look);
        look();
      }),
    closed,
    async close() {
      socket.close();
      await closed;
    },
  };
}
