import type { CommandApdu, ParsedCommandApdu } from '../../apdu/command.ts';
import { concatBytes } from '../../apdu/hex.ts';
import { encodeResponse } from '../../apdu/response.ts';
import { encodeTlv } from '../../apdu/tlv.ts';
import { type DerLayout, parseDer } from '../der/der-cursor.ts';
import { padBlocks, unpadBlocks } from '../messaging/block-padding.ts';
import type { ProtectionSuite } from '../messaging/protection-suite.ts';
import { PADDED, PROTECTED } from '../messaging/secure-messaging.ts';
import { SendSequenceCounter } from '../messaging/send-sequence-counter.ts';

/** What a chip answers in the clear. */
export type ChipAnswer = { readonly statusWord: number; readonly data?: Uint8Array };

/** The chip's end of a protected session. */
export class ChipMessaging {
  readonly #suite: ProtectionSuite;
  readonly #counter: SendSequenceCounter;

  constructor(suite: ProtectionSuite, start: Uint8Array) {
    this.#suite = suite;
    this.#counter = new SendSequenceCounter(start);
  }

  /** Checks and opens a command; undefined when it is none of this session. */
  open({ ins, p1, p2, data }: ParsedCommandApdu): CommandApdu | undefined {
    const counter = this.#counter.next();
    const parsed = parseDer(data ?? new Uint8Array(0), protectedCommand);
    if (parsed.isErr()) return undefined;
    const { cryptogram, expectedLength, signedPart, mac } = parsed.value;
    const header = padBlocks(Uint8Array.of(0x0c, ins, p1, p2), this.#suite.blockLength);
    if (Buffer.compare(this.#suite.mac(concatBytes(counter, header, signedPart)), mac) !== 0) return undefined;
    const opened =
      cryptogram === undefined
        ? undefined
        : unpadBlocks(this.#suite.decrypt(counter, cryptogram.subarray(1)), this.#suite.blockLength);
    return {
      cla: 0x00,
      ins,
      p1,
      p2,
      ...(opened === undefined ? {} : { data: opened }),
      ...(expectedLength === undefined ? {} : { expectedLength: expectedLength === 0 ? 256 : expectedLength }),
    };
  }

  /** Protects an answer. */
  seal({ statusWord, data = new Uint8Array(0) }: ChipAnswer): Uint8Array {
    const counter = this.#counter.next();
    const status = encodeTlv(PROTECTED.status, Uint8Array.of(statusWord >> 8, statusWord & 0xff));
    const objects = data.length === 0 ? status : concatBytes(this.#cryptogram(counter, data), status);
    const mac = this.#suite.mac(concatBytes(counter, objects));
    return encodeResponse(statusWord, concatBytes(objects, encodeTlv(PROTECTED.mac, mac)));
  }

  #cryptogram(counter: Uint8Array, data: Uint8Array): Uint8Array {
    const cryptogram = this.#suite.encrypt(counter, padBlocks(data, this.#suite.blockLength));
    return encodeTlv(PROTECTED.cryptogram, concatBytes(Uint8Array.of(PADDED), cryptogram));
  }
}

const protectedCommand: DerLayout<{
  cryptogram: Uint8Array | undefined;
  expectedLength: number | undefined;
  signedPart: Uint8Array;
  mac: Uint8Array;
}> = (cursor) => {
  const nothing = { value: undefined, encoded: new Uint8Array(0) };
  const data = cursor.nextTag === PROTECTED.cryptogram ? cursor.any() : nothing;
  const length = cursor.nextTag === PROTECTED.expectedLength ? cursor.any() : nothing;
  return {
    cryptogram: data.value,
    expectedLength: length.value?.[0],
    signedPart: concatBytes(data.encoded, length.encoded),
    mac: cursor.element(PROTECTED.mac).value,
  };
};
