import { randomBytes } from 'node:crypto';
import { STATUS } from '../../apdu/status-words.ts';
import { encodeTlv } from '../../apdu/tlv.ts';
import { choosePace, type PaceOffer } from '../access/card-access.ts';
import {
  decodePoint,
  encodePoint,
  mapGenerator,
  multiplyGenerator,
  multiplyPoint,
  type Point,
  randomScalar,
  sharedSecret,
} from '../access/curve-points.ts';
import { deriveKey, deriveSessionKeys } from '../access/key-derivation.ts';
import { authenticationToken } from '../access/password-authenticated-connection.ts';
import { parseDer } from '../der/der-cursor.ts';
import { AES_BLOCK, encryptAes } from '../messaging/aes.ts';
import { aesSuite, type SessionKeys } from '../messaging/protection-suite.ts';
import { type ChipAnswer, ChipMessaging } from './chip-messaging.ts';

type Step = { readonly answer: ChipAnswer; readonly session?: ChipMessaging };

/** The chip's end of PACE, for the offer that its EF.CardAccess makes. */
export class ChipPace {
  readonly #offer: PaceOffer;
  readonly #password: Uint8Array;
  #nonce = new Uint8Array(0);
  #generator: Point | undefined;
  #keys: SessionKeys | undefined;
  #points: { ours: Point; theirs: Point } | undefined;

  constructor(cardAccess: Uint8Array, password: Uint8Array) {
    const offer = choosePace(cardAccess).unwrapOr(undefined);
    if (offer === undefined) throw new Error('this EF.CardAccess offers nothing');
    this.#offer = offer;
    this.#password = password.slice();
  }

  /** One GENERAL AUTHENTICATE; which of the four it is shows in its object. */
  authenticate(data: Uint8Array): Step {
    const parsed = parseDer(data, (cursor) =>
      cursor.inside(0x7c, (inner) => (inner.nextTag === undefined ? undefined : inner.any())),
    );
    if (parsed.isErr()) return refused();
    const { tag, value } = parsed.value ?? { tag: undefined, value: new Uint8Array(0) };
    switch (tag) {
      case undefined:
        return this.#giveNonce();
      case 0x81:
        return this.#map(value);
      case 0x83:
        return this.#agree(value);
      case 0x85:
        return this.#prove(value);
      default:
        return refused();
    }
  }

  #giveNonce(): Step {
    const key = deriveKey(this.#password, 'password', this.#offer.cipher);
    this.#nonce = new Uint8Array(randomBytes(Math.ceil(key.length / AES_BLOCK) * AES_BLOCK));
    return answer(0x80, encryptAes(key, this.#nonce));
  }

  #map(bytes: Uint8Array): Step {
    const { curve } = this.#offer;
    const theirs = decodePoint(curve, bytes);
    if (theirs === undefined || this.#nonce.length === 0) return refused();
    const secret = randomScalar(curve);
    this.#generator = mapGenerator(curve, this.#nonce, multiplyPoint(curve, secret, theirs));
    return answer(0x82, encodePoint(curve, multiplyGenerator(curve, secret)));
  }

  #agree(bytes: Uint8Array): Step {
    const { curve, cipher } = this.#offer;
    const theirs = decodePoint(curve, bytes);
    if (theirs === undefined || this.#generator === undefined) return refused();
    const secret = randomScalar(curve);
    this.#keys = deriveSessionKeys(sharedSecret(curve, secret, theirs), cipher);
    this.#points = { ours: multiplyPoint(curve, secret, this.#generator), theirs };
    return answer(0x84, encodePoint(curve, this.#points.ours));
  }

  #prove(token: Uint8Array): Step {
    const [keys, points] = [this.#keys, this.#points];
    if (keys === undefined || points === undefined) return refused();
    const tokenOver = (point: Point) =>
      authenticationToken(keys.authentication, this.#offer.protocol, encodePoint(this.#offer.curve, point));
    if (Buffer.compare(tokenOver(points.ours), token) !== 0)
      return { answer: { statusWord: STATUS.verificationFailed } };
    return {
      ...answer(0x86, tokenOver(points.theirs)),
      session: new ChipMessaging(aesSuite(keys), new Uint8Array(AES_BLOCK)),
    };
  }
}

function answer(tag: number, value: Uint8Array): Step {
  return { answer: { statusWord: STATUS.done, data: encodeTlv(0x7c, encodeTlv(tag, value)) } };
}

function refused(): Step {
  return { answer: { statusWord: STATUS.wrongData } };
}
