import { err, ok, type Result } from 'neverthrow';
import { guardChannel } from '../guarded-connection.ts';
import type { CallOptions, CardConnection, CardReader, ReaderError, ReaderStatus } from '../reader.ts';
import { StatusBoard } from '../status-board.ts';
import type { ReaderSlot } from './reader-slot.ts';

/** A {@link CardReader} straight onto a slot of this process: what every test of the rooms above uses. */
export class InProcessReader implements CardReader {
  readonly name: string;
  readonly #slot: ReaderSlot;
  readonly #user = Symbol('in-process reader');
  readonly #board: StatusBoard;
  readonly #stopWatching: () => void;
  #connection: CardConnection | undefined;
  #closed = false;

  constructor(name: string, slot: ReaderSlot) {
    this.name = name;
    this.#slot = slot;
    this.#board = new StatusBoard(slot.statusFor(this.#user));
    this.#stopWatching = slot.onChange(() => this.#board.set(slot.statusFor(this.#user)));
  }

  status(): ReaderStatus {
    return this.#board.status;
  }

  watch(listener: (status: ReaderStatus) => void): () => void {
    return this.#board.watch(listener);
  }

  connect(options: CallOptions = {}): Promise<Result<CardConnection, ReaderError>> {
    if (this.#closed) return Promise.resolve(err({ kind: 'closed' }));
    if (options.signal?.aborted === true) return Promise.resolve(err({ kind: 'aborted' }));
    return Promise.resolve(
      this.#slot.hold(this.#user).andThen((hold) => {
        this.#connection = guardChannel(hold);
        return ok(this.#connection);
      }),
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopWatching();
    this.#board.close();
    await this.#connection?.disconnect();
  }
}
