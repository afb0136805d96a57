import { timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { concatBytes } from '../../apdu/hex.ts';
import { STATUS } from '../../apdu/status-words.ts';
import { encodeTlv } from '../../apdu/tlv.ts';
import { parseDer } from '../der/der-cursor.ts';
import { encodeObjectIdentifier } from '../der/object-identifier.ts';
import { AES_BLOCK, aesCmac, decryptAes } from '../messaging/aes.ts';
import { aesSuite, wipeKeys } from '../messaging/protection-suite.ts';
import { SecureMessaging } from '../messaging/secure-messaging.ts';
import type { ChipError, PassportStep } from '../passport-error.ts';
import type { PaceOffer } from './card-access.ts';
import type { ChipChannel } from './chip-channel.ts';
import {
  decodePoint,
  encodePoint,
  mapGenerator,
  multiplyGenerator,
  multiplyPoint,
  type Point,
  randomScalar,
  sharedSecret,
} from './curve-points.ts';
import { deriveKey, deriveSessionKeys } from './key-derivation.ts';

/** Tags of the dynamic authentication data (Doc 9303-11, 4.4.4.2), ours and the chip's. */
const OURS = { mapping: 0x81, agreement: 0x83, token: 0x85 } as const;
const CHIPS = { nonce: 0x80, mapping: 0x82, agreement: 0x84, token: 0x86 } as const;
const AUTHENTICATION_DATA = 0x7c;
const CHAINED = 0x10;
/** Reference of the password in MSE:Set AT: the MRZ. */
const PASSWORD_IS_MRZ = Uint8Array.of(0x83, 0x01, 0x01);
const TOKEN_LENGTH = 8;

/**
 * PACE with generic mapping over an elliptic curve (Doc 9303-11, 4.4): agrees on session keys that nobody can work out
 * from a recording, even who knows the MRZ. `ephemeral` gives a fresh secret scalar; it is replaced only to replay a
 * published example.
 */
export async function openWithPace(
  channel: ChipChannel,
  password: Uint8Array,
  offer: PaceOffer,
  ephemeral: () => Uint8Array = () => randomScalar(offer.curve),
): Promise<Result<SecureMessaging, ChipError>> {
  const chosen = await channel.send('choose PACE', {
    cla: 0x00,
    ins: 0x22,
    p1: 0xc1,
    p2: 0xa4,
    data: concatBytes(
      encodeTlv(0x80, encodeObjectIdentifier(offer.protocol)),
      PASSWORD_IS_MRZ,
      offer.ambiguous ? Uint8Array.of(0x84, 0x01, offer.curve.parameterId) : new Uint8Array(0),
    ),
  });
  if (chosen.isErr()) return err(chosen.error);
  if (chosen.value.statusWord !== STATUS.done)
    return err({ kind: 'unexpected-status', step: 'choose PACE', statusWord: chosen.value.statusWord });
  const secrets = { mapping: ephemeral(), agreement: ephemeral() };
  try {
    const base = await agreeOnGenerator(channel, password, offer, secrets.mapping);
    if (base.isErr()) return err(base.error);
    return await agreeOnKeys(channel, offer, base.value, secrets.agreement);
  } finally {
    secrets.mapping.fill(0);
    secrets.agreement.fill(0);
  }
}

/** First two steps: the chip's encrypted nonce, and the generator that both ends make of it. */
async function agreeOnGenerator(
  channel: ChipChannel,
  password: Uint8Array,
  { curve, cipher }: PaceOffer,
  secret: Uint8Array,
): Promise<Result<Point, ChipError>> {
  const encrypted = await authenticate(channel, 'PACE nonce', new Uint8Array(0), CHIPS.nonce);
  if (encrypted.isErr()) return err(encrypted.error);
  const ours = multiplyGenerator(curve, secret);
  const theirs = await exchangePoints(channel, 'PACE mapping', curve, OURS.mapping, CHIPS.mapping, ours);
  if (theirs.isErr()) return err(theirs.error);

  const key = deriveKey(password, 'password', cipher);
  // 4.4.3.3.1: the nonce is a multiple of the block, and at least as long as the key.
  const nonceLength = Math.ceil(key.length / AES_BLOCK) * AES_BLOCK;
  if (encrypted.value.length !== nonceLength) return err({ kind: 'answer-malformed' });
  const nonce = decryptAes(key, encrypted.value);
  key.fill(0);
  const generator = mapGenerator(curve, nonce, multiplyPoint(curve, secret, theirs.value));
  nonce.fill(0);
  return generator === undefined ? err({ kind: 'answer-malformed' }) : ok(generator);
}

/** Last two steps: key agreement on the new generator, and the proof of both ends that they have the same keys. */
async function agreeOnKeys(
  channel: ChipChannel,
  { curve, cipher, protocol }: PaceOffer,
  generator: Point,
  secret: Uint8Array,
): Promise<Result<SecureMessaging, ChipError>> {
  const ours = multiplyPoint(curve, secret, generator);
  const theirs = await exchangePoints(channel, 'PACE key agreement', curve, OURS.agreement, CHIPS.agreement, ours);
  if (theirs.isErr()) return err(theirs.error);

  const shared = sharedSecret(curve, secret, theirs.value);
  const keys = deriveSessionKeys(shared, cipher);
  shared.fill(0);
  const tokenOver = (point: Point) => authenticationToken(keys.authentication, protocol, encodePoint(curve, point));
  const answer = await authenticate(
    channel,
    'PACE tokens',
    encodeTlv(OURS.token, tokenOver(theirs.value)),
    CHIPS.token,
  );
  const expected = tokenOver(ours);
  if (answer.isOk() && answer.value.length === TOKEN_LENGTH && timingSafeEqual(answer.value, expected))
    return ok(new SecureMessaging(aesSuite(keys), new Uint8Array(AES_BLOCK)));
  wipeKeys(keys);
  return answer.isErr() ? err(answer.error) : err({ kind: 'chip-unproven' });
}

/** Sends our point, takes the chip's: a point of the curve, and not ours sent back (4.4.1). */
async function exchangePoints(
  channel: ChipChannel,
  step: PassportStep,
  curve: PaceOffer['curve'],
  ourTag: number,
  chipTag: number,
  ours: Point,
): Promise<Result<Point, ChipError>> {
  const answer = await authenticate(channel, step, encodeTlv(ourTag, encodePoint(curve, ours)), chipTag);
  if (answer.isErr()) return err(answer.error);
  const theirs = decodePoint(curve, answer.value);
  if (theirs === undefined || theirs.x === ours.x) return err({ kind: 'answer-malformed' });
  return ok(theirs);
}

/** One GENERAL AUTHENTICATE; gives the value of the one object in the answer. The last of the four ends the chain. */
async function authenticate(
  channel: ChipChannel,
  step: PassportStep,
  request: Uint8Array,
  answerTag: number,
): Promise<Result<Uint8Array, ChipError>> {
  const answer = await channel.send(step, {
    cla: step === 'PACE tokens' ? 0x00 : CHAINED,
    ins: 0x86,
    p1: 0x00,
    p2: 0x00,
    data: encodeTlv(AUTHENTICATION_DATA, request),
    expectedLength: 256,
  });
  if (answer.isErr()) return err(answer.error);
  const { data, statusWord } = answer.value;
  const refused = statusWord === STATUS.verificationFailed || statusWord >> 4 === 0x63c;
  if (step === 'PACE tokens' && refused) return err({ kind: 'access-denied' });
  if (statusWord !== STATUS.done) return err({ kind: 'unexpected-status', step, statusWord });
  return parseDer(data, (cursor) =>
    cursor.inside(AUTHENTICATION_DATA, (inner) => inner.element(answerTag).value),
  ).mapErr(() => ({ kind: 'answer-malformed' as const }));
}

/** 4.4.3.4: CMAC over the protocol and the other end's point, cut to 8 bytes. */
export function authenticationToken(key: Uint8Array, protocol: string, point: Uint8Array): Uint8Array {
  const publicKey = concatBytes(encodeTlv(0x06, encodeObjectIdentifier(protocol)), encodeTlv(0x86, point));
  return aesCmac(key, encodeTlv(0x7f49, publicKey)).slice(0, TOKEN_LENGTH);
}
