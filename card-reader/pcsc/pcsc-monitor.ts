import { setTimeout as delay } from 'node:timers/promises';
import { withDeadline } from '../deadline.ts';
import { READER_DELAYS, type ReaderStatus } from '../reader.ts';
import { InsertionCounter, isReaderGone, statusOf } from './card-state.ts';
import { errorOf, PCSC } from './result-codes.ts';
import { type Context, PLUG_AND_PLAY, type Winscard } from './winscard.ts';

/** The calls of the service that following a reader needs. */
export type MonitorCalls = Pick<
  Winscard,
  'establishContext' | 'releaseContext' | 'listReaders' | 'statusChange' | 'cancel' | 'breakOff'
>;

/**
 * Follows one reader for as long as it is open: waits in the service for changes, looks, and tells the status. It has
 * a context of its own, so a card that hangs in another one does not hide it. After every loss it starts over.
 */
export class PcscMonitor {
  /** Settles after the first look, whatever it showed. */
  readonly firstLook: Promise<void>;
  readonly #load: () => MonitorCalls | undefined;
  readonly #readerName: string | undefined;
  readonly #tell: (status: ReaderStatus) => void;
  readonly #insertions = new InsertionCounter();
  readonly #closing = new AbortController();
  #ownUses = 0;
  #useChanges = 0;
  #reader: string | undefined;
  #usedBefore: string | undefined;
  #following: { winscard: MonitorCalls; context: Context } | undefined;
  #looked: () => void = () => undefined;
  readonly #running: Promise<void>;

  constructor(
    load: () => MonitorCalls | undefined,
    readerName: string | undefined,
    tell: (status: ReaderStatus) => void,
  ) {
    this.#load = load;
    this.#readerName = readerName;
    this.#tell = tell;
    this.firstLook = new Promise((resolve) => {
      this.#looked = resolve;
    });
    this.#running = this.#run();
  }

  get reader(): string | undefined {
    return this.#reader;
  }

  get insertion(): number | undefined {
    return this.#insertions.current;
  }

  /** From here until {@link endUse} the card is, or may be, held by this program itself. */
  beginUse(): void {
    this.#ownUses += 1;
    this.#useChanges += 1;
  }

  endUse(): void {
    this.#ownUses -= 1;
    this.#useChanges += 1;
  }

  /** Takes in a state that was read elsewhere, and gives the insertion it belongs to. */
  observe(state: number): number | undefined {
    this.#insertions.observe(state);
    this.#tell(statusOf(state, this.#insertions.current, true));
    return this.#insertions.current;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const following = this.#following;
    if (following !== undefined) {
      await following.winscard.cancel(following.context);
      const end = await withDeadline(this.#running, { timeoutMs: READER_DELAYS.statusPollMs });
      if (end.kind !== 'done') following.winscard.breakOff(following.context);
    }
    await this.#running;
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      await this.#followService();
      this.#lose({ kind: 'no-service' });
      if (!this.#closed)
        await delay(READER_DELAYS.reconnectMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  /** Until the service is lost. A context outlives no restart of the service, so a new one is made every time. */
  async #followService(): Promise<void> {
    const winscard = this.#load();
    if (winscard === undefined) return;
    const { code, context } = await winscard.establishContext();
    if (code !== PCSC.success) return;
    this.#following = { winscard, context };
    try {
      while (!this.#closed && (await this.#followReader(winscard, context)));
    } finally {
      this.#following = undefined;
      await winscard.releaseContext(context);
    }
  }

  /** Until the reader is lost; false when the service is. */
  async #followReader(winscard: MonitorCalls, context: Context): Promise<boolean> {
    const { code, readers } = await winscard.listReaders(context);
    if (code !== PCSC.success && errorOf(code).kind !== 'no-reader') return false;
    this.#reader = this.#choose(readers);
    if (this.#reader === undefined) {
      this.#lose({ kind: 'no-reader' });
      return isAlive(await this.#wait(winscard, context, [{ reader: PLUG_AND_PLAY, known: 0 }]));
    }
    for (let known = 0; !this.#closed; ) {
      const state = await this.#look(winscard, context, this.#reader);
      if (typeof state !== 'number') {
        // Back within the same moment or not: whatever lies on it then is another insertion.
        this.#insertions.lose();
        return state.serviceAlive;
      }
      known = state;
      const waited = await this.#wait(winscard, context, [
        { reader: this.#reader, known },
        { reader: PLUG_AND_PLAY, known: 0 },
      ]);
      if (!isAlive(waited)) return errorOf(waited).kind === 'no-reader';
    }
    return true;
  }

  /** The configured reader or none. Without a name: the one used before, where it is there again, else the first. */
  #choose(readers: readonly string[]): string | undefined {
    const wanted = this.#readerName ?? this.#usedBefore;
    const found = readers.find((name) => name === wanted);
    const chosen = found ?? (this.#readerName === undefined ? readers[0] : undefined);
    this.#usedBefore = chosen ?? this.#usedBefore;
    return chosen;
  }

  async #look(winscard: MonitorCalls, context: Context, reader: string): Promise<number | { serviceAlive: boolean }> {
    const useChanges = this.#useChanges;
    const { code, states } = await winscard.statusChange(context, 0, [{ reader, known: 0 }]);
    const state = states[0]?.state;
    if (code !== PCSC.success || state === undefined) return { serviceAlive: errorOf(code).kind === 'no-reader' };
    if (isReaderGone(state)) return { serviceAlive: true };
    this.#insertions.observe(state);
    const heldByUs = this.#ownUses > 0 || useChanges !== this.#useChanges;
    this.#tell(statusOf(state, this.#insertions.current, heldByUs));
    this.#looked();
    return state;
  }

  async #wait(
    winscard: MonitorCalls,
    context: Context,
    queries: Parameters<MonitorCalls['statusChange']>[2],
  ): Promise<number> {
    if (this.#closed) return PCSC.cancelled;
    return (await winscard.statusChange(context, READER_DELAYS.statusPollMs, queries)).code;
  }

  #lose(status: ReaderStatus): void {
    this.#insertions.lose();
    this.#reader = status.kind === 'no-service' ? undefined : this.#reader;
    if (!this.#closed) this.#tell(status);
    this.#looked();
  }
}

/** A wait that ended with news, without news, or by our own cancel: the service is there. */
function isAlive(code: number): boolean {
  return code === PCSC.success || code === PCSC.timeout || code === PCSC.cancelled;
}
