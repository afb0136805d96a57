/** The host's end of the line to the coin box: connects, reconnects, numbers questions and finds their answers. */
import * as net from 'node:net';
import { err, ok, type Result } from 'neverthrow';
import type { FeeError } from '../fee-collector.ts';
import type { CoinBoxDelays } from './delays.ts';
import { LineSplitter } from './line-splitter.ts';
import {
  type Answer,
  type Asking,
  BoxMessageSchema,
  formatLine,
  type News,
  parseLine,
  type Question,
} from './messages.ts';

type Waiting = (answer: Result<Answer, FeeError>) => void;

export type LineListener = {
  readonly onNews: (news: News) => void;
  readonly onConnected: () => void;
  readonly onLost: () => void;
};

export class CoinBoxLine {
  readonly #address: { readonly host: string; readonly port: number };
  readonly #delays: CoinBoxDelays;
  readonly #listener: LineListener;
  readonly #waiting = new Map<number, Waiting>();
  readonly #connectWaiters = new Set<() => void>();
  #socket: net.Socket | undefined;
  #connected = false;
  #closed = false;
  #lastId = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(address: { host: string; port: number }, delays: CoinBoxDelays, listener: LineListener) {
    this.#address = address;
    this.#delays = delays;
    this.#listener = listener;
  }

  open(): void {
    const socket = net.connect({ ...this.#address, timeout: this.#delays.connectLimitMs });
    const splitter = new LineSplitter();
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.once('connect', () => {
      socket.setTimeout(0);
      this.#connected = true;
      this.#listener.onConnected();
      this.#releaseWaiters();
    });
    socket.on('data', (chunk) => {
      const lines = splitter.push(chunk);
      if (lines === undefined || !lines.every((line) => this.#receive(line))) socket.destroy();
    });
    socket.once('timeout', () => socket.destroy());
    socket.on('error', () => {});
    socket.once('close', () => this.#lost());
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.destroy();
    this.#releaseWaiters();
  }

  async ask(asking: Asking): Promise<Result<Answer, FeeError>> {
    if (!this.#connected) await this.#connection();
    const socket = this.#socket;
    if (!this.#connected || socket === undefined) return err({ kind: 'offline', cause: 'no connection' });
    this.#lastId += 1;
    const id = this.#lastId;
    const question: Question = { v: 1, id, ...asking };
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(err({ kind: 'offline', cause: 'no answer' })), this.#delays.answerLimitMs);
      const settle: Waiting = (answer) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      };
      this.#waiting.set(id, settle);
      socket.write(formatLine(question));
    });
  }

  /** A message nobody understands ends the connection: the state behind it cannot be trusted either. */
  #receive(line: string): boolean {
    const message = parseLine(BoxMessageSchema, line);
    if (message.isErr()) return false;
    if ('news' in message.value) this.#listener.onNews(message.value);
    else this.#waiting.get(message.value.id)?.(ok(message.value));
    return true;
  }

  #connection(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#connectWaiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, this.#delays.awayLimitMs);
      this.#connectWaiters.add(done);
      if (this.#closed) done();
    });
  }

  #releaseWaiters(): void {
    for (const release of [...this.#connectWaiters]) release();
  }

  #lost(): void {
    const wasConnected = this.#connected;
    this.#connected = false;
    this.#socket = undefined;
    for (const settle of [...this.#waiting.values()]) settle(err({ kind: 'offline', cause: 'connection lost' }));
    if (this.#closed) return;
    if (wasConnected) this.#listener.onLost();
    this.#retry = setTimeout(() => this.open(), this.#delays.reconnectMs);
  }
}
