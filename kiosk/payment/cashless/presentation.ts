/** One payment waiting for a card, over lost lines. */
import { err, ok, type Result } from 'neverthrow';
import { attentionCause } from '../attention-cause.ts';
import type { CashlessStatus, Collected, CollectOptions, FeeError } from '../fee-collector.ts';
import type { JsonLine } from '../json-line/json-line.ts';
import type { CashlessAccount, CashlessAnswer, CashlessAsking, CashlessNews } from './messages.ts';

export type CashlessLine = JsonLine<CashlessAsking, CashlessAnswer, CashlessNews>;

export class Presentation {
  readonly transactionId: string;
  readonly #options: CollectOptions;
  readonly #line: CashlessLine;
  readonly #onPresented: (presented: boolean) => void;
  readonly #reached = Promise.withResolvers<Result<Collected, FeeError>>();
  #begun = false;
  #presented = false;
  #attention = false;

  constructor(o: {
    options: CollectOptions;
    transactionId: string;
    line: CashlessLine;
    onPresented: (presented: boolean) => void;
  }) {
    this.transactionId = o.transactionId;
    this.#options = o.options;
    this.#line = o.line;
    this.#onPresented = o.onPresented;
  }

  async run(limitMs: number, closed: AbortSignal): Promise<Result<Collected, FeeError>> {
    const signals = [closed, ...(this.#options.signal ? [this.#options.signal] : [])];
    const cancel = (): void => this.#reached.resolve(err({ kind: 'cancelled', insertedYen: 0 }));
    const timer = setTimeout(() => this.#reached.resolve(err({ kind: 'timed-out', insertedYen: 0 })), limitMs);
    for (const signal of signals) {
      if (signal.aborted) cancel();
      signal.addEventListener('abort', cancel);
    }
    try {
      void this.#authorise();
      const ended = await this.#reached.promise;
      return ended.isOk() ? ended : await this.#stop(ended.error);
    } finally {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', cancel);
    }
  }

  onAccount(account: CashlessAccount): void {
    if (account.transactionId !== this.transactionId) return;
    this.#begun ||= account.state !== 'unknown';
    const presented = account.state === 'presented';
    if (presented !== this.#presented) this.#onPresented(presented);
    this.#presented = presented;
    if (account.state !== 'authorised') return;
    const insertedYen = account.authorisedYen;
    this.#options.onEvent({ kind: 'inserted', insertedYen });
    this.#reached.resolve(ok({ insertedYen, changeYen: 0, means: 'cashless' }));
  }

  onStatus(status: CashlessStatus): void {
    if (status !== 'ready') this.#options.onEvent({ kind: 'attention', cause: attentionCause(status) });
    else if (this.#attention) this.#options.onEvent({ kind: 'attention-cleared' });
    this.#attention = status !== 'ready';
  }

  /** The terminal is back: what it did meanwhile is asked for. Only what it has never heard of is begun. */
  async resume(): Promise<void> {
    const known = await this.#line.ask({ ask: 'transaction', transactionId: this.transactionId });
    if (known.isErr() || known.value.answer !== 'transaction') return;
    if (known.value.state === 'unknown') await this.#authorise();
    else this.onAccount(known.value);
  }

  async #authorise(): Promise<void> {
    const { dueYen } = this.#options;
    const answer = await this.#line.ask({ ask: 'authorise', transactionId: this.transactionId, dueYen });
    if (answer.isErr()) {
      // Once begun, a lost line is no end: the answer is asked for when the terminal is back.
      if (!this.#begun) this.#reached.resolve(err(answer.error));
    } else if (answer.value.answer === 'transaction') this.onAccount(answer.value);
    else if (answer.value.answer === 'refused') {
      this.#reached.resolve(err({ kind: 'refused', reason: answer.value.reason }));
    } else this.#reached.resolve(err({ kind: 'refused', reason: 'malformed' }));
  }

  /** The terminal takes no card any more before the caller hears of the end; a card may have come first. */
  async #stop(error: FeeError): Promise<Result<Collected, FeeError>> {
    const stopped = await this.#line.ask({ ask: 'stop', transactionId: this.transactionId });
    if (error.kind !== 'cancelled' && error.kind !== 'timed-out') return err(error);
    if (stopped.isErr() || stopped.value.answer !== 'transaction') return err({ ...error, unheard: true });
    const { state, authorisedYen } = stopped.value;
    return err({ ...error, insertedYen: state === 'authorised' ? authorisedYen : 0 });
  }
}
