import { err, ok, type Result } from 'neverthrow';
import { withDeadline } from '../deadline.ts';
import { type CardChannel, guardChannel } from '../guarded-connection.ts';
import {
  type CallOptions,
  type CardConnection,
  type CardReader,
  READER_DELAYS,
  type ReaderError,
  type ReaderStatus,
} from '../reader.ts';
import { StatusBoard } from '../status-board.ts';
import { PcscMonitor } from './pcsc-monitor.ts';
import { errorOf, PCSC } from './result-codes.ts';
import { loadWinscard, type Winscard } from './winscard.ts';

/** Opens a reader of the PC/SC service and looks at it once. */
export async function openPcscReader(options: { socketPath?: string; readerName?: string }): Promise<CardReader> {
  const reader = new PcscReader(options);
  await reader.firstLook();
  return reader;
}

class PcscReader implements CardReader {
  readonly #board = new StatusBoard({ kind: 'no-service' });
  readonly #monitor: PcscMonitor;
  readonly #load: () => Winscard | undefined;
  readonly #readerName: string | undefined;
  /** Insertion on which a native call is still out after its limit: the service would only hang again. */
  #silentInsertion: number | undefined;
  #connection: CardConnection | undefined;
  #closed = false;

  constructor(options: { socketPath?: string; readerName?: string }) {
    this.#readerName = options.readerName;
    this.#load = () => loadWinscard(options.socketPath);
    this.#monitor = new PcscMonitor(this.#load, options.readerName, (status) => this.#board.set(status));
  }

  get name(): string {
    return this.#monitor.reader ?? this.#readerName ?? 'PC/SC reader';
  }

  async firstLook(): Promise<void> {
    await withDeadline(this.#monitor.firstLook, { timeoutMs: READER_DELAYS.openTimeoutMs });
  }

  status(): ReaderStatus {
    return this.#board.status;
  }

  watch(listener: (status: ReaderStatus) => void): () => void {
    return this.#board.watch(listener);
  }

  async connect(options: CallOptions = {}): Promise<Result<CardConnection, ReaderError>> {
    const { timeoutMs = READER_DELAYS.connectTimeoutMs, signal } = options;
    if (this.#closed) return err({ kind: 'closed' });
    if (signal?.aborted === true) return err({ kind: 'aborted' });
    const winscard = this.#load();
    if (winscard === undefined || this.#board.status.kind === 'no-service') return err({ kind: 'no-service' });
    const reader = this.#monitor.reader;
    if (reader === undefined) return err({ kind: 'no-reader' });
    const lying = this.#monitor.insertion;
    if (lying !== undefined && lying === this.#silentInsertion) return err({ kind: 'card-silent' });

    this.#monitor.beginUse();
    const opening = this.#openChannel(winscard, reader);
    const end = await withDeadline(opening, { timeoutMs, signal });
    if (end.kind !== 'done') {
      this.#silentInsertion = lying;
      void opening.then((late) => {
        this.#silentInsertion = undefined;
        if (late.isOk()) void late.value.powerOff();
      });
      return err({ kind: end.kind === 'aborted' ? 'aborted' : 'card-silent' });
    }
    return end.value.map((channel) => {
      this.#connection = guardChannel(channel);
      return this.#connection;
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#connection?.disconnect();
    await withDeadline(this.#monitor.close(), { timeoutMs: READER_DELAYS.openTimeoutMs });
    this.#board.close();
  }

  /** Every connection has a context of its own: while one hangs, the others still answer. */
  async #openChannel(winscard: Winscard, reader: string): Promise<Result<CardChannel, ReaderError>> {
    const { code, context } = await winscard.establishContext();
    if (code !== PCSC.success) {
      this.#monitor.endUse();
      return err(errorOf(code));
    }
    const giveUp = async (error: ReaderError): Promise<Result<CardChannel, ReaderError>> => {
      await winscard.releaseContext(context);
      this.#monitor.endUse();
      return err(error);
    };
    const connected = await winscard.connect(context, reader);
    if (connected.code !== PCSC.success) return giveUp(errorOf(connected.code));
    const { card, protocol } = connected;

    // Which insertion is this? The card may have been changed between the last look and now.
    const look = await winscard.statusChange(context, 0, [{ reader, known: 0 }]);
    const state = look.states[0];
    const insertion = state === undefined ? undefined : this.#monitor.observe(state.state);
    if (look.code !== PCSC.success || state === undefined || insertion === undefined) {
      await winscard.disconnect(card);
      return giveUp({ kind: 'card-removed', code: look.code });
    }

    let underWay: Promise<unknown> = Promise.resolve();
    let ended = false;
    const powerOff = async (): Promise<void> => {
      if (ended) return;
      ended = true;
      await winscard.disconnect(card);
      await winscard.releaseContext(context);
      this.#monitor.endUse();
    };
    return ok({
      insertion,
      atr: state.atr,
      isCurrent: () => this.#monitor.insertion === insertion,
      exchange: (command) => {
        const exchange = winscard
          .transmit(card, protocol, command)
          .then(({ code: result, answer }) => (result === PCSC.success ? ok(answer) : err(errorOf(result))));
        underWay = exchange;
        return exchange;
      },
      powerOff,
      abandon: () => {
        this.#silentInsertion = insertion;
        void underWay.then(() => {
          if (this.#silentInsertion === insertion) this.#silentInsertion = undefined;
          return powerOff();
        });
      },
    });
  }
}
