import { parseCommand } from '../apdu/command.ts';
import { encodeResponse, parseResponse } from '../apdu/response.ts';
import { STATUS } from '../apdu/status-words.ts';
import type { CardHabits, CardProgram } from './card-model.ts';

/** Puts the transport habits of chips and readers around a program: first-command failure, `61XX`, `6CXX`, bare 6700. */
export class ShapedProgram implements CardProgram {
  readonly #inner: CardProgram;
  readonly #habits: CardHabits;
  #pending = new Uint8Array(0);
  #fresh = true;

  constructor(inner: CardProgram, habits: CardHabits) {
    this.#inner = inner;
    this.#habits = habits;
  }

  powerOff(): void {
    this.#pending = new Uint8Array(0);
    this.#fresh = true;
    this.#inner.powerOff();
  }

  respond(command: Uint8Array): Uint8Array {
    const first = this.#fresh;
    this.#fresh = false;
    if (first && this.#habits.failsFirstCommand === true) return encodeResponse(STATUS.noDiagnosis);
    if (command[1] === 0xc0 && this.#pending.length > 0) return this.#giveMore(command);
    this.#pending = new Uint8Array(0);
    return this.#shape(command, this.#inner.respond(command));
  }

  #shape(command: Uint8Array, answer: Uint8Array): Uint8Array {
    const response = parseResponse(answer);
    if (response.isErr() || response.value.data.length === 0) return answer;
    const { data, statusWord } = response.value;
    const asked = parseCommand(command).map(({ expectedLength }) => expectedLength ?? 0);
    const inexact = asked.isOk() && asked.value > data.length;
    if (inexact && this.#habits.refusesInexactLength === true) return encodeResponse(STATUS.wrongLength);
    if (inexact && this.#habits.needsExactLength === true) return encodeResponse(0x6c00 | (data.length & 0xff));
    if (this.#habits.needsGetResponse !== true || statusWord !== STATUS.done) return answer;
    this.#pending = data.slice();
    return this.#announce();
  }

  #giveMore(command: Uint8Array): Uint8Array {
    const asked = parseCommand(command).map(({ expectedLength }) => expectedLength ?? 256);
    const length = Math.min(asked.isOk() ? asked.value : 256, this.#pending.length);
    const part = this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
    if (this.#pending.length === 0) return encodeResponse(STATUS.done, part);
    return encodeResponse(0x6100 | Math.min(this.#pending.length, 0xff), part);
  }

  #announce(): Uint8Array {
    return encodeResponse(0x6100 | (this.#pending.length > 0xff ? 0x00 : this.#pending.length));
  }
}
