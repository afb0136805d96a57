import * as net from 'node:net';
import type { PositionDelays } from '../delays.ts';
import { HeldStatus } from '../held-status.ts';
import type { PositionDevice, PositionWords } from '../position-device.ts';
import { Reopening } from '../reopening.ts';
import { PositionLines } from './position-lines.ts';

/** A device that speaks JSON lines over TCP. Silence, a lost line and a malformed one all make it away. */
export class NetworkPositionDevice<Position extends string, Away extends string>
  implements PositionDevice<Position | Away>
{
  readonly #address: { readonly host: string; readonly port: number };
  readonly #words: PositionWords<Position, Away>;
  readonly #delays: PositionDelays;
  readonly #held: HeldStatus<Position | Away>;
  readonly #reopening: Reopening;
  #socket: net.Socket | undefined;
  #reopen: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(address: { host: string; port: number }, words: PositionWords<Position, Away>, delays: PositionDelays) {
    this.#address = { host: address.host, port: address.port };
    this.#words = words;
    this.#delays = delays;
    this.#held = new HeldStatus<Position | Away>(words.away);
    this.#reopening = new Reopening(delays);
    this.#open();
  }

  status(): Position | Away {
    return this.#held.status;
  }

  watch(listener: (status: Position | Away) => void): () => void {
    return this.#held.watch(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#reopen);
    this.#held.end();
    const socket = this.#socket;
    if (socket === undefined) return;
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.destroy();
    await ended;
  }

  #open(): void {
    const lines = new PositionLines([this.#words.on, this.#words.off]);
    const socket = net.connect(this.#address);
    this.#socket = socket;
    // Not the socket's own timeout: that one would count what is sent, too.
    let limit = setTimeout(() => socket.destroy(), this.#delays.connectLimitMs);
    socket.once('connect', () => {
      clearTimeout(limit);
      limit = setTimeout(() => socket.destroy(), this.#delays.silenceLimitMs);
    });
    socket.on('data', (chunk) => {
      const messages = lines.push(chunk);
      if (messages.isErr()) {
        socket.destroy();
        return;
      }
      if (messages.value.length === 0) return;
      limit.refresh();
      this.#reopening.heard();
      for (const { position } of messages.value) if (!this.#closed) this.#held.set(position);
    });
    socket.on('error', () => {});
    socket.once('close', () => {
      clearTimeout(limit);
      this.#socket = undefined;
      if (this.#closed) return;
      this.#reopen = setTimeout(() => this.#open(), this.#reopening.waitMs());
      this.#held.set(this.#words.away);
    });
  }
}
