/** Coin box and cashless terminal as one fee collector: each movement goes to whichever holds the money. */
import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { SupplyWarning } from '../../../server-bridge/protocol/index.ts';
import type { PaymentMeans } from '../../snapshot.ts';
import type { CashlessTerminal } from '../cashless/index.ts';
import type { CoinBox } from '../coin-box.ts';
import type {
  Collected,
  CollectOptions,
  Escrow,
  FeeCollector,
  FeeCollectorStatus,
  FeeError,
} from '../fee-collector.ts';
import type { FeeDesk } from '../fee-desk.ts';
import type { LedgerFile } from '../ledger/ledger-file.ts';
import { DeskBook, type DeskEntry } from './desk-book.ts';
import { Race } from './race.ts';

export type JoinedDeskParts = {
  readonly coinBox: CoinBox;
  readonly cashless: CashlessTerminal;
  readonly file: LedgerFile<DeskEntry>;
  /** The desk is ready while only the cashless terminal is. */
  readonly cashlessSuffices: boolean;
};

export class JoinedDesk implements FeeDesk {
  readonly #parts: JoinedDeskParts;
  readonly #book: DeskBook;
  #racing: Promise<unknown> | null = null;
  readonly #closed = new AbortController();
  #lastId: string | undefined;
  #freeId: string | undefined;

  constructor(parts: JoinedDeskParts) {
    this.#parts = parts;
    this.#book = new DeskBook(parts.file.entries);
  }

  status(): FeeCollectorStatus {
    const coinBox = this.#parts.coinBox.status();
    const alone = this.#parts.cashlessSuffices && this.#parts.cashless.status() === 'ready';
    return alone ? 'ready' : coinBox;
  }

  devices(): ReturnType<FeeDesk['devices']> {
    const { coinBox, cashless } = this.#parts;
    return {
      coinBox: coinBox.looked() ? coinBox.status() : 'unknown',
      cashless: cashless.looked() ? cashless.status() : 'unknown',
    };
  }

  means(): readonly PaymentMeans[] {
    const { coinBox, cashless } = this.#parts;
    return [
      ...(coinBox.status() === 'ready' ? (['coins'] as const) : []),
      ...(cashless.status() === 'ready' ? (['cashless'] as const) : []),
    ];
  }

  warnings(): readonly SupplyWarning[] {
    return this.#parts.coinBox.warnings();
  }

