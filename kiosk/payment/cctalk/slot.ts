/** One payment at the slot: from the first coin to the sum due, over lost lines and resets. Knows no wire. */
import { err, ok, type Result } from 'neverthrow';
import { attentionCause } from '../attention-cause.ts';
import type { Collected, CollectOptions, FeeCollectorStatus, FeeError } from '../fee-collector.ts';

export class SlotPayment {
  readonly transactionId: string;
  readonly #options: CollectOptions;
  readonly #reached = Promise.withResolvers<Result<Collected, FeeError>>();
  readonly #stops: (() => void)[] = [];
  #insertedYen: number;
  #attention = false;

  constructor(o: {
    options: CollectOptions;
    transactionId: string;
    insertedYen: number;
    limitMs: number;
    closed: AbortSignal;
  }) {
    this.#options = o.options;
    this.transactionId = o.transactionId;
    this.#insertedYen = o.insertedYen;
    const timer = setTimeout(() => this.#end(err({ kind: 'timed-out', insertedYen: this.#insertedYen })), o.limitMs);
    this.#stops.push(() => clearTimeout(timer));
    const cancel = (): void => this.#end(err({ kind: 'cancelled', insertedYen: this.#insertedYen }));
    for (const signal of [o.closed, ...(o.options.signal ? [o.options.signal] : [])]) {
      if (signal.aborted) cancel();
      signal.addEventListener('abort', cancel);
      this.#stops.push(() => signal.removeEventListener('abort', cancel));
    }
    this.#check();
  }

  get insertedYen(): number {
    return this.#insertedYen;
  }

  /** Settles at the sum due, at the limit, or when the caller gives up. */
  get ended(): Promise<Result<Collected, FeeError>> {
    return this.#reached.promise;
  }

  onInserted(insertedYen: number): void {
    this.#insertedYen = insertedYen;
    this.#options.onEvent({ kind: 'inserted', insertedYen });
    this.#check();
  }

  onStatus(status: FeeCollectorStatus): void {
    if (status !== 'ready') this.#options.onEvent({ kind: 'attention', cause: attentionCause(status) });
    else if (this.#attention) this.#options.onEvent({ kind: 'attention-cleared' });
    this.#attention = status !== 'ready';
  }

  fail(error: FeeError): void {
    this.#end(err(error));
  }

  #check(): void {
    const changeYen = this.#insertedYen - this.#options.dueYen;
    if (changeYen >= 0) this.#end(ok({ insertedYen: this.#insertedYen, changeYen, means: 'coins' }));
  }

  #end(result: Result<Collected, FeeError>): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#reached.resolve(result);
  }
}
