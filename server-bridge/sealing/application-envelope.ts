/**
 * The application, sealed by the terminal to VRS. The header travels beside the envelope in clear and is its associated
 * data: a relay that changes one character of it makes the envelope unreadable (invariant C).
 */
import { createHash, type webcrypto } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type Application, type ApplicationHeader, ApplicationSchema } from '../protocol/index.ts';
import { canonicalBytes, parseCanonical } from './canonical-json.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';
import type { SealingError } from './sealing-error.ts';

/** SHA-256 over sealed bytes as sent, base64url: by this the answer names its application (P3). */
export function digestOf(sealed: Uint8Array): string {
  return createHash('sha256').update(sealed).digest('base64url');
}

/** Seals an application to the given public key (65 bytes, from the VRS key set under `header.sealingKeyId`). */
export async function sealApplication(o: {
  readonly header: ApplicationHeader;
  readonly application: Application;
  readonly sealingPublicKey: Uint8Array;
}): Promise<Result<{ sealed: Uint8Array; digest: string }, SealingError>> {
  const plaintext = canonicalBytes(o.application);
  try {
    const sealed = await sealEnvelope({
      purpose: 'kofu application v1',
      publicKey: o.sealingPublicKey,
      plaintext,
      associatedData: canonicalBytes(o.header),
    });
    return sealed.map((bytes) => ({ sealed: bytes, digest: digestOf(bytes) }));
  } finally {
    plaintext.fill(0);
  }
}

/** Opens an application. Whether its fields equal those of the header is for VRS to check. */
export async function openApplication(o: {
  readonly header: ApplicationHeader;
  readonly sealed: Uint8Array;
  /** Sealing keys by key id. */
  readonly keys: ReadonlyMap<string, webcrypto.CryptoKeyPair>;
}): Promise<Result<{ application: Application; digest: string }, SealingError>> {
  const keyPair = o.keys.get(o.header.sealingKeyId);
  if (keyPair === undefined) return err({ kind: 'unknown-key' });
  const opened = await openEnvelope({
    purpose: 'kofu application v1',
    keyPair,
    sealed: o.sealed,
    associatedData: canonicalBytes(o.header),
  });
  if (opened.isErr()) return err(opened.error);
  const content = parseCanonical(
    Buffer.from(opened.value.buffer, opened.value.byteOffset, opened.value.length).toString('utf8'),
  );
  opened.value.fill(0);
  const application = v.safeParse(ApplicationSchema, content?.value);
  if (!application.success) return err({ kind: 'bad-content' });
  return ok({ application: application.output, digest: digestOf(o.sealed) });
}