  watch(listener: (status: FeeCollectorStatus) => void): () => void {
    const tell = (): void => listener(this.status());
    const stops = [this.#parts.coinBox.watch(tell), this.#parts.cashless.watch(tell)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  collect(options: CollectOptions): Promise<Result<Collected, FeeError>> {
    if (this.#racing !== null) return Promise.resolve(err({ kind: 'busy' }));
    const transactionId = options.transactionId ?? randomUUID();
    this.#lastId = transactionId;
    this.#freeId = options.dueYen === 0 ? transactionId : undefined;
    if (options.dueYen === 0) return Promise.resolve(ok({ insertedYen: 0, changeYen: 0, means: 'coins' }));
    const paidWith = this.#book.payment(transactionId)?.paidWith ?? null;
    const collected = (paidWith === null ? this.#race(options, transactionId) : this.#again(options, paidWith)).finally(
      () => {
        this.#racing = null;
      },
    );
    this.#racing = collected;
    return collected;
  }

  async keep(transactionId = this.#lastId): Promise<Result<void, FeeError>> {
    if (transactionId === undefined) return err({ kind: 'refused', reason: 'unknown-transaction' });
    if (transactionId === this.#freeId) return ok();
    const kept = await this.#payer(transactionId).keep(transactionId);
    if (kept.isErr()) return kept;
    // The fee is kept and the change is out, whatever the other says. What it holds stays in escrow until it can go back.
    const others = await this.#returnOthers(transactionId);
    if (others.isOk()) this.#settled(transactionId);
    return ok();
  }

  async giveBack(transactionId?: string): Promise<Result<{ returnedYen: number }, FeeError>> {
    const id = transactionId ?? (await this.#openId()) ?? this.#lastId;
    if (id === undefined || id === this.#freeId) return ok({ returnedYen: 0 });
    const returned = await this.#payer(id).giveBack(id);
    const isShared = this.#otherHolders(id).length > 0;
    const first = isShared ? keptIsNotReturned(unknownIsNothing(returned)) : returned;
    if (first.isErr()) return first;
    const others = await this.#returnOthers(id);
    if (others.isErr()) return others;
    this.#settled(id);
    return ok({ returnedYen: first.value.returnedYen + others.value.returnedYen });
  }

  async refund(yen: number, transactionId = this.#lastId): Promise<Result<void, FeeError>> {
    if (transactionId === undefined) return err({ kind: 'refused', reason: 'unknown-transaction' });
    return await this.#payer(transactionId).refund(yen, transactionId);
  }

  async settledByHand(transactionId: string): Promise<Result<void, FeeError>> {
    const others = this.#otherHolders(transactionId);
    const settled = await this.#payer(transactionId).settledByHand(transactionId);
    if (settled.isErr() && (others.length === 0 || !isUnknown(settled.error))) return settled;
    for (const other of others) {
      const more = await other.settledByHand(transactionId);
      if (more.isErr() && !isUnknown(more.error)) return more;
    }
    this.#settled(transactionId);
    return ok();
  }

  async escrow(): Promise<Result<Escrow, FeeError>> {
    const coins = await this.#parts.coinBox.escrow();
    if (coins.isErr() || !this.#book.mayHold('cashless')) return coins;
    const cashless = await this.#parts.cashless.escrow();
    if (cashless.isErr()) return coins.value.escrowYen > 0 ? coins : cashless;
    const [first, second] = coins.value.escrowYen > 0 ? [coins.value, cashless.value] : [cashless.value, coins.value];
    const same = second.transactionId === first.transactionId;
    return ok({ ...first, escrowYen: first.escrowYen + (same ? second.escrowYen : 0) });
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#parts.coinBox.close();
    await this.#parts.cashless.close();
    await this.#racing;
    this.#parts.file.close();
  }

  async #race(options: CollectOptions, transactionId: string): Promise<Result<Collected, FeeError>> {
    const { coinBox, cashless } = this.#parts;
    const held = await this.escrow();
    if (held.isOk() && held.value.escrowYen > 0 && held.value.transactionId !== transactionId) {
      return err({ kind: 'refused', reason: 'escrow-open' });
    }
    const signal = AbortSignal.any([this.#closed.signal, ...(options.signal ? [options.signal] : [])]);
    const race = new Race(
      { ...options, transactionId, signal },
      {
        coinBox,
        cashless,
        onBegin: (means) => this.#write({ phase: 'begun', transactionId, means }),
        onEnd: (means, insertedYen) => {
          if (insertedYen === 0) this.#write({ phase: 'empty', transactionId, means });
        },
      },
    );
    const collected = await race.run();
    // Without this record a restart would not know which of two holders was paid with: then nothing is paid.
    if (collected.isOk() && !this.#write({ phase: 'paid', transactionId, means: collected.value.means })) {
      return err({ kind: 'cancelled', insertedYen: collected.value.insertedYen });
    }
    return collected;
  }

  /** A payment that was made already is asked for again: its device answers. */
  #again(options: CollectOptions, paidWith: PaymentMeans): Promise<Result<Collected, FeeError>> {
    return this.#device(paidWith).collect(options);
  }

  #device(means: PaymentMeans): FeeCollector {
    switch (means) {
      case 'coins':
        return this.#parts.coinBox;
      case 'cashless':
        return this.#parts.cashless;
      default: {
        const never: never = means;
        throw new Error(`Unknown means ${String(never)}`);
      }
    }
  }

  /** Who was paid, or who holds the money; the coin box where nothing is written. */
  #payer(transactionId: string): FeeCollector {
    const payment = this.#book.payment(transactionId);
    return this.#device(payment?.paidWith ?? payment?.holders[0] ?? 'coins');
  }

  #otherHolders(transactionId: string): FeeCollector[] {
    const payer = this.#payer(transactionId);
    const holders = this.#book.payment(transactionId)?.holders ?? [];
    return holders.map((means) => this.#device(means)).filter((device) => device !== payer);
  }

  /** What lies with a device that the payment was not made with goes back. */
  async #returnOthers(transactionId: string): Promise<Result<{ returnedYen: number }, FeeError>> {
    let returnedYen = 0;
    for (const other of this.#otherHolders(transactionId)) {
      const returned = unknownIsNothing(await other.giveBack(transactionId));
      if (returned.isErr()) return returned;
      returnedYen += returned.value.returnedYen;
    }
    return ok({ returnedYen });
  }

  async #openId(): Promise<string | undefined> {
    const escrow = await this.escrow();
    return escrow.isOk() ? (escrow.value.transactionId ?? undefined) : undefined;
  }

  /** Only saves questions later: a record that cannot be written now costs nothing. */
  #settled(transactionId: string): void {
    if (this.#book.payment(transactionId)?.settled === false) this.#write({ phase: 'settled', transactionId });
  }

  #write(entry: DeskEntry): boolean {
    if (this.#parts.file.append(entry).isErr()) return false;
    this.#book.apply(entry);
    return true;
  }
}

function isUnknown(error: FeeError): boolean {
  return error.kind === 'refused' && error.reason === 'unknown-transaction';
}

/** A device that has never heard of a payment holds nothing of it. */
function unknownIsNothing(
  returned: Result<{ returnedYen: number }, FeeError>,
): Result<{ returnedYen: number }, FeeError> {
  return returned.isErr() && isUnknown(returned.error) ? ok({ returnedYen: 0 }) : returned;
}

/** The payer has kept the fee; what another holds goes back all the same. */
function keptIsNotReturned(
  returned: Result<{ returnedYen: number }, FeeError>,
): Result<{ returnedYen: number }, FeeError> {
  const isKept = returned.isErr() && returned.error.kind === 'refused' && returned.error.reason === 'already-kept';
  return isKept ? ok({ returnedYen: 0 }) : returned;
}
