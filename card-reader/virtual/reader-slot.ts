import { err, ok, type Result } from 'neverthrow';
import type { CardChannel } from '../guarded-connection.ts';
import type { ReaderError, ReaderStatus } from '../reader.ts';
import type { VirtualCard } from './virtual-card.ts';

/** One user of the slot: a program's reader object, a network client, a PC/SC driver. */
export type SlotUser = symbol;

/** A card held by one user alone. */
export interface CardHold extends CardChannel {
  /** Power off or reset, without letting go. */
  cyclePower(): void;
}

type Held = { readonly user: SlotUser; readonly insertion: number; silent: boolean };
type LaidDown = { readonly card: VirtualCard; readonly insertion: number; readonly removed: AbortController };

/** The place where a virtual card lies: insertions are numbered, and only one user holds the card at a time. */
export class ReaderSlot {
  #plugged = true;
  #insertions = 0;
  #laid: LaidDown | undefined;
  #held: Held | undefined;
  readonly #listeners = new Set<() => void>();
  /** What the reader states about extended-length commands. */
  readonly #extendedLength: boolean;

  constructor(options: { extendedLength?: boolean } = {}) {
    this.#extendedLength = options.extendedLength === true;
  }

  /** Lays a card down and gives the number of this insertion. Two cards at once are a bug of the caller. */
  insert(card: VirtualCard): number {
    if (this.#laid !== undefined) throw new Error('a card lies on the virtual reader already');
    this.#insertions += 1;
    card.layDown();
    this.#laid = { card, insertion: this.#insertions, removed: new AbortController() };
    this.#notify();
    return this.#insertions;
  }

  /** Takes the card away; nothing happens when there is none. */
  remove(): void {
    const laid = this.#laid;
    if (laid === undefined) return;
    this.#laid = undefined;
    this.#held = undefined;
    laid.card.powerOff();
    laid.removed.abort();
    this.#notify();
  }

  get card(): VirtualCard | undefined {
    return this.#laid?.card;
  }

  /** Pulls the reader's cable, or puts it back. A pulled cable takes the card's power. */
  setPlugged(plugged: boolean): void {
    if (!plugged) this.remove();
    this.#plugged = plugged;
    this.#notify();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  statusFor(user: SlotUser): ReaderStatus {
    if (!this.#plugged) return { kind: 'no-reader' };
    if (this.#laid === undefined) return { kind: 'empty' };
    const { card, insertion } = this.#laid;
    if (card.mute) return { kind: 'card-mute', insertion };
    if (this.#held !== undefined && this.#held.user !== user) return { kind: 'in-use' };
    return { kind: 'card-present', insertion };
  }

  /**
   * Takes the card for one user. A card that fell silent stays taken until it is pulled, as with PC/SC. A mute card is
   * given only to a driver, which must find that out by itself.
   */
  hold(user: SlotUser, asDriver = false): Result<CardHold, ReaderError> {
    if (!this.#plugged) return err({ kind: 'no-reader' });
    const laid = this.#laid;
    if (laid === undefined) return err({ kind: 'no-card' });
    if (laid.card.mute && !asDriver) return err({ kind: 'card-mute' });
    if (this.#held !== undefined)
      return err({ kind: this.#held.silent && this.#held.user === user ? 'card-silent' : 'in-use' });
    const held: Held = { user, insertion: laid.insertion, silent: false };
    this.#held = held;
    this.#notify();
    return ok(this.#makeHold(laid, held));
  }

  #makeHold(laid: LaidDown, held: Held): CardHold {
    let underWay: Promise<unknown> = Promise.resolve();
    const powerOff = (): Promise<void> => {
      if (this.#held === held) {
        laid.card.powerOff();
        this.#held = undefined;
        this.#notify();
      }
      return Promise.resolve();
    };
    return {
      insertion: laid.insertion,
      atr: laid.card.mute ? new Uint8Array(0) : laid.card.atr,
      extendedLength: this.#extendedLength,
      isCurrent: () => this.#laid === laid,
      exchange: (command) => {
        const exchange = this.#exchange(laid, held, command);
        underWay = exchange;
        return exchange;
      },
      cyclePower: () => laid.card.powerOff(),
      powerOff,
      abandon: () => void underWay.then(powerOff),
    };
  }

  async #exchange(laid: LaidDown, held: Held, command: Uint8Array): Promise<Result<Uint8Array, ReaderError>> {
    if (this.#laid !== laid) return err({ kind: 'card-removed' });
    if (this.#held !== held) return err({ kind: 'closed' });
    const reaction = laid.card.react(command);
    switch (reaction.kind) {
      case 'answer': {
        if (reaction.delayMs > 0) await waitOrRemoval(laid.removed.signal, reaction.delayMs);
        return this.#laid === laid ? ok(reaction.bytes) : err({ kind: 'card-removed' });
      }
      case 'removal':
        this.remove();
        return ok(reaction.bytes);
      case 'reset':
        return err({ kind: 'card-reset' });
      case 'silence':
        held.silent = true;
        await waitOrRemoval(laid.removed.signal);
        return err({ kind: 'card-removed' });
    }
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function waitOrRemoval(removed: AbortSignal, delayMs?: number): Promise<void> {
  return new Promise((resolve) => {
    if (removed.aborted) {
      resolve();
      return;
    }
    const timer = delayMs === undefined ? undefined : setTimeout(done, delayMs);
    function done(): void {
      clearTimeout(timer);
      removed.removeEventListener('abort', done);
      resolve();
    }
    removed.addEventListener('abort', done);
  });
}
