import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { SupplyWarning } from '../../../server-bridge/protocol/index.ts';
import type { CoinBox } from '../coin-box.ts';
import type { CollectOptions, Escrow, FeeCollector, FeeCollectorStatus, FeeError } from '../fee-collector.ts';
import { JsonLine } from '../json-line/json-line.ts';
import { AddressEntries } from '../json-line/line-format.ts';
import { StatusBoard } from '../status-board.ts';
import type { CoinBoxLine } from './coin-box-line.ts';
import { Collection } from './collection.ts';
import { COIN_BOX_DELAYS, type CoinBoxDelays } from './delays.ts';
import {
  type Answer,
  type Asking,
  BoxMessageSchema,
  type CoinBoxFault,
  type CoinBoxSupply,
  type News,
} from './messages.ts';

export const CoinBoxConfigurationSchema = v.strictObject(AddressEntries);
export type CoinBoxConfiguration = v.InferOutput<typeof CoinBoxConfigurationSchema>;

/** The coin box on the line; reached in the background, again and again. Throws for an invalid configuration. */
export function openCoinBox(
  configuration: CoinBoxConfiguration,
  options: { readonly delays?: Partial<CoinBoxDelays> } = {},
): CoinBox {
  const { host, port } = v.parse(CoinBoxConfigurationSchema, configuration);
  return new CoinBoxClient({ host, port }, { ...COIN_BOX_DELAYS, ...options.delays });
}

class CoinBoxClient implements CoinBox {
  readonly #line: CoinBoxLine;
  readonly #delays: CoinBoxDelays;
  readonly #board = new StatusBoard<FeeCollectorStatus>('absent');
  readonly #warningsBoard = new StatusBoard('');
  #warnings: readonly SupplyWarning[] = [];
  #looked = false;
  readonly #firstLook: NodeJS.Timeout;
  #collection: Collection | undefined;
  #lastTransactionId: string | undefined;
  /** The last payment was of nothing: the box never heard of it, and there is nothing to move. */
  #freeTransactionId: string | undefined;

  constructor(address: { host: string; port: number }, delays: CoinBoxDelays) {
    this.#delays = delays;
    this.#line = new JsonLine<Asking, Answer, News>({
      address,
      delays,
      schema: BoxMessageSchema,
      aliveQuestion: { ask: 'status' },
      listener: {
        onNews: (news) => {
          if (news.news === 'state') this.#onState(news);
          else this.#collection?.onInserted(news.transactionId, news.insertedYen);
        },
        onAlive: (answer, first) => {
          if (answer.answer === 'status') this.#onState(answer);
          if (first) this.#collection?.resume();
        },
        onLost: () => this.#setStatus('absent'),
      },
    });
    this.#line.open();
    // A box that answers neither at once nor within the first limit has been looked for, and is absent.
    this.#firstLook = setTimeout(() => {
      this.#looked = true;
    }, delays.aliveLimitMs);
  }

  status(): FeeCollectorStatus {
    return this.#board.status;
  }

  looked(): boolean {
    return this.#looked;
  }

  warnings(): readonly SupplyWarning[] {
    return this.#warnings;
  }

  watch(listener: (status: FeeCollectorStatus) => void): () => void {
    const stops = [this.#board.watch(listener), this.#warningsBoard.watch(() => listener(this.#board.status))];
    return () => {
      for (const stop of stops) stop();
    };
  }

  async collect(options: CollectOptions): ReturnType<FeeCollector['collect']> {
    if (this.#collection !== undefined) return err({ kind: 'busy' });
    const transactionId = options.transactionId ?? randomUUID();
    this.#lastTransactionId = transactionId;
    this.#freeTransactionId = options.dueYen === 0 ? transactionId : undefined;
    if (options.dueYen === 0) return ok({ insertedYen: 0, changeYen: 0, means: 'coins' });
    const collection = new Collection({ ...options, transactionId }, this.#line, this.#delays);
    this.#collection = collection;
    if (this.#board.status !== 'ready') collection.onStatus(this.#board.status);
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

  async settledByHand(transactionId: string): Promise<Result<void, FeeError>> {
    if (transactionId === this.#freeTransactionId) return ok();
    const settled = await this.#settle(transactionId, (id) => ({ ask: 'settled-by-hand', transactionId: id }));
    return settled.andThen((answer) => (answer.answer === 'settled-by-hand' ? ok() : refusal(answer)));
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
    clearTimeout(this.#firstLook);
    this.#board.clear();
    this.#warningsBoard.clear();
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

  #onState(state: { readonly faults: readonly CoinBoxFault[]; readonly supplies: readonly CoinBoxSupply[] }): void {
    this.#looked = true;
    this.#warnings = [...state.supplies];
    // A jam stops coins from going in; no change only from coming out. The worse one is told.
    this.#setStatus(state.faults.includes('coin-jam') ? 'coin-jam' : (state.faults[0] ?? 'ready'));
    this.#warningsBoard.set(state.supplies.join());
  }

  #setStatus(status: FeeCollectorStatus): void {
    if (status === this.#board.status) return;
    this.#collection?.onStatus(status);
    this.#board.set(status);
  }
}

/** An answer of another kind than the question's is either a refusal or nonsense. */
function refusal(answer: Answer): Result<never, FeeError> {
  return err({ kind: 'refused', reason: answer.answer === 'refused' ? answer.reason : 'malformed' });
}
