import type { Result } from 'neverthrow';

/**
 * What a reader says about itself and the card on it (K2). Every insertion has its own number, so that an answer
 * which belongs to a card already taken away can be recognised.
 */
export type ReaderStatus =
  /** The PC/SC service (or the virtual reader's server) does not answer. */
  | { kind: 'no-service' }
  /** The service answers, but no reader (or not the configured one) is connected. */
  | { kind: 'no-reader' }
  /**
   * Nothing lies on the reader. `removed`: the last insertion this reader object told of, which is over; absent when
   * there was none. No kind of its own, because an empty reader is one state whatever was before: a program that used
   * insertion n knows by `removed` that n was taken away, at whatever later moment it looks.
   */
  | { kind: 'empty'; removed?: number }
  | { kind: 'card-present'; insertion: number }
  /** Something lies on the reader and does not answer: a card upside down, two cards, a broken chip. */
  | { kind: 'card-mute'; insertion: number }
  /** Another program holds the card. */
  | { kind: 'in-use' }
  /** A state this code does not know; `code` is the service's own number. Never guessed to be something else. */
  | { kind: 'unknown'; code: number };

/** Closed list of what can go wrong between a program and a card. */
export const READER_ERROR_KINDS = [
  'no-service',
  'no-reader',
  'no-card',
  'card-removed',
  'card-mute',
  'card-reset',
  'card-silent',
  'in-use',
  'protocol-mismatch',
  'answer-malformed',
  'aborted',
  'closed',
  'unknown',
] as const;

export type ReaderErrorKind = (typeof READER_ERROR_KINDS)[number];

/**
 * An expected failure of reader or card. `code` is the service's number where there is one, `cause` the lower failure.
 * Neither ever holds bytes of a command or an answer.
 */
export type ReaderError = { kind: ReaderErrorKind; code?: number; cause?: unknown };

/**
 * Limits of one call. The policy, the same for every call of this room:
 *
 * - Every call has a limit, counted from when its work begins; `timeoutMs` replaces the default of {@link READER_DELAYS}.
 * - The signal ends the wait at once, also while a command waits for its turn. A signal given before a command has left
 *   keeps it from being sent, and the connection stays usable. Afterwards nobody can tell its late answer from the next
 *   one's, so the connection is over, as after a limit: the answer is wiped when it comes, the card powered off.
 * - What ends things (`disconnect`, `close`, a `watch` that is stopped) takes no signal, because an end must not be cut
 *   short; it is bound by its own limits and never fails.
 * - For 券面事項入力補助AP the limits hold for each command, the signal for the whole step; an aborted step ends the
 *   session. A PIN that was on its way then counts as `pin-unclear`.
 */
export type CallOptions = { signal?: AbortSignal; timeoutMs?: number };

/** One reader. It never gives up: after a lost service or an unplugged reader it reconnects by itself. */
export interface CardReader {
  readonly name: string;
  status(): ReaderStatus;
  /** Calls the listener with the present status at once, and after every change. Returns how to stop. */
  watch(listener: (status: ReaderStatus) => void): () => void;
  /** Takes the card for this program alone (exclusive). */
  connect(options: CallOptions): Promise<Result<CardConnection, ReaderError>>;
  close(): Promise<void>;
}

/** A card held exclusively. After the first failure every further call gives that same failure: connect anew. */
export interface CardConnection {
  readonly insertion: number;
  /** Answer to reset; a hint for the hand tool, never used to recognise a card. */
  readonly atr: Uint8Array;
  /** True when the reader states that it passes extended-length commands on; absent means short ones only. */
  readonly extendedLength?: boolean;
  /** Sends one command APDU, gives the answer with its two status bytes. One at a time; later calls wait their turn. */
  transmit(command: Uint8Array, options?: CallOptions): Promise<Result<Uint8Array, ReaderError>>;
  /** Powers the card off, which also ends its verified state (P0: nothing of a visit stays in the card). */
  disconnect(): Promise<void>;
}

/** Every wait of this room, in one place. */
export const READER_DELAYS = {
  /** One APDU: a contactless card announces at most 2.5 s of silence (FWI 13), so 5 s means it is gone for good. */
  apduTimeoutMs: 5_000,
  /** Power-up and protocol negotiation of a card. */
  connectTimeoutMs: 5_000,
  /** Powering off must not hold up the end of a visit. */
  powerOffTimeoutMs: 1_000,
  /** First look at the hardware while opening; afterwards the status follows by itself. */
  openTimeoutMs: 2_000,
  /** Between attempts to reach a service that is away. */
  reconnectMs: 1_000,
  /** Longest single wait inside the PC/SC service before we look around. */
  statusPollMs: 1_000,
} as const;
