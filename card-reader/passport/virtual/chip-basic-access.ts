import { randomBytes } from 'node:crypto';
import { concatBytes } from '../../apdu/hex.ts';
import { STATUS } from '../../apdu/status-words.ts';
import { deriveSessionKeys } from '../access/key-derivation.ts';
import { tripleDesSuite } from '../messaging/protection-suite.ts';
import { decryptTripleDes, encryptTripleDes, retailMac } from '../messaging/triple-des.ts';
import { type ChipAnswer, ChipMessaging } from './chip-messaging.ts';

/** The chip's end of BAC: a challenge, then the terminal's proof against the keys of this chip's own MRZ. */
export class ChipBasicAccess {
  readonly #seed: Uint8Array;
  #nonce: Uint8Array | undefined;

  constructor(password: Uint8Array) {
    this.#seed = password.slice(0, 16);
  }

  challenge(): ChipAnswer {
    this.#nonce = new Uint8Array(randomBytes(8));
    return { statusWord: STATUS.done, data: this.#nonce };
  }

  authenticate(data: Uint8Array): { answer: ChipAnswer; session?: ChipMessaging } {
    const nonce = this.#nonce;
    this.#nonce = undefined;
    if (nonce === undefined || data.length !== 40) return { answer: { statusWord: STATUS.conditionsNotSatisfied } };
    const keys = deriveSessionKeys(this.#seed, 'triple-des');
    const cryptogram = data.subarray(0, 32);
    const proof = decryptTripleDes(keys.encryption, cryptogram);
    const isProven =
      Buffer.compare(retailMac(keys.authentication, cryptogram), data.subarray(32)) === 0 &&
      Buffer.compare(proof.subarray(8, 16), nonce) === 0;
    if (!isProven) return { answer: { statusWord: STATUS.verificationFailed } };
    const theirNonce = proof.subarray(0, 8);
    const ourKey = new Uint8Array(randomBytes(16));
    const sealed = encryptTripleDes(keys.encryption, concatBytes(nonce, theirNonce, ourKey));
    const secret = ourKey.map((byte, index) => byte ^ (proof[16 + index] ?? 0));
    return {
      answer: { statusWord: STATUS.done, data: concatBytes(sealed, retailMac(keys.authentication, sealed)) },
      session: new ChipMessaging(
        tripleDesSuite(deriveSessionKeys(secret, 'triple-des')),
        concatBytes(nonce.subarray(4), theirNonce.subarray(4)),
      ),
    };
  }
}
