import { concatBytes } from '../apdu/hex.ts';
import { encodeResponse } from '../apdu/response.ts';
import { unreachable } from '../exhaustive.ts';
import { type CardFault, FaultPlan, type PlannedFault } from './card-faults.ts';
import type { CardProgram } from './card-model.ts';
import { type CardTiming, exchangeTimeMs } from './card-timing.ts';

/** What a card does with a command, seen from the reader. */
export type CardReaction =
  | { kind: 'answer'; bytes: Uint8Array; delayMs: number }
  | { kind: 'silence' }
  /** The card is gone; some bytes of the answer may have come before. */
  | { kind: 'removal'; bytes: Uint8Array }
  | { kind: 'reset' };

/** ATR of a contactless individual-number card as readers build it. Nobody may recognise the card by it. */
const CONTACTLESS_ATR = Uint8Array.of(0x3b, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xe0, 0xb3, 0x81, 0xa1, 0x00, 0x7f);

export type VirtualCardOptions = {
  readonly program: CardProgram;
  readonly atr?: Uint8Array;
  /** Retry counter of the 4-digit PIN, for whoever plays the chip's owner. */
  readonly pinTriesLeft?: () => number;
  /** Every answer takes this much longer. */
  readonly latencyMs?: number;
  /** Answers take the time of a contactless chip, by the model of `card-timing.ts`; without it they come at once. */
  readonly timing?: CardTiming;
  /** What goes wrong from the first laying on; see also {@link VirtualCard.addFault}. */
  readonly faults?: readonly PlannedFault[];
};

/** A chip in plastic: a program, an ATR, and what goes wrong with it on demand. Counters live as long as the object. */
export class VirtualCard {
  readonly atr: Uint8Array;
  readonly #program: CardProgram;
  readonly #pinTriesLeft: () => number;
  readonly #faults = new FaultPlan();
  readonly #latencyMs: number;
  readonly #timing: CardTiming | undefined;
  /** Parts of a millisecond, which timers cannot wait, are carried over to the next answer. */
  #owedMs = 0;
  #mutedByFault = false;
  /** A mute card is noticed by the reader and answers nothing, not even the reset. */
  mute = false;
  #commandCount = 0;
  #endless = false;

  constructor(options: VirtualCardOptions) {
    this.#program = options.program;
    this.atr = options.atr ?? CONTACTLESS_ATR;
    this.#pinTriesLeft = options.pinTriesLeft ?? (() => 0);
    this.#latencyMs = options.latencyMs ?? 0;
    this.#timing = options.timing;
    for (const { at, fault } of options.faults ?? []) this.#faults.add(at, fault);
  }

  /** Commands since the card was laid down. */
  get commandCount(): number {
    return this.#commandCount;
  }

  /** Tries left for the 4-digit PIN. */
  get pinTriesLeft(): number {
    return this.#pinTriesLeft();
  }

  /** Plans a fault for the `at`-th command since the card is, or will be, laid down; without `at` for the next one. */
  addFault(fault: CardFault, at: number = this.#commandCount + 1): void {
    this.#faults.add(at, fault);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** The card is laid on a reader: commands are counted anew. */
  layDown(): void {
    this.#commandCount = 0;
    if (this.#mutedByFault) this.mute = false;
    this.#mutedByFault = false;
    this.powerOff();
  }

  /** Power off or reset: selection and verified PIN are gone. */
  powerOff(): void {
    this.#endless = false;
    this.#program.powerOff();
  }

  react(command: Uint8Array): CardReaction {
    this.#commandCount += 1;
    if (this.mute) return { kind: 'silence' };
    const fault = this.#faults.take(this.#commandCount);
    if (fault?.kind === 'endless-more-data') this.#endless = true;
    const reaction = this.#reactTo(fault, command);
    return reaction.kind === 'answer'
      ? { ...reaction, delayMs: reaction.delayMs + this.#timeFor(command, reaction) }
      : reaction;
  }

  #reactTo(fault: CardFault | undefined, command: Uint8Array): CardReaction {
    if (this.#endless) return this.#answer(endlessAnswer(command));
    return fault === undefined ? this.#answer(this.#program.respond(command)) : this.#fail(fault, command);
  }

  #timeFor(command: Uint8Array, answer: { bytes: Uint8Array }): number {
    if (this.#timing === undefined) return 0;
    this.#owedMs += exchangeTimeMs(this.#timing, command, answer.bytes);
    const wholeMs = Math.floor(this.#owedMs);
    this.#owedMs -= wholeMs;
    return wholeMs;
  }

  #answer(bytes: Uint8Array, delayMs = this.#latencyMs): CardReaction {
    return { kind: 'answer', bytes, delayMs };
  }

  #fail(fault: CardFault, command: Uint8Array): CardReaction {
    if (fault.kind === 'first-command-failed') return this.#answer(encodeResponse(0x6f00));
    if (fault.kind === 'removed' && fault.when === 'before') return { kind: 'removal', bytes: new Uint8Array(0) };
    if (fault.kind === 'mute') {
      this.mute = true;
      this.#mutedByFault = true;
      return { kind: 'silence' };
    }
    if (fault.kind === 'reset') {
      this.powerOff();
      return { kind: 'reset' };
    }
    const right = this.#program.respond(command);
    switch (fault.kind) {
      case 'removed':
        return { kind: 'removal', bytes: fault.when === 'during' ? right.slice(0, 5) : new Uint8Array(0) };
      case 'silent':
        return { kind: 'silence' };
      case 'slow':
        return this.#answer(right, fault.delayMs);
      case 'garbage':
        return this.#answer(Uint8Array.of(0xca, 0xfe));
      case 'one-byte':
        return this.#answer(right.slice(0, 1));
      case 'wrong-status-word':
        return this.#answer(encodeResponse(fault.statusWord, right.slice(0, -2)));
      case 'tries-counter-wrong':
        return this.#answer(encodeResponse(0x63c0 | (fault.tries & 0x0f)));
      case 'wrong-length':
        return this.#answer(changeLength(right, fault.change));
      case 'bit-flip':
        return this.#answer(flipBit(right, fault.bit));
      case 'endless-more-data':
        return this.#answer(endlessAnswer(command));
      default:
        return unreachable(fault);
    }
  }
}

/** A card that never comes to an end: 61FF, with 255 bytes each time they are fetched. */
function endlessAnswer(command: Uint8Array): Uint8Array {
  return encodeResponse(0x61ff, new Uint8Array(command[1] === 0xc0 ? 255 : 0));
}

function changeLength(answer: Uint8Array, change: number): Uint8Array {
  const data = answer.slice(0, -2);
  const longer = concatBytes(data, new Uint8Array(Math.max(change, 0)));
  return concatBytes(longer.slice(0, Math.max(0, data.length + change)), answer.slice(-2));
}

function flipBit(answer: Uint8Array, bit: number): Uint8Array {
  const flipped = answer.slice();
  const index = Math.floor(bit / 8) % flipped.length;
  flipped[index] = (flipped[index] ?? 0) ^ (0x80 >> (bit % 8));
  return flipped;
}
