import type { ReaderStatus } from '../reader.ts';

/** Flags of SCARD_READERSTATE (winscard.h); the high word of a state counts card movements (pcsc-lite). */
const FLAG = {
  ignore: 0x0001,
  unknown: 0x0004,
  unavailable: 0x0008,
  empty: 0x0010,
  present: 0x0020,
  exclusive: 0x0080,
  inUse: 0x0100,
  mute: 0x0200,
} as const;

/** Numbers the insertions by the service's count of card movements: a card pulled and put back at once is noticed. */
export class InsertionCounter {
  #insertion = 0;
  #movements: number | undefined;
  #present = false;

  /** The insertion now on the reader, or undefined. */
  get current(): number | undefined {
    return this.#present ? this.#insertion : undefined;
  }

  observe(state: number): void {
    const present = (state & FLAG.present) !== 0;
    const movements = state >>> 16;
    if (present && (!this.#present || this.#movements !== movements)) this.#insertion += 1;
    this.#present = present;
    this.#movements = movements;
  }

  /** Service or reader is gone: whatever comes next is another insertion. */
  lose(): void {
    this.#present = false;
    this.#movements = undefined;
  }
}

/** True when the service no longer knows the reader: its cable was pulled. */
export function isReaderGone(state: number): boolean {
  return (state & (FLAG.unknown | FLAG.unavailable | FLAG.ignore)) !== 0;
}

/** Status of a reader that is there. `heldByUs`: the use that the state shows may be our own. */
export function statusOf(state: number, insertion: number | undefined, heldByUs: boolean): ReaderStatus {
  if ((state & FLAG.empty) !== 0) return { kind: 'empty' };
  if ((state & FLAG.present) === 0 || insertion === undefined) return { kind: 'unknown', code: state & 0xffff };
  if ((state & FLAG.mute) !== 0) return { kind: 'card-mute', insertion };
  if ((state & (FLAG.inUse | FLAG.exclusive)) !== 0 && !heldByUs) return { kind: 'in-use' };
  return { kind: 'card-present', insertion };
}
