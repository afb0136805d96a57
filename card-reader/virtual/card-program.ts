import { randomBytes } from 'node:crypto';
import { type ParsedCommandApdu, parseCommand } from '../apdu/command.ts';
import { concatBytes, toHex } from '../apdu/hex.ts';
import { encodeResponse } from '../apdu/response.ts';
import { STATUS } from '../apdu/status-words.ts';
import { encodeTlv } from '../apdu/tlv.ts';
import type { CardApplicationModel, CardHabits, CardKey, CardProgram } from './card-model.ts';
import { verify } from './verify-command.ts';

const MASTER_FILE = 0x3f00;
const RANDOM_LENGTH_LIMIT = 256;

type Answer = { readonly statusWord: number; readonly data?: Uint8Array };
const only = (statusWord: number): Answer => ({ statusWord });

/** Runs the command set of the individual-number card over a model, in the order of checks of the reference (§6.3). */
export class IndividualNumberCardProgram implements CardProgram {
  readonly #applications: ReadonlyMap<string, CardApplicationModel>;
  readonly #habits: CardHabits;
  #current: CardApplicationModel | undefined;
  #currentFile: number | undefined;
  readonly #verified = new Set<number>();

  constructor(applications: readonly CardApplicationModel[], habits: CardHabits = {}) {
    this.#applications = new Map(applications.map((application) => [toHex(application.name), application]));
    this.#habits = habits;
  }

  powerOff(): void {
    this.#current = undefined;
    this.#currentFile = undefined;
    this.#verified.clear();
  }

  respond(bytes: Uint8Array): Uint8Array {
    const { statusWord, data } = this.#answer(bytes);
    return encodeResponse(statusWord, data);
  }

