import { connect, type Socket } from 'node:net';
import { err, ok, type Result } from 'neverthrow';
import { READER_DELAYS, type ReaderError, type ReaderStatus } from '../reader.ts';
import { encodeFrame, FrameSplitter } from './length-prefixed-frames.ts';
import { decodeReply, encodeRequest, type ReaderReply, type ReaderRequest } from './reader-frames.ts';

type Reply = Exclude<ReaderReply, { kind: 'status' }>;

/** The connection to a served reader: matches answers to requests by number, and comes back after every break. */
export class ReaderLink {
  /** Settles when the first attempt has brought a status or has failed. */
  readonly firstAttempt: Promise<void>;
  readonly #address: { host: string; port: number };
  readonly #onStatus: (status: ReaderStatus) => void;
  readonly #waiting = new Map<number, (reply: Result<Reply, ReaderError>) => void>();
  #requests = 0;
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;
  #settleFirst: () => void = () => undefined;

  constructor(address: { host: string; port: number }, onStatus: (status: ReaderStatus) => void) {
    this.#address = address;
    this.#onStatus = onStatus;
    this.firstAttempt = new Promise((resolve) => {
      this.#settleFirst = resolve;
    });
    this.#open();
  }

  /** Sends a request and waits for its reply; without a link it fails at once, and a break ends the wait. */
  ask(make: (request: number) => ReaderRequest): Promise<Result<Reply, ReaderError>> {
    const socket = this.#socket;
    if (socket === undefined || socket.destroyed || socket.connecting)
      return Promise.resolve(err({ kind: this.#closed ? 'closed' : 'no-service' }));
    this.#requests = (this.#requests + 1) >>> 0;
    const request = this.#requests;
    return new Promise((resolve) => {
      this.#waiting.set(request, resolve);
      const payload = encodeRequest(make(request));
      socket.write(encodeFrame(payload));
      payload.fill(0);
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.destroy();
  }

  #open(): void {
    const frames = new FrameSplitter();
    const socket = connect({ ...this.#address, noDelay: true });
    this.#socket = socket;
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (const payload of frames.push(chunk)) {
        const reply = decodeReply(payload);
        if (reply === undefined) {
          socket.destroy();
          return;
        }
        this.#take(reply);
      }
    });
    socket.on('close', () => this.#lost());
  }

  #take(reply: ReaderReply): void {
    if (reply.kind === 'status') {
      this.#onStatus(reply.status);
      this.#settleFirst();
      return;
    }
    const resolve = this.#waiting.get(reply.request);
    this.#waiting.delete(reply.request);
    resolve?.(reply.kind === 'failed' ? err({ kind: reply.error }) : ok(reply));
  }

  #lost(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const resolve of waiting) resolve(err({ kind: 'no-service' }));
    this.#settleFirst();
    if (this.#closed) return;
    this.#onStatus({ kind: 'no-service' });
    this.#retry = setTimeout(() => this.#open(), READER_DELAYS.reconnectMs);
  }
}
