/**
 * One sealed message: HPKE base mode (RFC 9180) with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM, written as
 * `enc ‖ ciphertext`. Every message has a context of its own, so no sequence number exists.
 */
import type { webcrypto } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { err, ok, type Result } from 'neverthrow';
import { PADDED_BYTES, pad, unpad } from './padding.ts';
import type { SealingError } from './sealing-error.ts';

/** An uncompressed P-256 point: the encapsulated key in front of the ciphertext, and every public sealing key. */
export const POINT_BYTES = 65;
const TAG_BYTES = 16;

/** Separates the two directions: an answer can never be taken for an application, nor the other way round. */
export const ENVELOPE_PURPOSES = ['kofu application v1', 'kofu answer v1'] as const;
export type EnvelopePurpose = (typeof ENVELOPE_PURPOSES)[number];

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

/**
 * Pads and seals. The plaintext is left to the caller to zero; the padded copy is zeroed here.
 *
 * @param o.associatedData bound to the envelope, not carried in it
 */
export async function sealEnvelope(o: {
  readonly purpose: EnvelopePurpose;
  readonly publicKey: Uint8Array;
  readonly plaintext: Uint8Array;
  readonly associatedData: Uint8Array;
}): Promise<Result<Uint8Array, SealingError>> {
  const padded = pad(o.plaintext);
  if (padded === undefined) return err({ kind: 'too-large' });
  try {
    const recipientPublicKey = await suite.kem.deserializePublicKey(Uint8Array.from(o.publicKey));
    const { enc, ct } = await suite.seal(
      { recipientPublicKey, info: new TextEncoder().encode(o.purpose) },
      padded,
      o.associatedData,
    );
    return ok(Buffer.concat([new Uint8Array(enc), new Uint8Array(ct)]));
  } catch (cause) {
    return err({ kind: 'malformed', cause });
  } finally {
    padded.fill(0);
  }
}

/** Opens and removes the padding. The plaintext is the caller's to zero. */
export async function openEnvelope(o: {
  readonly purpose: EnvelopePurpose;
  readonly keyPair: webcrypto.CryptoKeyPair;
  readonly sealed: Uint8Array;
  readonly associatedData: Uint8Array;
}): Promise<Result<Uint8Array, SealingError>> {
  if (o.sealed.length !== POINT_BYTES + PADDED_BYTES + TAG_BYTES) return err({ kind: 'malformed' });
  let padded: Uint8Array;
  try {
    padded = new Uint8Array(
      await suite.open(
        {
          recipientKey: o.keyPair,
          enc: Uint8Array.from(o.sealed.subarray(0, POINT_BYTES)),
          info: new TextEncoder().encode(o.purpose),
        },
        Uint8Array.from(o.sealed.subarray(POINT_BYTES)),
        o.associatedData,
      ),
    );
  } catch (cause) {
    return err({ kind: 'not-opened', cause });
  }
  const plaintext = unpad(padded);
  if (plaintext === undefined) {
    padded.fill(0);
    return err({ kind: 'bad-content' });
  }
  return ok(plaintext);
}
