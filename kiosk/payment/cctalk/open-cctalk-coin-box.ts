import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from 'neverthrow';
import type { SupplyWarning } from '../../../server-bridge/protocol/index.ts';
import type { CoinBox } from '../coin-box.ts';
import type { Collected, CollectOptions, Escrow, FeeCollectorStatus, FeeError, FeeRefusal } from '../fee-collector.ts';
import { type LedgerError, type LedgerFile, openLedgerFile } from '../ledger/ledger-file.ts';
import { StatusBoard } from '../status-board.ts';
import { type BoxParts, statusOfParts, warningsOfParts } from './condition.ts';
import type { CcTalkConfiguration } from './configuration.ts';
import { CCTALK_DELAYS, type CcTalkDelays } from './delays.ts';
import { MoneyBook, youngest } from './money-book.ts';
import { type MoneyEntry, MoneyEntrySchema } from './money-entries.ts';
import { payOut, type Till, write } from './payout.ts';
import { openSerialLine } from './serial-line.ts';
import { SlotPayment } from './slot.ts';
import { type OpenLine, Supervisor } from './supervisor.ts';

/** So many payments are remembered across restarts: asking again for one of them moves nothing twice. */
const REMEMBERED_PAYMENTS = 200;
const ENTRIES_BEFORE_CLEANING = 4_000;

export type CcTalkOptions = {
  readonly stateDirectory: string;
  readonly delays?: Partial<CcTalkDelays>;
  /** The wire; a serial device unless a test says otherwise. */
  readonly openLine?: OpenLine;
};

/**
 * A coin box of ccTalk devices. Coins that were accepted are in the box already: escrow is what the ledger says was taken and is
 * not settled, and giving it back pays the same sum out of the hoppers.
 */
export function openCcTalkCoinBox(
  configuration: CcTalkConfiguration,
  options: CcTalkOptions,
): Result<CoinBox, LedgerError> {
  const path = join(options.stateDirectory, 'coin-box-ledger.jsonl');
  return openLedgerFile(path, MoneyEntrySchema).andThen((file) =>
    file
      .rewrite(youngest(file.entries, REMEMBERED_PAYMENTS))
      .map(() => new CcTalkCoinBox(configuration, file, options)),
  );
}

class CcTalkCoinBox implements CoinBox {
  readonly #delays: CcTalkDelays;
  readonly #till: Till;
  readonly #supervisor: Supervisor;
  readonly #board = new StatusBoard<FeeCollectorStatus>('absent');
  readonly #warningsBoard = new StatusBoard('');
  readonly #closed = new AbortController();
  #doubt = false;
  #slot: SlotPayment | null = null;
  #collecting: Promise<unknown> = Promise.resolve();
  #moving: Promise<unknown> = Promise.resolve();
  #lastId: string | undefined;
  #freeId: string | undefined;

