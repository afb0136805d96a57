/**
 * What the card's desk and the passport's have in common: one reader, whose status is waited for, and one connection at a time,
 * which is over before anybody is asked to take what lies there (K5).
 */
import type { Result } from 'neverthrow';
import type { CardConnection, CardReader, ReaderError, ReaderStatus } from '../../../card-reader/index.ts';

const CONNECT_LIMIT_MS = 5_000;

/** What the errors of a reader itself mean, whatever lies on it. */
export type ReaderTrouble = 'taken-early' | 'unreadable' | 'broken';

export type ReaderDesk = {
  /** Resolves when something lies on the reader, or when the signal aborts. */
  waitForCard(signal: AbortSignal): Promise<void>;
  /** Powers off what is connected; resolves when nothing lies there, when there is no reader, or when the signal aborts. */
  waitForRemoval(signal: AbortSignal): Promise<void>;
  /** Calls back once what lies there has gone, or the reader has. */
  watchRemoval(removed: () => void): () => void;
  /** A new connection in place of the old one. */
  connect(signal: AbortSignal): Promise<Result<CardConnection, ReaderError>>;
  powerOff(): Promise<void>;
};

export function makeReaderDesk(reader: CardReader): ReaderDesk {
  let connection: CardConnection | null = null;

  const powerOff = async (): Promise<void> => {
    const open = connection;
    connection = null;
    await open?.disconnect();
  };

  return {
    waitForCard: (signal) => until(reader, signal, (status) => readable(status)),
    async waitForRemoval(signal) {
      await powerOff();
      await until(reader, signal, (status) => gone(status));
    },
    watchRemoval: (removed) =>
      reader.watch((status) => {
        if (gone(status)) removed();
      }),
    async connect(signal) {
      await powerOff();
      const connected = await reader.connect({ signal, timeoutMs: CONNECT_LIMIT_MS });
      if (connected.isOk()) connection = connected.value;
      return connected;
    },
    powerOff,
  };
}

/**
 * Calls back at once, and with every change: does anything lie there? A lost reader holds nothing that could be taken: it is
 * `empty` first, then `lost`, once.
 */
export function watchReader(reader: CardReader, told: (what: 'occupied' | 'empty' | 'lost') => void): () => void {
  let isLost = false;
  return reader.watch((status) => {
    const wasLost = isLost;
    isLost = lost(status);
    if (isLost && wasLost) return;
    told(gone(status) ? 'empty' : 'occupied');
    if (isLost) told('lost');
  });
}

/** What trouble with the reader comes to; exhaustive over the reader's own list. */
export function troubleOf(error: ReaderError): ReaderTrouble {
  switch (error.kind) {
    case 'no-card':
    case 'card-removed':
      return 'taken-early';
    case 'card-mute':
    case 'card-reset':
    case 'card-silent':
    case 'protocol-mismatch':
    case 'answer-malformed':
      return 'unreadable';
    case 'no-service':
    case 'no-reader':
    case 'in-use':
    case 'aborted':
    case 'closed':
    case 'unknown':
      return 'broken';
    default: {
      const never: never = error.kind;
      throw new Error(`Unknown reader error ${String(never)}`);
    }
  }
}

/** Something to connect to; a card that is mute is found out by trying. */
const readable = ({ kind }: ReaderStatus): boolean => kind === 'card-present' || kind === 'card-mute';

const lost = ({ kind }: ReaderStatus): boolean => kind === 'no-reader' || kind === 'no-service';

function gone({ kind }: ReaderStatus): boolean {
  switch (kind) {
    case 'empty':
    case 'no-reader':
    case 'no-service':
      return true;
    case 'card-present':
    case 'card-mute':
    case 'in-use':
    case 'unknown':
      return false;
    default: {
      const never: never = kind;
      throw new Error(`Unknown reader status ${String(never)}`);
    }
  }
}

/** Waits for a reader status; ends early when the signal aborts. */
function until(reader: CardReader, signal: AbortSignal, wanted: (status: ReaderStatus) => boolean): Promise<void> {
  return new Promise((resolve) => {
    let unwatch: (() => void) | null = null;
    const finish = (): void => {
      signal.removeEventListener('abort', finish);
      unwatch?.();
      resolve();
    };
    if (signal.aborted || wanted(reader.status())) return resolve();
    signal.addEventListener('abort', finish, { once: true });
    unwatch = reader.watch((status) => {
      if (wanted(status)) finish();
    });
  });
}
