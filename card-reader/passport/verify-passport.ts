import { createHash, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { HashAlgorithm } from './authenticity/algorithms.ts';
import { parseDataGroupHashes } from './authenticity/data-group-hashes.ts';
import { proveDocumentSigner } from './authenticity/document-signer.ts';
import { parseSecurityObject } from './authenticity/security-object.ts';
import { verifySignature } from './authenticity/signature.ts';
import type { PassportVerificationError } from './authenticity/verification-error.ts';
import { parseDataGroup1 } from './data-files.ts';
import { countryOfState } from './issuing-states.ts';
import { isExpired } from './mrz-dates.ts';
import { type PassportData, passportDataOf } from './passport-data.ts';

/**
 * Passive authentication (Doc 9303-11, 5.1), from a configured anchor down to the zone: CSCA → document signer → signed
 * attributes → hashes of the data groups → DG1. `anchors`: CSCA certificates in DER, `now`: for every validity. Proves
 * that a state signed these bytes, not that the chip is the one it gave them to. The files of the answer are the
 * caller's own arrays. The terminal and the record system run this same code.
 */
export function verifyPassport(options: {
  dg1: Uint8Array;
  sod: Uint8Array;
  anchors: readonly Uint8Array[];
  now: Date;
}): Result<PassportData, PassportVerificationError> {
  const { dg1, sod, anchors, now } = options;
  const zone = parseDataGroup1(dg1);
  if (zone.isErr()) return err(zone.error);
  const object = parseSecurityObject(sod);
  if (object.isErr()) return err(object.error);
  const { content, certificate, signer, hash, signedBytes, messageDigest, signature } = object.value;
  const hashes = parseDataGroupHashes(content);
  if (hashes.isErr()) return err(hashes.error);

  const key = proveDocumentSigner({
    certificate,
    named: signer,
    anchors,
    country: countryOfState(zone.value.issuingState),
    documentCode: zone.value.documentCode,
    now,
  });
  if (key.isErr()) return err(key.error);
  const algorithm = object.value.signatureAlgorithm;
  const signed = verifySignature({ key: key.value, algorithm, hash, signed: signedBytes, signature });
  if (!signed || !hasDigest(content, hash, messageDigest)) return err({ kind: 'signature-forged' });
  const signedDigest = hashes.value.values.get(1);
  if (signedDigest === undefined || !hasDigest(dg1, hashes.value.hash, signedDigest))
    return err({ kind: 'data-altered' });

  const passport = passportDataOf(zone.value, { dg1, sod }, now);
  return isExpired(passport.expiryDate, now) ? err({ kind: 'passport-expired' }) : ok(passport);
}

function hasDigest(bytes: Uint8Array, hash: HashAlgorithm, digest: Uint8Array): boolean {
  const computed = createHash(hash).update(bytes).digest();
  return computed.length === digest.length && timingSafeEqual(computed, digest);
}
