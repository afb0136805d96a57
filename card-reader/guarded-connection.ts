import { err, ok, type Result } from 'neverthrow';
import { withDeadline } from './deadline.ts';
import { type CallOptions, type CardConnection, READER_DELAYS, type ReaderError } from './reader.ts';

/**
 * What a back end offers for a card it holds. `exchange` may never settle: a silent card answers nobody, and PC/SC has
 * no time-out of its own. The guard below adds every rule that must hold whatever the back end is.
 */
export interface CardChannel {
  readonly insertion: number;
  readonly atr: Uint8Array;
  readonly extendedLength?: boolean;
  exchange(command: Uint8Array): Promise<Result<Uint8Array, ReaderError>>;
  /** False as soon as the card of this insertion is known to be gone. */
  isCurrent(): boolean;
  /** Ends the hold and powers the card off. */
  powerOff(): Promise<void>;
  /** Ends the hold although an exchange is still out: power off when it comes back, if it ever does. */
  abandon(): void;
}

/** An answer shorter than its status word: virtual and real readers give that when the card leaves in mid-answer. */
const SHORTEST_ANSWER = 2;

/**
 * Makes a {@link CardConnection} of a channel: one command at a time, a limit on each, late answers dropped and wiped,
 * and after the first failure nothing is sent any more.
 */
export function guardChannel(channel: CardChannel): CardConnection {
  return new GuardedConnection(channel);
}

class GuardedConnection implements CardConnection {
  readonly insertion: number;
  readonly atr: Uint8Array;
  readonly extendedLength: boolean;
  readonly #channel: CardChannel;
  #failure: ReaderError | undefined;
  #ended = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(channel: CardChannel) {
    this.#channel = channel;
    this.insertion = channel.insertion;
    this.atr = channel.atr;
    this.extendedLength = channel.extendedLength === true;
  }

  transmit(command: Uint8Array, options: CallOptions = {}): Promise<Result<Uint8Array, ReaderError>> {
    let begun = false;
    const mine = this.#turn.then(() => {
      begun = true;
      return this.#transmitNow(command, options);
    });
    this.#turn = mine;
    const { signal } = options;
    if (signal === undefined) return mine;
    // While the command waits for its turn nobody else listens to its signal; when the turn comes, it is not sent.
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        if (!begun) resolve(err({ kind: 'aborted' }));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      mine.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  async disconnect(): Promise<void> {
    this.#failure ??= { kind: 'closed' };
    // A command under way has its own limit, and settles before that.
    await this.#turn;
    if (this.#ended) return;
    this.#ended = true;
    await withDeadline(this.#channel.powerOff(), { timeoutMs: READER_DELAYS.powerOffTimeoutMs });
  }

  async #transmitNow(command: Uint8Array, options: CallOptions): Promise<Result<Uint8Array, ReaderError>> {
    const { timeoutMs = READER_DELAYS.apduTimeoutMs, signal } = options;
    if (this.#failure !== undefined) return err(this.#failure);
    if (signal?.aborted === true) return err({ kind: 'aborted' });
    if (!this.#channel.isCurrent()) return this.#fail({ kind: 'card-removed' });

    const exchange = this.#channel.exchange(command);
    const end = await withDeadline(exchange, { timeoutMs, signal });
    if (end.kind !== 'done') {
      this.#ended = true;
      this.#channel.abandon();
      void exchange.then((late) => late.map((answer) => answer.fill(0)));
      return this.#fail({ kind: end.kind === 'aborted' ? 'aborted' : 'card-silent' });
    }
    if (end.value.isErr()) return this.#fail(end.value.error);
    const answer = end.value.value;
    if (this.#channel.isCurrent() && answer.length >= SHORTEST_ANSWER) return ok(answer);
    answer.fill(0);
    return this.#fail({ kind: 'card-removed' });
  }

  #fail(failure: ReaderError): Result<never, ReaderError> {
    this.#failure ??= failure;
    return err(this.#failure);
  }
}
