import { randomBytes, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { concatBytes } from '../../apdu/hex.ts';
import { STATUS } from '../../apdu/status-words.ts';
import { tripleDesSuite, wipeKeys } from '../messaging/protection-suite.ts';
import { SecureMessaging } from '../messaging/secure-messaging.ts';
import { decryptTripleDes, encryptTripleDes, retailMac } from '../messaging/triple-des.ts';
import type { ChipError } from '../passport-error.ts';
import type { ChipChannel } from './chip-channel.ts';
import { deriveSessionKeys } from './key-derivation.ts';

const NONCE_LENGTH = 8;
const KEY_LENGTH = 16;
const CRYPTOGRAM_LENGTH = 2 * NONCE_LENGTH + KEY_LENGTH;

/** How chips say that the keys are not theirs. */
const REFUSALS: readonly number[] = [
  STATUS.verificationFailed,
  STATUS.securityNotSatisfied,
  STATUS.secureMessagingObjectWrong,
];

/**
 * Basic access control (Doc 9303-11, 4.3): both ends prove that they know the MRZ, and agree on session keys.
 * `seed` is the first 16 bytes of the password; `random` is replaced only to replay a published example.
 */
export async function openWithBasicAccess(
  channel: ChipChannel,
  seed: Uint8Array,
  random: (length: number) => Uint8Array = randomBytes,
): Promise<Result<SecureMessaging, ChipError>> {
  const challenge = await channel.send('get challenge', {
    cla: 0x00,
    ins: 0x84,
    p1: 0x00,
    p2: 0x00,
    expectedLength: NONCE_LENGTH,
  });
  if (challenge.isErr()) return err(challenge.error);
  const { data: chipNonce, statusWord } = challenge.value;
  if (statusWord !== STATUS.done) return err({ kind: 'unexpected-status', step: 'get challenge', statusWord });
  if (chipNonce.length !== NONCE_LENGTH) return err({ kind: 'answer-malformed' });

  const keys = deriveSessionKeys(seed, 'triple-des');
  const ourNonce = random(NONCE_LENGTH);
  const ourKey = random(KEY_LENGTH);
  const proof = concatBytes(ourNonce, chipNonce, ourKey);
  const cryptogram = encryptTripleDes(keys.encryption, proof);
  try {
    const answer = await channel.send('authenticate (BAC)', {
      cla: 0x00,
      ins: 0x82,
      p1: 0x00,
      p2: 0x00,
      data: concatBytes(cryptogram, retailMac(keys.authentication, cryptogram)),
      expectedLength: CRYPTOGRAM_LENGTH + 8,
    });
    if (answer.isErr()) return err(answer.error);
    if (REFUSALS.includes(answer.value.statusWord) || answer.value.statusWord >> 4 === 0x63c)
      return err({ kind: 'access-denied' });
    if (answer.value.statusWord !== STATUS.done)
      return err({ kind: 'unexpected-status', step: 'authenticate (BAC)', statusWord: answer.value.statusWord });
    const opened = openProof(answer.value.data, keys);
    if (opened === undefined) return err({ kind: 'chip-unproven' });
    const sameNonces = timingSafeEqual(opened.subarray(0, 16), concatBytes(chipNonce, ourNonce));
    const secret = ourKey.map((byte, index) => byte ^ (opened[16 + index] ?? 0));
    opened.fill(0);
    if (!sameNonces) return err({ kind: 'chip-unproven' });
    const session = deriveSessionKeys(secret, 'triple-des');
    secret.fill(0);
    return ok(
      new SecureMessaging(tripleDesSuite(session), concatBytes(chipNonce.subarray(4, 8), ourNonce.subarray(4, 8))),
    );
  } finally {
    wipeKeys(keys);
    proof.fill(0);
    ourKey.fill(0);
  }
}

/** The chip's proof, opened: its nonce, ours, its half of the key. Undefined without a right MAC. */
function openProof(
  answer: Uint8Array,
  keys: { encryption: Uint8Array; authentication: Uint8Array },
): Uint8Array | undefined {
  if (answer.length !== CRYPTOGRAM_LENGTH + 8) return undefined;
  const cryptogram = answer.subarray(0, CRYPTOGRAM_LENGTH);
  if (!timingSafeEqual(retailMac(keys.authentication, cryptogram), answer.subarray(CRYPTOGRAM_LENGTH)))
    return undefined;
  return decryptTripleDes(keys.encryption, cryptogram);
}
