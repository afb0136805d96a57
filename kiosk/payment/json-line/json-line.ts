/**
 * The host's end of a line to a device: connects, reconnects, numbers questions, finds their answers, and asks at regular
 * intervals whether the device is still there. A device that lost its power leaves a connection that looks whole for ever.
 */
import * as net from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import type { LineDelays } from './delays.ts';
import { formatLine, parseLine } from './line-format.ts';
import { LineSplitter } from './line-splitter.ts';

export type Offline = { readonly kind: 'offline'; readonly cause: string };

export type JsonLineListener<Answer, News> = {
  readonly onNews: (news: News) => void;
  /** The device is there and says how it is: after every connect, and at regular intervals. */
  readonly onAlive: (answer: Answer, firstOfConnection: boolean) => void;
  readonly onLost: () => void;
};

export class JsonLine<Asking extends object, Answer extends { readonly id: number }, News extends object> {
  readonly #address: { readonly host: string; readonly port: number };
  readonly #delays: LineDelays;
  readonly #schema: v.GenericSchema<unknown, Answer | News>;
  readonly #aliveQuestion: Asking;
  readonly #listener: JsonLineListener<Answer, News>;
  readonly #waiting = new Map<number, (answer: Result<Answer, Offline>) => void>();
  readonly #connectWaiters = new Set<() => void>();
  #socket: net.Socket | undefined;
  #connected = false;
  #closed = false;
  #lastId = 0;
  #retry: NodeJS.Timeout | undefined;
  #nextBeat: NodeJS.Timeout | undefined;

  constructor(o: {
    address: { readonly host: string; readonly port: number };
    delays: LineDelays;
    schema: v.GenericSchema<unknown, Answer | News>;
    aliveQuestion: Asking;
    listener: JsonLineListener<Answer, News>;
  }) {
    this.#address = o.address;
    this.#delays = o.delays;
    this.#schema = o.schema;
    this.#aliveQuestion = o.aliveQuestion;
    this.#listener = o.listener;
  }

  open(): void {
    const socket = net.connect({ ...this.#address, timeout: this.#delays.connectLimitMs });
    const splitter = new LineSplitter();
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.once('connect', () => {
      socket.setTimeout(0);
      this.#connected = true;
      this.#beat(socket, true);
      for (const release of [...this.#connectWaiters]) release();
    });
    const arrived: string[] = [];
    socket.on('data', (chunk) => {
      const lines = splitter.push(chunk);
      if (lines === undefined) socket.destroy();
      else if (arrived.push(...lines) === lines.length) void this.#hear(arrived, socket);
    });
    socket.once('timeout', () => socket.destroy());
    socket.on('error', () => {});
    socket.once('close', () => this.#lost());
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#nextBeat);
    this.#socket?.destroy();
    for (const release of [...this.#connectWaiters]) release();
  }

  /** Waits for a connection if there is none, and for the answer; each has its limit. */
  async ask(asking: Asking, limitMs = this.#delays.answerLimitMs): Promise<Result<Answer, Offline>> {
    if (!this.#connected) await this.#connection();
    const socket = this.#socket;
    if (!this.#connected || socket === undefined) return err({ kind: 'offline', cause: 'no connection' });
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      const settle = (answer: Result<Answer, Offline>): void => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      };
      const timer = setTimeout(() => settle(err({ kind: 'offline', cause: 'no answer' })), limitMs);
      this.#waiting.set(id, settle);
      socket.write(formatLine({ v: 1, id, ...asking }));
    });
  }

  #beat(socket: net.Socket, first: boolean): void {
    void this.ask(this.#aliveQuestion, this.#delays.aliveLimitMs).then((answer) => {
      if (this.#closed || socket !== this.#socket) return;
      if (answer.isErr()) {
        socket.destroy();
        return;
      }
      this.#listener.onAlive(answer.value, first);
      this.#nextBeat = setTimeout(() => this.#beat(socket, false), this.#delays.aliveEveryMs);
    });
  }

  /**
   * One message after the other, each wholly dealt with before the next: whoever waits for an answer goes on only after this turn,
   * and must not find news that is younger than its answer dealt with already.
   */
  async #hear(arrived: string[], socket: net.Socket): Promise<void> {
    for (let line = arrived[0]; line !== undefined && socket === this.#socket; line = arrived[0]) {
      if (!this.#receive(line)) {
        socket.destroy();
        return;
      }
      await nextTurn();
      arrived.shift();
    }
  }

  /** A message nobody understands ends the connection: the state behind it cannot be trusted either. */
  #receive(line: string): boolean {
    const message = parseLine(this.#schema, line);
    if (message.isErr()) return false;
    const value = message.value;
    if (isAnswer(value)) this.#waiting.get(value.id)?.(ok(value));
    else this.#listener.onNews(value);
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

  #lost(): void {
    const wasConnected = this.#connected;
    this.#connected = false;
    this.#socket = undefined;
    clearTimeout(this.#nextBeat);
    for (const settle of [...this.#waiting.values()]) settle(err({ kind: 'offline', cause: 'connection lost' }));
    if (this.#closed) return;
    if (wasConnected) this.#listener.onLost();
    this.#retry = setTimeout(() => this.open(), this.#delays.reconnectMs);
  }
}

/** Answers carry the number of their question; news carries none. */
function isAnswer<Answer extends { readonly id: number }, News extends object>(
  message: Answer | News,
): message is Answer {
  return 'id' in message;
}
