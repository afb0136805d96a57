import { err, ok, type Result } from 'neverthrow';
import { withDeadline } from '../deadline.ts';
import { guardChannel } from '../guarded-connection.ts';
import {
  type CallOptions,
  type CardConnection,
  type CardReader,
  READER_DELAYS,
  type ReaderError,
  type ReaderStatus,
} from '../reader.ts';
import { StatusBoard } from '../status-board.ts';
import type { ReaderReply } from './reader-frames.ts';
import { ReaderLink } from './reader-link.ts';

/** Opens a virtual reader that another process serves; away or not, it keeps trying. */
export async function openRemoteReader(address: { host: string; port: number }): Promise<CardReader> {
  const reader = new RemoteReader(address);
  await reader.firstLook();
  return reader;
}

class RemoteReader implements CardReader {
  readonly name: string;
  readonly #board = new StatusBoard({ kind: 'no-service' });
  readonly #link: ReaderLink;
  #connection: CardConnection | undefined;
  #closed = false;

  constructor(address: { host: string; port: number }) {
    this.name = `virtual reader at ${address.host}:${address.port}`;
    this.#link = new ReaderLink(address, (status) => this.#board.set(status));
  }

  /** Waits for the first word about the hardware, so that the first status is no guess. */
  async firstLook(): Promise<void> {
    await withDeadline(this.#link.firstAttempt, { timeoutMs: READER_DELAYS.openTimeoutMs });
  }

  status(): ReaderStatus {
    return this.#board.status;
  }

  watch(listener: (status: ReaderStatus) => void): () => void {
    return this.#board.watch(listener);
  }

  async connect(options: CallOptions = {}): Promise<Result<CardConnection, ReaderError>> {
    const { timeoutMs = READER_DELAYS.connectTimeoutMs, signal } = options;
    if (this.#closed) return err({ kind: 'closed' });
    if (signal?.aborted === true) return err({ kind: 'aborted' });
    const asked = this.#link.ask((request) => ({ kind: 'connect', request }));
    const end = await withDeadline(asked, { timeoutMs, signal });
    if (end.kind !== 'done') {
      void asked.then((late) => {
        if (late.isOk() && late.value.kind === 'connected') void this.#powerOff(late.value.insertion);
      });
      return err({ kind: end.kind === 'aborted' ? 'aborted' : 'card-silent' });
    }
    return end.value.andThen((reply) => {
      if (reply.kind !== 'connected') return err<never, ReaderError>({ kind: 'answer-malformed' });
      this.#connection = this.#guard(reply.insertion, reply.atr);
      return ok(this.#connection);
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#connection?.disconnect();
    this.#link.close();
    this.#board.close();
  }

  #guard(insertion: number, atr: Uint8Array): CardConnection {
    let underWay: Promise<unknown> = Promise.resolve();
    return guardChannel({
      insertion,
      atr,
      isCurrent: () => {
        const status = this.#board.status;
        return status.kind === 'card-present' && status.insertion === insertion;
      },
      exchange: (command) => {
        const asked = this.#link.ask((request) => ({ kind: 'transmit', request, insertion, command }));
        const exchange = asked.then((reply) => reply.andThen(answerOf));
        underWay = exchange;
        return exchange;
      },
      powerOff: () => this.#powerOff(insertion),
      abandon: () => void underWay.then(() => this.#powerOff(insertion)),
    });
  }

  async #powerOff(insertion: number): Promise<void> {
    await this.#link.ask((request) => ({ kind: 'power-off', request, insertion }));
  }
}

function answerOf(reply: ReaderReply): Result<Uint8Array, ReaderError> {
  return reply.kind === 'answer' ? ok(reply.bytes) : err({ kind: 'answer-malformed' });
}
