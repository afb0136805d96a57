import * as net from 'node:net';
import type { KeySwitchDelays } from '../delays.ts';
import { HeldStatus } from '../held-status.ts';
import type { KeySwitch, KeySwitchStatus } from '../key-switch.ts';
import { PositionLines } from './position-lines.ts';

/** A key switch that speaks JSON lines over TCP. Silence, a lost line and a malformed one all make it absent. */
export class NetworkKeySwitch implements KeySwitch {
  readonly #address: { readonly host: string; readonly port: number };
  readonly #delays: KeySwitchDelays;
  readonly #held = new HeldStatus();
  #socket: net.Socket | undefined;
  #reopen: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(address: { host: string; port: number }, delays: KeySwitchDelays) {
    this.#address = { host: address.host, port: address.port };
    this.#delays = delays;
    this.#open();
  }

  status(): KeySwitchStatus {
    return this.#held.status;
  }

  watch(listener: (status: KeySwitchStatus) => void): () => void {
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
    const lines = new PositionLines();
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
      for (const { position } of messages.value) if (!this.#closed) this.#held.set(position);
    });
    socket.on('error', () => {});
    socket.once('close', () => {
      clearTimeout(limit);
      this.#socket = undefined;
      if (this.#closed) return;
      this.#reopen = setTimeout(() => this.#open(), this.#delays.reopenMs);
      this.#held.set('absent');
    });
  }
}
