import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { CashlessStatus, Collected, CollectOptions, Escrow, FeeCollector, FeeError } from '../fee-collector.ts';
import { LINE_DELAYS } from '../json-line/delays.ts';
import { JsonLine } from '../json-line/json-line.ts';
import { AddressEntries } from '../json-line/line-format.ts';
import { StatusBoard } from '../status-board.ts';
import {
  type CashlessAccount,
  type CashlessAnswer,
  type CashlessAsking,
  CashlessMessageSchema,
  type CashlessNews,
  type CashlessState,
} from './messages.ts';
import { type CashlessLine, Presentation } from './presentation.ts';

export const CASHLESS_DELAYS = {
  ...LINE_DELAYS,
  /** How long a payment may wait for a card. */
  collectLimitMs: 300_000,
};
export type CashlessDelays = Readonly<typeof CASHLESS_DELAYS>;

const CashlessConfigurationSchema = v.strictObject(AddressEntries);

export interface CashlessTerminal extends FeeCollector {
  status(): CashlessStatus;
  looked(): boolean;
  /** A card is at the terminal and being decided upon, or no longer so. */
  onPresented(listener: (presented: boolean) => void): () => void;
}

/** The cashless terminal on the line: authorised is escrow, captured is kept, voided is given back. */
export function openCashlessTerminal(
  configuration: v.InferOutput<typeof CashlessConfigurationSchema>,
  options: { readonly delays?: Partial<CashlessDelays> } = {},
): CashlessTerminal {
  const address = v.parse(CashlessConfigurationSchema, configuration);
  return new Terminal(address, { ...CASHLESS_DELAYS, ...options.delays });
}

class Terminal implements CashlessTerminal {
  readonly #line: CashlessLine;
  readonly #delays: CashlessDelays;
  readonly #board = new StatusBoard<CashlessStatus>('absent');
  readonly #presented = new StatusBoard(false);
  readonly #closed = new AbortController();
  readonly #firstLook: NodeJS.Timeout;
  #looked = false;
  #presentation: Presentation | null = null;
  #collecting: Promise<unknown> = Promise.resolve();
  #lastId: string | undefined;
  #freeId: string | undefined;

  constructor(address: { host: string; port: number }, delays: CashlessDelays) {
    this.#delays = delays;
    this.#line = new JsonLine<CashlessAsking, CashlessAnswer, CashlessNews>({
      address,
      delays,
      schema: CashlessMessageSchema,
      aliveQuestion: { ask: 'status' },
      listener: {
        onNews: (news) => {
          if (news.news === 'state') this.#setStatus(news.fault === 'none' ? 'ready' : 'attention');
          else this.#presentation?.onAccount(news);
        },
        onAlive: (answer, first) => {
          if (answer.answer === 'status') this.#setStatus(answer.fault === 'none' ? 'ready' : 'attention');
          if (first) void this.#presentation?.resume();
        },
        onLost: () => this.#setStatus('absent'),
      },
    });
    this.#line.open();
    this.#firstLook = setTimeout(() => {
      this.#looked = true;
    }, delays.aliveLimitMs);
  }

  status(): CashlessStatus {
    return this.#board.status;
  }

  looked(): boolean {
    return this.#looked;
  }

  watch(listener: (status: CashlessStatus) => void): () => void {
    return this.#board.watch(listener);
  }

  onPresented(listener: (presented: boolean) => void): () => void {
    return this.#presented.watch(listener);
  }

  collect(options: CollectOptions): Promise<Result<Collected, FeeError>> {
    if (this.#presentation !== null) return Promise.resolve(err({ kind: 'busy' }));
    const transactionId = options.transactionId ?? randomUUID();
    this.#lastId = transactionId;
    this.#freeId = options.dueYen === 0 ? transactionId : undefined;
    if (options.dueYen === 0) return Promise.resolve(ok({ insertedYen: 0, changeYen: 0, means: 'cashless' }));
    const onPresented = (presented: boolean): void => {
      this.#presented.set(presented);
    };
    const presentation = new Presentation({ options, transactionId, line: this.#line, onPresented });
    this.#presentation = presentation;
    if (this.#board.status !== 'ready') presentation.onStatus(this.#board.status);
    const collected = presentation.run(this.#delays.collectLimitMs, this.#closed.signal).finally(() => {
      this.#presentation = null;
      this.#presented.set(false);
    });
    this.#collecting = collected;
    return collected;
  }

  async keep(transactionId = this.#lastId): Promise<Result<void, FeeError>> {
    const captured = await this.#settle(transactionId, 'captured', (id) => ({ ask: 'capture', transactionId: id }));
    return captured.map((): void => undefined);
  }

  async giveBack(transactionId?: string): Promise<Result<{ returnedYen: number }, FeeError>> {
    const id = transactionId ?? (await this.escrow()).unwrapOr({ transactionId: null }).transactionId ?? this.#lastId;
    if (id === undefined || id === this.#freeId) return ok({ returnedYen: 0 });
    const voided = await this.#settle(id, 'voided', (known) => ({ ask: 'void', transactionId: known }));
    return voided.map((account) => ({ returnedYen: account?.state === 'voided' ? account.authorisedYen : 0 }));
  }

  async refund(yen: number, transactionId = this.#lastId): Promise<Result<void, FeeError>> {
    const refunded = await this.#settle(transactionId, 'captured', (id) => ({ ask: 'refund', transactionId: id, yen }));
    return refunded.map((): void => undefined);
  }

  async settledByHand(transactionId: string): Promise<Result<void, FeeError>> {
    const settled = await this.#settle(transactionId, 'any', (id) => ({ ask: 'settled-by-hand', transactionId: id }));
    return settled.map((): void => undefined);
  }

  async escrow(): Promise<Result<Escrow, FeeError>> {
    const answer = await this.#line.ask({ ask: 'held' });
    return answer.andThen((held) =>
      held.answer === 'held' ? ok({ escrowYen: held.heldYen, transactionId: held.transactionId }) : refusal(held),
    );
  }

  async close(): Promise<void> {
    clearTimeout(this.#firstLook);
    this.#board.clear();
    this.#presented.clear();
    this.#closed.abort();
    await this.#collecting;
    this.#line.close();
  }

  /** Said again after a lost answer: the terminal does each of these once in a transaction's life. */
  async #settle(
    transactionId: string | undefined,
    expected: CashlessState | 'any',
    asking: (id: string) => CashlessAsking,
  ): Promise<Result<CashlessAccount | null, FeeError>> {
    if (transactionId === undefined) return err({ kind: 'refused', reason: 'unknown-transaction' });
    if (transactionId === this.#freeId) return ok(null);
    const first = await this.#line.ask(asking(transactionId));
    const answer = first.isErr() ? await this.#line.ask(asking(transactionId)) : first;
    return answer.andThen((account) =>
      account.answer === 'transaction' &&
      (account.state === expected || account.state === 'by-hand' || expected === 'any')
        ? ok(account)
        : refusal(account),
    );
  }

  #setStatus(status: CashlessStatus): void {
    this.#looked = true;
    if (status === this.#board.status) return;
    this.#presentation?.onStatus(status);
    this.#board.set(status);
  }
}

/** An answer of another kind than the question's is either a refusal or nonsense. */
function refusal(answer: CashlessAnswer): Result<never, FeeError> {
  return err({ kind: 'refused', reason: answer.answer === 'refused' ? answer.reason : 'malformed' });
}