  constructor(configuration: CcTalkConfiguration, file: LedgerFile<MoneyEntry>, options: CcTalkOptions) {
    this.#delays = { ...CCTALK_DELAYS, ...options.delays };
    const book = new MoneyBook(file.entries);
    this.#supervisor = new Supervisor({
      configuration,
      delays: this.#delays,
      openLine: options.openLine ?? (() => openSerialLine(configuration.path)),
      eventCounter: book.lastId === null || this.#settled(book, book.lastId) ? null : book.eventCounter,
      listener: {
        onCoins: (yen, eventCounter) => this.#onCoins(yen, eventCounter),
        onDoubt: () => {
          this.#doubt = true;
          this.#refresh();
        },
        onAcceptorBack: () => {
          this.#doubt = false;
          this.#refresh();
        },
        onChange: () => this.#refresh(),
      },
    });
    this.#till = { file, book, hoppers: this.#supervisor.hoppers };
    this.#supervisor.start();
  }

  status(): FeeCollectorStatus {
    return this.#board.status;
  }

  looked(): boolean {
    return this.#supervisor.looked;
  }

  warnings(): readonly SupplyWarning[] {
    return warningsOfParts(this.#parts());
  }

  watch(listener: (status: FeeCollectorStatus) => void): () => void {
    const stops = [this.#board.watch(listener), this.#warningsBoard.watch(() => listener(this.#board.status))];
    return () => {
      for (const stop of stops) stop();
    };
  }

  collect(options: CollectOptions): Promise<Result<Collected, FeeError>> {
    if (this.#slot !== null) return Promise.resolve(err({ kind: 'busy' }));
    const transactionId = options.transactionId ?? randomUUID();
    this.#lastId = transactionId;
    this.#freeId = options.dueYen === 0 ? transactionId : undefined;
    if (options.dueYen === 0) return Promise.resolve(ok({ insertedYen: 0, changeYen: 0, means: 'coins' }));
    const admitted = this.#till.book.admits(transactionId, options.dueYen);
    if (admitted.isErr()) return Promise.resolve(refused(admitted.error));
    const slot = new SlotPayment({
      options,
      transactionId,
      insertedYen: this.#till.book.payment(transactionId)?.insertedYen ?? 0,
      limitMs: this.#delays.collectLimitMs,
      closed: this.#closed.signal,
    });
    this.#slot = slot;
    const collected = this.#collect(slot, options.dueYen).finally(() => {
      this.#slot = null;
    });
    this.#collecting = collected;
    return collected;
  }

  keep(transactionId = this.#lastId): Promise<Result<void, FeeError>> {
    return this.#move(transactionId, async (id) => {
      const payment = this.#till.book.payment(id);
      if (payment === undefined) return refused('unknown-transaction');
      if (payment.state === 'returned' || payment.state === 'by-hand') return refused('already-returned');
      const changeYen = payment.insertedYen - payment.dueYen;
      if (payment.state === 'open' && changeYen < 0) return refused('not-paid');
      return await payOut(this.#till, id, 'change', changeYen);
    });
  }

  async giveBack(transactionId?: string): Promise<Result<{ returnedYen: number }, FeeError>> {
    const wanted = transactionId ?? this.#till.book.escrow.transactionId ?? this.#lastId;
    if (wanted === undefined) return ok({ returnedYen: 0 });
    const returned = await this.#move(wanted, async (id) => {
      const payment = this.#till.book.payment(id);
      if (payment === undefined) return refused('unknown-transaction');
      if (payment.state === 'kept') return refused('already-kept');
      if (payment.state === 'by-hand') return ok();
      return await payOut(this.#till, id, 'give-back', payment.insertedYen);
    });
    return returned.map(() => ({ returnedYen: this.#till.book.payment(wanted)?.payouts['give-back']?.paidYen ?? 0 }));
  }

  refund(yen: number, transactionId = this.#lastId): Promise<Result<void, FeeError>> {
    return this.#move(transactionId, async (id) => {
      const payment = this.#till.book.payment(id);
      if (payment === undefined) return refused('unknown-transaction');
      if (payment.state === 'open') return refused('not-paid');
      if (payment.state !== 'kept') return refused('already-returned');
      if (payment.payouts.refund !== undefined && payment.payouts.refund.yen !== yen)
        return refused('different-amount');
      if (yen > payment.dueYen) return refused('too-much');
      return await payOut(this.#till, id, 'refund', yen);
    });
  }

  settledByHand(transactionId: string): Promise<Result<void, FeeError>> {
    return this.#move(transactionId, (id) => {
      if (this.#till.book.payment(id) === undefined) return Promise.resolve(refused('unknown-transaction'));
      return Promise.resolve(write(this.#till, { phase: 'by-hand', transactionId: id }));
    });
  }

  escrow(): Promise<Result<Escrow, FeeError>> {
    return Promise.resolve(ok(this.#till.book.escrow));
  }

  async close(): Promise<void> {
    this.#board.clear();
    this.#warningsBoard.clear();
    this.#closed.abort();
    await this.#collecting;
    await this.#moving;
    await this.#supervisor.close();
    this.#till.file.close();
  }

  async #collect(slot: SlotPayment, dueYen: number): Promise<Result<Collected, FeeError>> {
    const { transactionId } = slot;
    if (!(await this.#reachable())) {
      slot.fail({ kind: 'offline', cause: 'no coin acceptor' });
      return await slot.ended;
    }
    const { file } = this.#till;
    if (file.entries.length > ENTRIES_BEFORE_CLEANING) {
      const cleaned = file.rewrite(youngest(file.entries, REMEMBERED_PAYMENTS));
      if (cleaned.isErr()) this.#doubt = true;
    }
    const { eventCounter } = this.#supervisor;
    const written = write(this.#till, { phase: 'collecting', transactionId, dueYen, eventCounter });
    if (written.isErr()) {
      slot.fail(written.error);
      return await slot.ended;
    }
    if (this.#board.status !== 'ready') slot.onStatus(this.#board.status);
    if (slot.insertedYen < dueYen) await this.#supervisor.openSlot();
    const ended = await slot.ended;
    await this.#closeSlot();
    // A coin may have fallen in after the end was reached: the last word is the ledger's.
    const insertedYen = this.#till.book.payment(transactionId)?.insertedYen ?? 0;
    return ended
      .map((collected) => ({ ...collected, insertedYen, changeYen: insertedYen - dueYen }))
      .mapErr((error) => ('insertedYen' in error ? { ...error, insertedYen } : error));
  }

  /** The slot is closed, and what was on its way through it is counted, before anybody hears of the end. */
  async #closeSlot(): Promise<void> {
    if (!(await this.#supervisor.closeSlot())) return;
    await sleep(this.#delays.coinInFlightMs);
    await this.#supervisor.poll();
  }

  async #reachable(): Promise<boolean> {
    for (let waitedMs = 0; !this.#supervisor.watching; waitedMs += this.#delays.pollMs) {
      if (waitedMs >= this.#delays.awayLimitMs || this.#closed.signal.aborted) return false;
      await sleep(this.#delays.pollMs);
    }
    return true;
  }

  #onCoins(yen: readonly number[], eventCounter: number): void {
    const { book } = this.#till;
    const sumYen = yen.reduce((sum, each) => sum + each, 0);
    // Coins for a payment that is over belong to nobody we know: they lie in escrow
    // under a name of their own, and go straight back.
    const open =
      this.#slot?.transactionId ?? (book.lastId !== null && !this.#settled(book, book.lastId) ? book.lastId : null);
    const transactionId = open ?? `stray-${randomUUID()}`;
    const insertedYen = (book.payment(transactionId)?.insertedYen ?? 0) + sumYen;
    const entry = { phase: 'inserted', transactionId, insertedYen, eventCounter } as const;
    if (write(this.#till, entry).isErr()) {
      // The coin is in the box all the same. The next entry that can be written holds the whole sum.
      book.apply(entry);
      this.#doubt = true;
      this.#refresh();
    }
    if (this.#slot?.transactionId === transactionId) this.#slot.onInserted(insertedYen);
    if (open === null) void this.giveBack(transactionId);
  }

  #settled(book: MoneyBook, transactionId: string): boolean {
    return book.payment(transactionId)?.state !== 'open';
  }

  /** One movement of money at a time, whoever asks. */
  #move(
    transactionId: string | undefined,
    carryOut: (id: string) => Promise<Result<void, FeeError>>,
  ): Promise<Result<void, FeeError>> {
    if (transactionId === undefined) return Promise.resolve(refused('unknown-transaction'));
    if (transactionId === this.#freeId) return Promise.resolve(ok());
    const moved = this.#moving.then(async () => {
      if (this.#closed.signal.aborted) return err({ kind: 'offline', cause: 'closed' } as const);
      await this.#reachable();
      return await carryOut(transactionId);
    });
    this.#moving = moved.then(() => this.#refresh());
    return moved;
  }

  #parts(): BoxParts {
    const { acceptor, state, hoppers } = this.#supervisor;
    const doubt = this.#doubt || this.#till.book.uncertain;
    return { acceptor: state, acceptedYen: acceptor.acceptedYen, hoppers, doubt };
  }

  #refresh(): void {
    const status = statusOfParts(this.#parts());
    if (status !== this.#board.status) this.#slot?.onStatus(status);
    this.#board.set(status);
    this.#warningsBoard.set(this.warnings().join());
  }
}

function refused(reason: FeeRefusal): Result<never, FeeError> {
  return err({ kind: 'refused', reason });
}
