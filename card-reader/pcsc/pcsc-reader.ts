import { err, type Result } from 'neverthrow';
import { withDeadline } from '../deadline.ts';
import { guardChannel } from '../guarded-connection.ts';
import {
  type CallOptions,
  type CardConnection,
  type CardReader,
  READER_DELAYS,
  type ReaderError,
  type ReaderStatus,
} from '../reader.ts';
import { StatusBoard } from '../status-board.ts';
import { openPcscChannel } from './pcsc-channel.ts';
import { PcscMonitor } from './pcsc-monitor.ts';
import { loadWinscard, type Winscard } from './winscard.ts';

/** Opens a reader of the PC/SC service and looks at it once. */
export async function openPcscReader(
  options: { socketPath?: string; readerName?: string },
  limits: CallOptions = {},
): Promise<CardReader> {
  // A second service in one process is a bug, and is thrown here and not from the monitor later.
  loadWinscard(options.socketPath);
  const reader = new PcscReader(options);
  await reader.firstLook(limits);
  return reader;
}

class PcscReader implements CardReader {
  readonly #board = new StatusBoard({ kind: 'no-service' });
  readonly #monitor: PcscMonitor;
  readonly #load: () => Winscard | undefined;
  readonly #readerName: string | undefined;
  /** Insertion that fell silent: the service holds it for the broken connection until it answers or is pulled. */
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

  async firstLook({ timeoutMs = READER_DELAYS.openTimeoutMs, signal }: CallOptions): Promise<void> {
    await withDeadline(this.#monitor.firstLook, { timeoutMs, signal });
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
    const { reader, insertion } = this.#monitor;
    if (reader === undefined) return err({ kind: 'no-reader' });
    // The service keeps a reader taken for a connection whose card has long been pulled.
    if (this.#connection !== undefined && this.#connection.insertion !== insertion) await this.#connection.disconnect();

    const attempt = openPcscChannel({
      winscard,
      monitor: this.#monitor,
      reader,
      onSilent: (silent) => {
        this.#silentInsertion = silent;
      },
    });
    const end = await withDeadline(attempt.outcome, { timeoutMs, signal });
    if (end.kind !== 'done') {
      attempt.breakOff();
      return err({ kind: end.kind === 'aborted' ? 'aborted' : 'card-silent' });
    }
    const stillSilent = insertion !== undefined && insertion === this.#silentInsertion;
    return end.value
      .map((channel) => {
        this.#connection = guardChannel(channel);
        return this.#connection;
      })
      .mapErr((error) => (stillSilent && error.kind === 'in-use' ? { ...error, kind: 'card-silent' } : error));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#connection?.disconnect();
    await withDeadline(this.#monitor.close(), { timeoutMs: READER_DELAYS.openTimeoutMs });
    this.#board.close();
  }
}