  #answer(bytes: Uint8Array): Answer {
    const [cla, ins] = bytes;
    if (bytes.length < 4 || cla === undefined || ins === undefined) return only(STATUS.wrongLength);
    if (cla >= 0x01 && cla <= 0x03) return only(STATUS.channelNotSupported);
    if (cla === 0x08 || cla === 0x0c) return only(STATUS.secureMessagingSessionMissing);
    if (cla !== 0x00 && cla !== 0x80) return only(STATUS.classUnknown);
    const command = parseCommand(bytes);
    if (command.isErr()) return only(STATUS.wrongLength);
    return cla === 0x00 ? this.#standard(command.value) : this.#proprietary(command.value);
  }

  #standard(command: ParsedCommandApdu): Answer {
    switch (command.ins) {
      case 0xa4:
        return this.#select(command);
      case 0x20:
        return this.#verify(command);
      case 0xb0:
        return this.#readBinary(command);
      case 0x84:
        return getChallenge(command);
      case 0x24:
        return this.#changePin(command);
      case 0xca:
        return only(STATUS.referenceNotFound);
      case 0xc0:
        return only(STATUS.conditionsNotSatisfied);
      default:
        return only(STATUS.instructionUnknown);
    }
  }

  #proprietary(command: ParsedCommandApdu): Answer {
    switch (command.ins) {
      case 0x2a:
        return this.#sign(command);
      case 0xae:
        return only(this.#verified.size === 0 ? STATUS.securityNotSatisfied : STATUS.wrongData);
      default:
        return only(STATUS.instructionUnknown);
    }
  }

  #select({ p1, p2, data }: ParsedCommandApdu): Answer {
    const fileId = data?.length === 2 ? ((data[0] ?? 0) << 8) | (data[1] ?? 0) : undefined;
    if (p1 === 0x04 && (p2 === 0x0c || p2 === 0x00)) return this.#selectApplication(data, p2 === 0x00);
    if (p1 === 0x02 && p2 === 0x0c) return this.#selectFile(fileId);
    if (p1 === 0x00 && (p2 === 0x0c || p2 === 0x00)) {
      if (fileId === MASTER_FILE) return only(STATUS.notFound);
      if (p2 === 0x00 && data === undefined && this.#current !== undefined) return only(STATUS.done);
    }
    return only(STATUS.wrongParameters);
  }

  #selectApplication(name: Uint8Array | undefined, withControlInformation: boolean): Answer {
    const application = name === undefined ? undefined : this.#applications.get(toHex(name));
    if (application === undefined) return only(STATUS.notFound);
    this.powerOff();
    this.#current = application;
    if (!withControlInformation) return only(STATUS.done);
    return { statusWord: STATUS.done, data: encodeTlv(0x6f, encodeTlv(0x84, application.name)) };
  }

  #selectFile(fileId: number | undefined): Answer {
    if (fileId === undefined || !this.#exists(fileId)) return only(STATUS.notFound);
    this.#currentFile = fileId;
    return only(STATUS.done);
  }

  #exists(fileId: number): boolean {
    return this.#current?.files.has(fileId) === true || this.#current?.keys.has(fileId) === true;
  }

  /** Resolves `80|sfi` to a file and makes it current; undefined when the form is not allowed. */
  #selectByShortId(reference: number): 'selected' | 'refused' | 'not-found' {
    const shortId = reference & 0x7f;
    if (this.#habits.noShortIdentifiers === true || shortId < 0x01 || shortId > 0x1e) return 'refused';
    if (!this.#exists(shortId)) return 'not-found';
    this.#currentFile = shortId;
    return 'selected';
  }

  #key(fileId: number | undefined): CardKey | undefined {
    return fileId === undefined ? undefined : this.#current?.keys.get(fileId);
  }

  #verify({ p1, p2, data }: ParsedCommandApdu): Answer {
    if (p1 !== 0x00 || p2 < 0x80) return only(STATUS.wrongParameters);
    if (p2 !== 0x80) {
      const reference = this.#selectByShortId(p2);
      if (reference !== 'selected')
        return only(reference === 'refused' ? STATUS.wrongParameters : STATUS.referenceNotFound);
    }
    const fileId = this.#currentFile;
    if (fileId === undefined) return only(STATUS.noCurrentFile);
    const key = this.#key(fileId);
    if (key === undefined) return only(STATUS.wrongFileType);
    const query = data === undefined && this.#habits.saysDoneWhenVerified === true && this.#verified.has(fileId);
    if (query) return only(STATUS.done);
    const statusWord = verify(key, data);
    if (data !== undefined && statusWord === STATUS.done) this.#verified.add(fileId);
    else if (data !== undefined && statusWord !== STATUS.wrongLength) this.#verified.delete(fileId);
    return only(statusWord);
  }

  #readBinary({ p1, p2, expectedLength, extended }: ParsedCommandApdu): Answer {
    let offset = (p1 << 8) | p2;
    if (p1 >= 0x80) {
      const reference = this.#selectByShortId(p1);
      if (reference !== 'selected') return only(reference === 'refused' ? STATUS.wrongParameters : STATUS.notFound);
      offset = p2;
    }
    const fileId = this.#currentFile;
    if (fileId === undefined) return only(STATUS.noCurrentFile);
    if (this.#key(fileId) !== undefined) return only(STATUS.wrongFileType);
    const file = this.#current?.files.get(fileId);
    if (file === undefined) return only(STATUS.noCurrentFile);
    const open = file.openedBy === 'anybody' || file.openedBy.some((key) => this.#verified.has(key));
    if (!open) return only(STATUS.securityNotSatisfied);
    if (offset >= file.content.length) return only(STATUS.wrongOffset);
    if (expectedLength === undefined || (extended && this.#habits.extendedLength !== true))
      return only(STATUS.wrongLength);
    const length = Math.min(expectedLength, this.#habits.largestBlock ?? expectedLength);
    return { statusWord: STATUS.done, data: file.content.slice(offset, offset + length) };
  }

  #changePin({ p1, p2, data }: ParsedCommandApdu): Answer {
    if (p1 !== 0x01 || p2 !== 0x80) return only(STATUS.wrongParameters);
    const fileId = this.#currentFile;
    const key = this.#key(fileId);
    if (key === undefined || fileId === undefined) return only(STATUS.noCurrentFile);
    if (!this.#verified.has(fileId)) return only(STATUS.securityNotSatisfied);
    if (data === undefined || data.length > 16) return only(STATUS.wrongLength);
    key.secret = data;
    return only(STATUS.done);
  }

  #sign({ p1, p2, data }: ParsedCommandApdu): Answer {
    if (p1 !== 0x00 || p2 !== 0x00) return only(STATUS.wrongParameters);
    const sign = this.#current?.sign;
    if (sign === undefined) return only(STATUS.conditionsNotSatisfied);
    if (data === undefined || data.length > 245) return only(STATUS.wrongLength);
    return { statusWord: STATUS.done, data: concatBytes(sign(data)) };
  }
}

function getChallenge({ p1, p2, expectedLength }: ParsedCommandApdu): Answer {
  if (p1 !== 0x00 || p2 !== 0x00) return only(STATUS.wrongParameters);
  if (expectedLength === undefined || expectedLength > RANDOM_LENGTH_LIMIT) return only(STATUS.wrongLength);
  return { statusWord: STATUS.done, data: new Uint8Array(randomBytes(expectedLength)) };
}
