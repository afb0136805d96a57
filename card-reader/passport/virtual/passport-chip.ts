import { type CommandApdu, type ParsedCommandApdu, parseCommand } from '../../apdu/command.ts';
import { fromHex, toHex } from '../../apdu/hex.ts';
import { encodeResponse } from '../../apdu/response.ts';
import { STATUS } from '../../apdu/status-words.ts';
import type { CardProgram } from '../../virtual/card-model.ts';
import { ChipBasicAccess } from './chip-basic-access.ts';
import type { ChipAnswer, ChipMessaging } from './chip-messaging.ts';
import { ChipPace } from './chip-pace.ts';

/** What a virtual passport holds, and how it behaves where chips differ. */
export type PassportChipModel = {
  /** SHA-1 of the MRZ information: what opens the chip. */
  readonly password: Uint8Array;
  /** EF.CardAccess; without it the chip knows BAC only. */
  readonly cardAccess?: Uint8Array;
  /** Files of the application, by identifier. */
  readonly files: ReadonlyMap<number, Uint8Array>;
  /** False for a chip of the time after BAC. */
  readonly basicAccess: boolean;
  /** READ BINARY never gives more than this at once. */
  readonly largestBlock?: number;
  /** The protected answer to this command since power-up carries a wrong MAC. */
  readonly wrongMacAt?: number;
};

const APPLICATION = 'A0000002471001';
const MASTER_FILE = '3F00';
const CARD_ACCESS = fromHex('011C');

const only = (statusWord: number): ChipAnswer => ({ statusWord });

/** Runs the commands of an eMRTD (Doc 9303-10, 3.6; 9303-11, 4) over a model. */
export class PassportChipProgram implements CardProgram {
  readonly #model: PassportChipModel;
  #inApplication = false;
  #file: Uint8Array | undefined;
  #session: ChipMessaging | undefined;
  #basicAccess: ChipBasicAccess | undefined;
  #pace: ChipPace | undefined;
  #commandCount = 0;

  constructor(model: PassportChipModel) {
    this.#model = model;
  }

  powerOff(): void {
    this.#inApplication = false;
    this.#file = undefined;
    this.#session = undefined;
    this.#basicAccess = undefined;
    this.#pace = undefined;
    this.#commandCount = 0;
  }

  respond(bytes: Uint8Array): Uint8Array {
    this.#commandCount += 1;
    const command = parseCommand(bytes);
    if (command.isErr()) return encodeResponse(STATUS.wrongLength);
    if (command.value.cla === 0x0c) return this.#respondProtected(command.value);
    // A command in the clear ends a session (Doc 9303-11, 9.8.8).
    this.#session = undefined;
    const { statusWord, data } = this.#answerPlain(command.value);
    return encodeResponse(statusWord, data);
  }

  #respondProtected(command: ParsedCommandApdu): Uint8Array {
    const session = this.#session;
    const opened = session?.open(command);
    if (session === undefined || opened === undefined) {
      this.#session = undefined;
      return encodeResponse(session === undefined ? STATUS.conditionsNotSatisfied : STATUS.secureMessagingObjectWrong);
    }
    const sealed = session.seal(this.#answerProtected(opened));
    const lastOfMac = sealed.length - 3;
    if (this.#commandCount === this.#model.wrongMacAt) sealed[lastOfMac] = (sealed[lastOfMac] ?? 0) ^ 0x01;
    return sealed;
  }

  #answerPlain(command: ParsedCommandApdu): ChipAnswer {
    if (command.cla !== 0x00 && !(command.cla === 0x10 && command.ins === 0x86)) return only(STATUS.classUnknown);
    switch (command.ins) {
      case 0xa4:
        return this.#selectPlain(command);
      case 0xb0:
        return this.#inApplication ? only(STATUS.securityNotSatisfied) : this.#read(command);
      case 0x84:
        return this.#getChallenge(command);
      case 0x82:
        return this.#start(this.#basicAccess?.authenticate(command.data ?? new Uint8Array(0)));
      case 0x22:
        return this.#choosePace(command);
      case 0x86:
        return this.#start(this.#pace?.authenticate(command.data ?? new Uint8Array(0)));
      default:
        return only(STATUS.instructionUnknown);
    }
  }

