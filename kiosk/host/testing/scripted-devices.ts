/** Devices that do what a test says: each a value to set and a list of whoever watches it. */
import { err, ok, type Result } from 'neverthrow';
import type { CardReader, ReaderStatus } from '../../../card-reader/index.ts';
import type { PagePrinter, PagePrinterStatus, ReceiptPrinter, ReceiptPrinterStatus } from '../../../printing/index.ts';
import type { SupplyWarning } from '../../../server-bridge/index.ts';
import type { AudioJack } from '../../audio-jack/index.ts';
import type { KeySwitch } from '../../key-switch/index.ts';
import type { FeeDesk, FeeError } from '../../payment/index.ts';

/** One value that others watch. */
function watched<T>(first: T) {
  const listeners = new Set<(value: T) => void>();
  let value = first;
  return {
    get: () => value,
    set(next: T): void {
      value = next;
      for (const listener of [...listeners]) listener(next);
    },
    watch(listener: (value: T) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const READY: Extract<PagePrinterStatus, { kind: 'ready' }> = {
  kind: 'ready',
  warnings: [],
  consumables: { supplies: [], a4Sheets: 400, paperNearEnd: false },
};

export function scriptedReader() {
  const status = watched<ReaderStatus>({ kind: 'empty' });
  const reader: CardReader = {
    name: 'scripted',
    status: status.get,
    watch(listener) {
      listener(status.get());
      return status.watch(listener);
    },
    connect: () => Promise.resolve(err({ kind: 'no-card' as const })),
    close: () => Promise.resolve(),
  };
  return { reader, set: status.set };
}

export function scriptedPagePrinter() {
  const status = watched<PagePrinterStatus>(READY);
  const script = { printed: 0, cancelled: 0, fails: false, hangs: false };
  const pagePrinter: PagePrinter = {
    qualify: () => Promise.resolve(ok()),
    status: () => Promise.resolve(status.get()),
    watch(listener) {
      listener(status.get());
      return status.watch(listener);
    },
    async print(_, { signal }) {
      if (script.hangs) await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      if (script.hangs || script.fails) return err({ kind: 'busy' });
      script.printed += 1;
      return ok({ jobId: script.printed, sheets: 1 });
    },
    cancelOpenJobs() {
      script.cancelled += 1;
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  return { pagePrinter, set: status.set, script };
}

export function scriptedReceiptPrinter() {
  const script: { status: ReceiptPrinterStatus; printed: number } = {
    status: { kind: 'ready', paperNearEnd: false },
    printed: 0,
  };
  const receiptPrinter: ReceiptPrinter = {
    status: () => Promise.resolve(script.status),
    print() {
      script.printed += 1;
      return Promise.resolve(ok());
    },
    close: () => Promise.resolve(),
  };
  return { receiptPrinter, script };
}

/** A fee desk that keeps exact books; `offline` refuses everything and moves nothing. */
export function scriptedFee() {
  const status = watched<ReturnType<FeeDesk['status']>>('ready');
  const books = { escrowYen: 0, keptYen: 0, returnedYen: 0, byHand: 0 };
  const script: { offline: boolean; warnings: SupplyWarning[] } = { offline: false, warnings: [] };
  let open: { transactionId: string; insert: (yen: number) => void } | null = null;
  let owner: string | null = null;
  /** Moves the money of the transaction whose escrow is open, once. */
  const answer = <T>(id: string | undefined, move: () => T): Promise<Result<T, FeeError>> => {
    if (script.offline) return Promise.resolve(err({ kind: 'offline' }));
    if (id !== undefined && id !== owner)
      return Promise.resolve(err({ kind: 'refused', reason: 'unknown-transaction' }));
    const moved = move();
    owner = null;
    return Promise.resolve(ok(moved));
  };

  const fee: FeeDesk = {
    status: status.get,
    watch: (listener) => status.watch(listener),
    devices: () => ({ coinBox: status.get(), cashless: 'not-fitted' }),
    means: () => ['coins'],
    warnings: () => script.warnings,
    collect: ({ transactionId = '', dueYen, signal, onEvent }) =>
      new Promise((resolve) => {
        owner = transactionId;
        open = {
          transactionId,
          insert(yen) {
            books.escrowYen += yen;
            onEvent({ kind: 'inserted', insertedYen: books.escrowYen });
            if (books.escrowYen < dueYen) return;
            resolve(ok({ insertedYen: books.escrowYen, changeYen: books.escrowYen - dueYen, means: 'coins' }));
          },
        };
        signal?.addEventListener('abort', () => resolve(err({ kind: 'cancelled', insertedYen: books.escrowYen })));
      }),
    keep: (id) =>
      answer(id, () => {
        books.keptYen += books.escrowYen;
        books.escrowYen = 0;
      }),
    giveBack: (id) =>
      answer(id, () => {
        const returnedYen = books.escrowYen;
        books.returnedYen += returnedYen;
        books.escrowYen = 0;
        return { returnedYen };
      }),
    refund: () => answer(undefined, () => undefined),
    settledByHand: (id) =>
      answer(id, () => {
        books.byHand += 1;
        books.keptYen += books.escrowYen;
        books.escrowYen = 0;
      }),
    escrow: () =>
      Promise.resolve(
        script.offline ? err({ kind: 'offline' }) : ok({ escrowYen: books.escrowYen, transactionId: owner }),
      ),
    close: () => Promise.resolve(),
  };
  return {
    fee,
    books,
    script,
    set: status.set,
    /** Coins into the payment that is under way. */
    insert: (yen: number): void => open?.insert(yen),
  };
}

export function scriptedKeySwitch() {
  const status = watched<ReturnType<KeySwitch['status']>>('locked');
  const keySwitch: KeySwitch = { status: status.get, watch: status.watch, close: () => Promise.resolve() };
  return { keySwitch, turn: status.set };
}

export function scriptedAudioJack() {
  const status = watched<ReturnType<AudioJack['status']>>('out');
  const audioJack: AudioJack = { status: status.get, watch: status.watch, close: () => Promise.resolve() };
  return { audioJack, plug: status.set };
}
