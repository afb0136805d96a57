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
export async function openRemoteReader(
  address: { host: string; port: number },
  limits: CallOptions = {},
): Promise<CardReader> {
  const reader = new RemoteReader(address);
  await reader.firstLook(limits);
  return reader;
}

class RemoteReader implements CardReader {
  readonly name: string;
  readonly #board = new StatusBoard({ kind: 'no-service' });
  readonly #insertions = new InsertionNumbers();
  readonly #link: ReaderLink;
  #connection: CardConnection | undefined;
  #closed = false;

  constructor(address: { host: string; port: number }) {
    this.name = `virtual reader at ${address.host}:${address.port}`;
    this.#link = new ReaderLink(address, (status) => this.#board.set(this.#insertions.renumber(status)));
  }

  /** Waits for the first word about the hardware, so that the first status is no guess. */
  async firstLook({ timeoutMs = READER_DELAYS.openTimeoutMs, signal }: CallOptions): Promise<void> {
    await withDeadline(this.#link.firstAttempt, { timeoutMs, signal });
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
      this.#connection = this.#guard(this.#insertions.numberOf(reply.insertion), reply.insertion, reply.atr);
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

  #guard(insertion: number, servedInsertion: number, atr: Uint8Array): CardConnection {
    let underWay: Promise<unknown> = Promise.resolve();
    return guardChannel({
      insertion,
      atr,
      isCurrent: () => {
        const status = this.#board.status;
        return status.kind === 'card-present' && status.insertion === insertion;
      },
      exchange: (command) => {
        const asked = this.#link.ask((request) => ({ kind: 'transmit', request, insertion: servedInsertion, command }));
        const exchange = asked.then((reply) => reply.andThen(answerOf));
        underWay = exchange;
        return exchange;
      },
      powerOff: () => this.#powerOff(servedInsertion),
      abandon: () => void underWay.then(() => this.#powerOff(servedInsertion)),
    });
  }

  async #powerOff(insertion: number): Promise<void> {
    await this.#link.ask((request) => ({ kind: 'power-off', request, insertion }));
  }
}

/** Own numbers for the server's insertions: after a break of the link even the same card is another insertion. */
class InsertionNumbers {
  #served: number | undefined;
  #own = 0;

  renumber(status: ReaderStatus): ReaderStatus {
    if (status.kind === 'no-service' || status.kind === 'empty' || status.kind === 'no-reader')
      this.#served = undefined;
    return 'insertion' in status ? { ...status, insertion: this.numberOf(status.insertion) } : status;
  }

  numberOf(served: number): number {
    if (this.#served !== served) this.#own += 1;
    this.#served = served;
    return this.#own;
  }
}

function answerOf(reply: ReaderReply): Result<Uint8Array, ReaderError> {
  return reply.kind === 'answer' ? ok(reply.bytes) : err({ kind: 'answer-malformed' });
}
