/** One payment being taken: from the first coin to the sum due, over lost connections. */
import { err, ok, type Result } from 'neverthrow';
import { attentionCause } from '../attention-cause.ts';
import type { CollectOptions, FeeCollectorStatus, FeeError, Collected as Paid } from '../fee-collector.ts';
import type { CoinBoxLine } from './coin-box-line.ts';
import type { CoinBoxDelays } from './delays.ts';

type Collected = Result<Paid, FeeError>;

export class Collection {
  readonly #options: CollectOptions & { readonly transactionId: string };
  readonly #line: CoinBoxLine;
  readonly #delays: CoinBoxDelays;
  readonly #abandoned = new AbortController();
  readonly #reached = Promise.withResolvers<Collected>();
  #insertedYen = 0;
  #attention = false;
  #begun = false;
  #stopping = false;
  #ended: Promise<Collected> | undefined;

  constructor(options: CollectOptions & { readonly transactionId: string }, line: CoinBoxLine, delays: CoinBoxDelays) {
    this.#options = options;
    this.#line = line;
    this.#delays = delays;
  }

  get ended(): Promise<Collected> | undefined {
    return this.#ended;
  }

  run(): Promise<Collected> {
    this.#ended = this.#run();
    return this.#ended;
  }

  /** The collector is being closed. */
  abandon(): void {
    this.#abandoned.abort();
  }

  /** The box is back: it is told again what is being collected, and says what it has. */
  resume(): void {
    // Told to collect again after it was told to stop, it would take coins for nobody.
    if (this.#ended === undefined || this.#stopping) return;
    this.#begin().catch((cause) => this.#reached.reject(cause));
  }

  onInserted(transactionId: string, insertedYen: number): void {
    if (transactionId !== this.#options.transactionId) return;
    const more = insertedYen > this.#insertedYen;
    this.#insertedYen = insertedYen;
    if (more) this.#options.onEvent({ kind: 'inserted', insertedYen });
    const changeYen = insertedYen - this.#options.dueYen;
    if (changeYen >= 0) this.#reached.resolve(ok({ insertedYen, changeYen, means: 'coins' }));
  }

  onStatus(status: FeeCollectorStatus): void {
    if (status === 'ready') {
      if (this.#attention) this.#options.onEvent({ kind: 'attention-cleared' });
    } else {
      this.#options.onEvent({ kind: 'attention', cause: attentionCause(status) });
    }
    this.#attention = status !== 'ready';
  }

  async #run(): Promise<Collected> {
    const { signal } = this.#options;
    const signals = [this.#abandoned.signal, ...(signal ? [signal] : [])];
    const cancel = () => this.#reached.resolve(err({ kind: 'cancelled', insertedYen: this.#insertedYen }));
    const expire = () => this.#reached.resolve(err({ kind: 'timed-out', insertedYen: this.#insertedYen }));
    const timer = setTimeout(expire, this.#delays.collectLimitMs);
    for (const each of signals) {
      if (each.aborted) cancel();
      else each.addEventListener('abort', cancel);
    }
    try {
      this.#begin().catch((cause) => this.#reached.reject(cause));
      const collected = await this.#reached.promise;
      return collected.isOk() ? collected : await this.#stop(collected.error);
    } finally {
      clearTimeout(timer);
      for (const each of signals) each.removeEventListener('abort', cancel);
    }
  }

  async #begin(): Promise<void> {
    const { transactionId, dueYen } = this.#options;
    const answer = await this.#line.ask({ ask: 'collect', transactionId, dueYen });
    if (answer.isErr()) {
      // Once begun, a lost connection is no end of the payment: it goes on when the box is back.
      if (!this.#begun) this.#reached.resolve(err(answer.error));
      return;
    }
    if (answer.value.answer === 'collecting') {
      this.#begun = true;
      this.onInserted(transactionId, answer.value.insertedYen);
    } else if (answer.value.answer === 'refused') {
      this.#reached.resolve(err({ kind: 'refused', reason: answer.value.reason }));
    } else this.#reached.resolve(err({ kind: 'refused', reason: 'malformed' }));
  }

  /** The slot is closed before the caller hears of the end, so that the sum it hears of is the last word. */
  async #stop(error: FeeError): Promise<Collected> {
    this.#stopping = true;
    if (error.kind !== 'cancelled' && error.kind !== 'timed-out') return err(error);
    const answer = await this.#line.ask({ ask: 'stop', transactionId: this.#options.transactionId });
    if (answer.isErr() || answer.value.answer !== 'stopped') return err({ ...error, unheard: true });
    return err({ ...error, insertedYen: answer.value.insertedYen });
  }
}
