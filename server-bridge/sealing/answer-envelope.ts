/**
 * The answer, sealed by VRS to the visit's one-time key. The key dies with the visit: afterwards nobody can open a recorded
 * answer (invariant B). What is inside is a signed answer (see signed-answer.ts).
 */
import { webcrypto } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { VisitId } from '../protocol/index.ts';
import { canonicalBytes } from './canonical-json.ts';
import { openEnvelope, POINT_BYTES, sealEnvelope } from './envelope.ts';
import type { SealingError } from './sealing-error.ts';

/** The key pair of one visit. The private half is not exportable and has no other holder. */
export type AnswerKeyPair = {
  /** Uncompressed P-256 point, 65 bytes; goes into the application. */
  readonly publicKey: Uint8Array;
  /** Opens an envelope sealed to this pair for the given visit. */
  readonly open: (sealed: Uint8Array, visitId: VisitId) => Promise<Result<Uint8Array, SealingError>>;
  /** Forgets the private key: later calls of `open` give `wiped`. */
  readonly wipe: () => void;
};

const associatedData = (visitId: VisitId) => canonicalBytes({ v: 1, visitId });

/** Makes the pair at the start of an application. */
export async function makeAnswerKeyPair(): Promise<AnswerKeyPair> {
  let keyPair: webcrypto.CryptoKeyPair | null = await webcrypto.subtle.generateKey(
    { name: 'ECDH', namedCurve: 'P-256' },
    false,
    ['deriveBits'],
  );
  const publicKey = new Uint8Array(await webcrypto.subtle.exportKey('raw', keyPair.publicKey));
  return {
    publicKey,
    open: async (sealed, visitId) => {
      if (keyPair === null) return err({ kind: 'wiped' });
      return await openEnvelope({
        purpose: 'kofu answer v1',
        keyPair,
        sealed,
        associatedData: associatedData(visitId),
      });
    },
    wipe: () => {
      keyPair = null;
    },
  };
}

/** Seals a signed answer to the key that stood in the application. */
export async function sealAnswer(o: {
  readonly jws: string;
  readonly visitId: VisitId;
  readonly answerKey: Uint8Array;
}): Promise<Result<Uint8Array, SealingError>> {
  if (o.answerKey.length !== POINT_BYTES) return err({ kind: 'malformed' });
  const plaintext = new TextEncoder().encode(o.jws);
  try {
    return await sealEnvelope({
      purpose: 'kofu answer v1',
      publicKey: o.answerKey,
      plaintext,
      associatedData: associatedData(o.visitId),
    });
  } finally {
    plaintext.fill(0);
  }
}

/** Opens an answer and gives the compact JWS inside, not yet verified. */
export async function openAnswer(o: {
  readonly sealed: Uint8Array;
  readonly visitId: VisitId;
  readonly keys: AnswerKeyPair;
}): Promise<Result<string, SealingError>> {
  const opened = await o.keys.open(o.sealed, o.visitId);
  if (opened.isErr()) return err(opened.error);
  const jws = Buffer.from(opened.value).toString('latin1');
  opened.value.fill(0);
  return /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(jws) ? ok(jws) : err({ kind: 'bad-content' });
}
