import { createHash, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { fromHex, toHex } from '../apdu/hex.ts';
import { isIndividualNumber } from '../individual-number/index.ts';
import type { CardAnchor } from './card-anchor.ts';
import type { CardImage } from './card-image.ts';
import { attributesFile, cardKeyFile, integrityRecord, issuerCertificate } from './elementary-files.ts';
import { type CardHolder, parseCardImage, parseFile } from './parse-card-image.ts';
import { verifyRsaSha256 } from './rsa-signature.ts';

/** Why a card is not believed. `issuer-unknown` means "cannot verify"; all others mean changed, copied or self-made. */
export type VerificationError =
  | { kind: 'object-malformed'; file: string }
  | { kind: 'issuer-unknown' }
  | { kind: 'issuer-certificate-forged' }
  | { kind: 'integrity-record-forged' }
  | { kind: 'number-altered' }
  | { kind: 'attributes-altered' }
  | { kind: 'card-key-forged' }
  | { kind: 'challenge-refused' }
  | { kind: 'check-digit' };

/** A challenge shorter than this could be guessed ahead. */
const SHORTEST_CHALLENGE = 16;

/**
 * Verifies what a card gave, from a trusted key down to the chip itself (C4): anchor → issuer's key → digests of number
 * and attributes → the card's own key → its signature over a challenge that the caller made for this one visit.
 * The caller passes only anchors of the environment it serves, and answers for the challenge being used once.
 */
export function verifyCard(options: {
  image: CardImage;
  challenge: Uint8Array;
  challengeSignature: Uint8Array;
  anchors: readonly CardAnchor[];
}): Result<CardHolder, VerificationError> {
  const { image, challenge, challengeSignature, anchors } = options;
  return parseAll(image).andThen(({ holder, attributes, record, certificate, cardKey }) => {
    const authority = toHex(certificate.authorityKeyId);
    const named = anchors.filter(({ keyId, exponent }) => keyId.toUpperCase() === authority && exponent === 65_537);
    if (named.length === 0) return refuse({ kind: 'issuer-unknown' });
    if (!named.some(({ modulus }) => verifyRsaSha256(fromHex(modulus), certificate.signedPart, certificate.signature)))
      return refuse({ kind: 'issuer-certificate-forged' });
    if (!verifyRsaSha256(certificate.modulus, record.signedPart, record.signature))
      return refuse({ kind: 'integrity-record-forged' });
    // The digest of the number covers the whole file, filler included; the object alone does not match.
    if (!sameDigest(record.numberDigest, image.ef0001)) return refuse({ kind: 'number-altered' });
    if (!sameDigest(record.attributesDigest, attributes.signedPart)) return refuse({ kind: 'attributes-altered' });
    if (!verifyRsaSha256(certificate.modulus, cardKey.signedPart, cardKey.signature))
      return refuse({ kind: 'card-key-forged' });
    if (challenge.length < SHORTEST_CHALLENGE || !verifyRsaSha256(cardKey.modulus, challenge, challengeSignature))
      return refuse({ kind: 'challenge-refused' });
    if (!isIndividualNumber(holder.individualNumber)) return refuse({ kind: 'check-digit' });
    return ok(holder);
  });
}

function parseAll(image: CardImage) {
  return parseCardImage(image).andThen((holder) =>
    parseFile('EF 0002', image.ef0002, attributesFile).andThen((attributes) =>
      parseFile('EF 0003', image.ef0003, integrityRecord).andThen((record) =>
        parseFile('EF 0004', image.ef0004, issuerCertificate).andThen((certificate) =>
          parseFile('EF 0007', image.ef0007, cardKeyFile).map((cardKey) => ({
            holder,
            attributes,
            record,
            certificate,
            cardKey,
          })),
        ),
      ),
    ),
  );
}

function refuse(error: VerificationError): Result<never, VerificationError> {
  return err(error);
}

function sameDigest(digest: Uint8Array, bytes: Uint8Array): boolean {
  const computed = createHash('sha256').update(bytes).digest();
  return digest.length === computed.length && timingSafeEqual(digest, computed);
}
