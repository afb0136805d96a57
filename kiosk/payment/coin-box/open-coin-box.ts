import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { CollectOptions, Escrow, FeeCollector, FeeCollectorStatus, FeeError } from '../fee-collector.ts';
import { CoinBoxLine } from './coin-box-line.ts';
import { Collection } from './collection.ts';
import { COIN_BOX_DELAYS, type CoinBoxDelays } from './delays.ts';
import type { Answer, Asking, News } from './messages.ts';

export const CoinBoxConfigurationSchema = v.strictObject({
  host: v.pipe(v.string(), v.nonEmpty()),
  port: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535)),
});
export type CoinBoxConfiguration = v.InferOutput<typeof CoinBoxConfigurationSchema>;

/** The coin box on the line; reached in the background, again and again. Throws for an invalid configuration. */
export function openCoinBox(
  configuration: CoinBoxConfiguration,
  options: { readonly delays?: Partial<CoinBoxDelays> } = {},
): FeeCollector {
  const { host, port } = v.parse(CoinBoxConfigurationSchema, configuration);
  return new CoinBox({ host, port }, { ...COIN_BOX_DELAYS, ...options.delays });
}

class CoinBox implements FeeCollector {
  readonly #line: CoinBoxLine;
  readonly #delays: CoinBoxDelays;
  readonly #listeners = new Set<(status: FeeCollectorStatus) => void>();
  #status: FeeCollectorStatus = 'absent';
  #collection: Collection | undefined;
  #lastTransactionId: string | undefined;
  /** The last payment was of nothing: the box never heard of it, and there is nothing to move. */
  #freeTransactionId: string | undefined;

  constructor(address: { host: string; port: number }, delays: CoinBoxDelays) {
    this.#delays = delays;
    this.#line = new CoinBoxLine(address, delays, {
      onNews: (news) => this.#onNews(news),
      onConnected: () => {
        this.#lookAtBox();
      },
      onLost: () => this.#setStatus('absent'),
    });
    this.#line.open();
  }

  status(): FeeCollectorStatus {
    return this.#status;
  }

  watch(listener: (status: FeeCollectorStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async collect(options: CollectOptions): ReturnType<FeeCollector['collect']> {
    if (this.#collection !== undefined) return err({ kind: 'busy' });
    const transactionId = options.transactionId ?? randomUUID();
    this.#lastTransactionId = transactionId;
    this.#freeTransactionId = options.dueYen === 0 ? transactionId : undefined;
    if (options.dueYen === 0) return ok({ insertedYen: 0, changeYen: 0 });
    const collection = new Collection({ ...options, transactionId }, this.#line, this.#delays);
    this.#collection = collection;
    if (this.#status !== 'ready') collection.onStatus(this.#status);
    try {
      return await collection.run();
    } finally {
      this.#collection = undefined;
    }
  }

  async keep(transactionId = this.#lastTransactionId): Promise<Result<void, FeeError>> {
    if (transactionId !== undefined && transactionId === this.#freeTransactionId) return ok();
    const kept = await this.#settle(transactionId, (id) => ({ ask: 'keep', transactionId: id }));
    return kept.andThen((answer) => (answer.answer === 'kept' ? ok() : refusal(answer)));
  }

  async giveBack(transactionId?: string): Promise<Result<{ returnedYen: number }, FeeError>> {
    const id = transactionId ?? (await this.#openTransactionId()) ?? this.#lastTransactionId;
    if (id === undefined || id === this.#freeTransactionId) return ok({ returnedYen: 0 });
    const returned = await this.#settle(id, (known) => ({ ask: 'give-back', transactionId: known }));
    return returned.andThen((answer) =>
      answer.answer === 'given-back' ? ok({ returnedYen: answer.returnedYen }) : refusal(answer),
    );
  }

  async refund(yen: number, transactionId = this.#lastTransactionId): Promise<Result<void, FeeError>> {
    const refunded = await this.#settle(transactionId, (id) => ({ ask: 'refund', transactionId: id, yen }));
    return refunded.andThen((answer) => (answer.answer === 'refunded' ? ok() : refusal(answer)));
  }

  async escrow(): Promise<Result<Escrow, FeeError>> {
    const answer = await this.#line.ask({ ask: 'escrow' });
    return answer.andThen((known) =>
      known.answer === 'escrow'
        ? ok({ escrowYen: known.escrowYen, transactionId: known.transactionId })
        : refusal(known),
    );
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#collection?.abandon();
    await this.#collection?.ended;
    this.#line.close();
  }

  /** Asked again after a lost connection: the box does each of these once in a transaction's life. */
  async #settle(transactionId: string | undefined, asking: (id: string) => Asking): Promise<Result<Answer, FeeError>> {
    if (transactionId === undefined) return err({ kind: 'refused', reason: 'unknown-transaction' });
    const first = await this.#line.ask(asking(transactionId));
    return first.isErr() ? this.#line.ask(asking(transactionId)) : first;
  }

  async #openTransactionId(): Promise<string | undefined> {
    const escrow = await this.escrow();
    return escrow.isOk() ? (escrow.value.transactionId ?? undefined) : undefined;
  }

  async #lookAtBox(): Promise<void> {
    const answer = await this.#line.ask({ ask: 'status' });
    if (answer.isErr() || answer.value.answer !== 'status') return;
    this.#setFaults(answer.value.faults);
    this.#collection?.resume();
  }

  #onNews(news: News): void {
    if (news.news === 'faults') this.#setFaults(news.faults);
    else this.#collection?.onInserted(news.transactionId, news.insertedYen);
  }

  #setFaults(faults: readonly string[]): void {
    this.#setStatus(faults.length === 0 ? 'ready' : 'attention');
  }

  #setStatus(status: FeeCollectorStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#collection?.onStatus(status);
    for (const listener of this.#listeners) listener(status);
  }
}

/** An answer of another kind than the question's is either a refusal or nonsense. */
function refusal(answer: Answer): Result<never, FeeError> {
  return err({ kind: 'refused', reason: answer.answer === 'refused' ? answer.reason : 'malformed' });
}