  #answerProtected(command: CommandApdu): ChipAnswer {
    switch (command.ins) {
      case 0xa4:
        return command.p1 === 0x04 ? this.#selectApplication(command) : this.#selectDataFile(command);
      case 0xb0:
        return this.#inApplication ? this.#read(command) : only(STATUS.securityNotSatisfied);
      default:
        return only(STATUS.instructionUnknown);
    }
  }

  #selectPlain(command: CommandApdu): ChipAnswer {
    if (command.p1 === 0x04) return this.#selectApplication(command);
    if (command.p1 === 0x00) return this.#selectMasterFile(command);
    if (this.#inApplication) return only(STATUS.securityNotSatisfied);
    const isCardAccess = toHex(command.data ?? new Uint8Array(0)) === toHex(CARD_ACCESS);
    if (!isCardAccess || this.#model.cardAccess === undefined) return only(STATUS.notFound);
    this.#file = this.#model.cardAccess;
    return only(STATUS.done);
  }

  #selectMasterFile({ data }: CommandApdu): ChipAnswer {
    if (toHex(data ?? new Uint8Array(0)) !== MASTER_FILE) return only(STATUS.notFound);
    this.#inApplication = false;
    this.#file = undefined;
    return only(STATUS.done);
  }

  #selectApplication({ data }: CommandApdu): ChipAnswer {
    if (toHex(data ?? new Uint8Array(0)) !== APPLICATION) return only(STATUS.notFound);
    this.#inApplication = true;
    this.#file = undefined;
    return only(STATUS.done);
  }

  #selectDataFile({ p1, p2, data }: CommandApdu): ChipAnswer {
    if (p1 !== 0x02 || p2 !== 0x0c) return only(STATUS.wrongParameters);
    const [high = 0, low = 0] = data ?? [];
    const file = this.#inApplication ? this.#model.files.get((high << 8) | low) : undefined;
    if (file === undefined) return only(STATUS.notFound);
    this.#file = file;
    return only(STATUS.done);
  }

  #read({ p1, p2, expectedLength }: CommandApdu): ChipAnswer {
    const file = this.#file;
    const offset = (p1 << 8) | p2;
    if (file === undefined) return only(STATUS.noCurrentFile);
    if (expectedLength === undefined) return only(STATUS.wrongLength);
    if (offset >= file.length) return only(STATUS.wrongOffset);
    const length = Math.min(expectedLength, this.#model.largestBlock ?? expectedLength);
    const data = file.slice(offset, offset + length);
    return { statusWord: offset + expectedLength > file.length ? STATUS.endOfFile : STATUS.done, data };
  }

  #getChallenge({ expectedLength }: CommandApdu): ChipAnswer {
    if (!this.#inApplication || !this.#model.basicAccess) return only(STATUS.conditionsNotSatisfied);
    if (expectedLength !== 8) return only(STATUS.wrongLength);
    this.#basicAccess = new ChipBasicAccess(this.#model.password);
    return this.#basicAccess.challenge();
  }

  #choosePace({ p1, p2 }: CommandApdu): ChipAnswer {
    if (p1 !== 0xc1 || p2 !== 0xa4 || this.#model.cardAccess === undefined) return only(STATUS.wrongParameters);
    this.#pace = new ChipPace(this.#model.cardAccess, this.#model.password);
    return only(STATUS.done);
  }

  #start(step: { answer: ChipAnswer; session?: ChipMessaging } | undefined): ChipAnswer {
    if (step === undefined) return only(STATUS.conditionsNotSatisfied);
    if (step.session !== undefined) this.#session = step.session;
    return step.answer;
  }
}
