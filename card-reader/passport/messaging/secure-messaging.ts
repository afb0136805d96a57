import { timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { CommandApdu } from '../../apdu/command.ts';
import { concatBytes } from '../../apdu/hex.ts';
import type { ResponseApdu } from '../../apdu/response.ts';
import { encodeTlv } from '../../apdu/tlv.ts';
import { type DerLayout, parseDer, requireLayout } from '../der/der-cursor.ts';
import { padBlocks, unpadBlocks } from './block-padding.ts';
import type { ProtectionSuite } from './protection-suite.ts';
import { SendSequenceCounter } from './send-sequence-counter.ts';

/** Data objects of a protected command or answer (Doc 9303-11, table in 9.8.4). */
export const PROTECTED = { cryptogram: 0x87, expectedLength: 0x97, status: 0x99, mac: 0x8e } as const;
export const MAC_LENGTH = 8;
/** Secure messaging, header authenticated (ISO/IEC 7816-4, 5.4.1). */
const PROTECTED_CLASS = 0x0c;
/** First byte of a cryptogram object: padding method 2. */
export const PADDED = 0x01;

/** `unprotected`: only a status word came, the chip has ended the session. `broken`: no answer of this session. */
export type ProtectionError = { kind: 'unprotected'; statusWord: number } | { kind: 'broken' };

/** The terminal's end of a protected session. Any error is the end of it: the counters no longer agree. */
export class SecureMessaging {
  readonly #suite: ProtectionSuite;
  readonly #counter: SendSequenceCounter;

  /** `start`: the counter before the first command, one block long. */
  constructor(suite: ProtectionSuite, start: Uint8Array) {
    if (start.length !== suite.blockLength) throw new RangeError('the counter is one block long');
    this.#suite = suite;
    this.#counter = new SendSequenceCounter(start);
  }

  /** Wraps a command of class 00. Its answer, whatever it is, must go through {@link unprotect} next. */
  protect(command: CommandApdu): CommandApdu {
    const { cla, ins, p1, p2, data, expectedLength } = command;
    if (cla !== 0x00 || (data === undefined && expectedLength === undefined))
      throw new Error('only commands of class 00 with data or an answer are protected here');
    const counter = this.#counter.next();
    const objects = concatBytes(
      data === undefined ? new Uint8Array(0) : this.#cryptogram(counter, data),
      expectedLength === undefined
        ? new Uint8Array(0)
        : encodeTlv(PROTECTED.expectedLength, Uint8Array.of(expectedLength & 0xff)),
    );
    const header = Uint8Array.of(PROTECTED_CLASS, ins, p1, p2);
    const mac = this.#suite.mac(concatBytes(counter, padBlocks(header, this.#suite.blockLength), objects));
    return {
      cla: PROTECTED_CLASS,
      ins,
      p1,
      p2,
      data: concatBytes(objects, encodeTlv(PROTECTED.mac, mac)),
      expectedLength: 256,
    };
  }

  /** Checks and opens an answer. Its data is a new array; nothing of an answer with a wrong MAC is ever decrypted. */
  unprotect(response: ResponseApdu): Result<ResponseApdu, ProtectionError> {
    const counter = this.#counter.next();
    if (response.data.length === 0) return err({ kind: 'unprotected', statusWord: response.statusWord });
    const parsed = parseDer(response.data, protectedAnswer);
    if (parsed.isErr()) return broken();
    const { cryptogram, signedPart, statusWord, mac } = parsed.value;
    if (!timingSafeEqual(this.#suite.mac(concatBytes(counter, signedPart)), mac)) return broken();
    if (statusWord !== response.statusWord) return broken();
    if (cryptogram === undefined) return ok({ data: new Uint8Array(0), statusWord });
    if (cryptogram.length === 0 || cryptogram.length % this.#suite.blockLength !== 0) return broken();
    const padded = this.#suite.decrypt(counter, cryptogram);
    const data = unpadBlocks(padded, this.#suite.blockLength);
    padded.fill(0);
    return data === undefined ? broken() : ok({ data, statusWord });
  }

  /** Overwrites keys and counter. */
  wipe(): void {
    this.#suite.wipe();
    this.#counter.wipe();
  }

  #cryptogram(counter: Uint8Array, data: Uint8Array): Uint8Array {
    const padded = padBlocks(data, this.#suite.blockLength);
    const cryptogram = this.#suite.encrypt(counter, padded);
    padded.fill(0);
    return encodeTlv(PROTECTED.cryptogram, concatBytes(Uint8Array.of(PADDED), cryptogram));
  }
}

/** `87` (where there is data), `99`, `8E`, in this order and nothing else; the MAC covers what stands before it. */
const protectedAnswer: DerLayout<{
  cryptogram: Uint8Array | undefined;
  signedPart: Uint8Array;
  statusWord: number;
  mac: Uint8Array;
}> = (cursor) => {
  const data = cursor.nextTag === PROTECTED.cryptogram ? cursor.element(PROTECTED.cryptogram) : undefined;
  requireLayout(data === undefined || data.value[0] === PADDED);
  const status = cursor.element(PROTECTED.status);
  requireLayout(status.value.length === 2);
  const [high = 0, low = 0] = status.value;
  const mac = cursor.element(PROTECTED.mac).value;
  requireLayout(mac.length === MAC_LENGTH);
  return {
    cryptogram: data?.value.subarray(1),
    signedPart: concatBytes(data?.encoded ?? new Uint8Array(0), status.encoded),
    statusWord: (high << 8) | low,
    mac,
  };
};

function broken(): Result<never, ProtectionError> {
  return err({ kind: 'broken' });
}
