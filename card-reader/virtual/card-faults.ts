/** What can go wrong with a card at one command. Everything here was seen on real cards, readers, or the vpcd driver. */
export type CardFault =
  /** Taken away: `before` the command reaches the chip, `after` it was done, or `during` the answer (five bytes come). */
  | { kind: 'removed'; when: 'before' | 'during' | 'after' }
  /** The command is done, no answer ever comes. */
  | { kind: 'silent' }
  /** From this command on the chip is dead, to a reset too, until it is laid down anew. */
  | { kind: 'mute' }
  /** The command is done, the answer is two bytes that are no status word. */
  | { kind: 'garbage' }
  /** One byte instead of an answer. */
  | { kind: 'one-byte' }
  /** The answer's data is cut (negative) or lengthened (positive) by so many bytes. */
  | { kind: 'wrong-length'; change: number }
  /** The command is done, another status word comes. */
  | { kind: 'wrong-status-word'; statusWord: number }
  /** One bit of the answer is turned over; counted from its first bit, round and round. */
  | { kind: 'bit-flip'; bit: number }
  /** From now on every answer is `61FF`. */
  | { kind: 'endless-more-data' }
  /** The command fails with 6F00 and is not done. */
  | { kind: 'first-command-failed' }
  /** The tries query tells this number; the counter itself is right. */
  | { kind: 'tries-counter-wrong'; tries: number }
  /** Power is lost for a moment, or another program resets the card: selection and verified PIN are gone. */
  | { kind: 'reset' }
  /** The answer comes late. */
  | { kind: 'slow'; delayMs: number };

export type CardFaultKind = CardFault['kind'];

/** A fault, and the command it strikes: the `at`-th since the card was laid down (from 1). */
export type PlannedFault = { readonly at: number; readonly fault: CardFault };

/** One-shot faults by command number. */
export class FaultPlan {
  #planned: PlannedFault[] = [];

  add(at: number, fault: CardFault): void {
    if (!Number.isInteger(at) || at < 1) throw new RangeError('commands are counted from 1');
    this.#planned.push({ at, fault });
  }

  /** Takes out the fault planned for this command, if there is one. */
  take(commandNumber: number): CardFault | undefined {
    const found = this.#planned.find(({ at }) => at === commandNumber);
    this.#planned = this.#planned.filter((planned) => planned !== found);
    return found?.fault;
  }

  clear(): void {
    this.#planned = [];
  }
}
