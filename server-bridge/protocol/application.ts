/**
 * The application: what the terminal seals to VRS, and the only place where the individual number travels. The center
 * relays the sealed bytes and sees the header alone (invariant C). Everything in it comes from card and passport (K3, K4).
 */
import * as v from 'valibot';
import {
  Base64UrlSchema,
  CertificateKindSchema,
  InstantSchema,
  MunicipalityCodeSchema,
  TerminalIdSchema,
  VisitIdSchema,
} from './identifiers.ts';

/** What the relay may see. Its RFC 8785 bytes are the associated data of the envelope, so it cannot be changed unnoticed. */
export const ApplicationHeaderSchema = v.strictObject({
  v: v.literal(1),
  visitId: VisitIdSchema,
  terminalId: TerminalIdSchema,
  municipality: MunicipalityCodeSchema,
  sealingKeyId: v.pipe(v.string(), v.maxLength(64)),
});
export type ApplicationHeader = v.InferOutput<typeof ApplicationHeaderSchema>;

const bytesUpTo = (limit: number) => v.pipe(Base64UrlSchema, v.maxLength(Math.ceil((limit * 4) / 3)));

/** The sealed plaintext: RFC 8785 JSON, padded (see sealing). Elementary files are the bytes as read from the card. */
export const ApplicationSchema = v.strictObject({
  v: v.literal(1),
  visitId: VisitIdSchema,
  terminalId: TerminalIdSchema,
  municipality: MunicipalityCodeSchema,
  kind: CertificateKindSchema,
  /** 32 random bytes of this visit, to be repeated in the answer. */
  nonce: v.pipe(Base64UrlSchema, v.length(43)),
  appliedAt: InstantSchema,
  /** Digest of the terms the resident agreed to (K1). */
  termsDigest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** The visit's one-time HPKE public key (raw P-256 point): only this visit can open the answer. */
  answerKey: v.pipe(Base64UrlSchema, v.length(87)),
  card: v.strictObject({
    ef0001: bytesUpTo(4096),
    ef0002: bytesUpTo(4096),
    ef0003: bytesUpTo(4096),
    ef0004: bytesUpTo(4096),
    ef0007: bytesUpTo(4096),
    challengeId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
    challengeSignature: bytesUpTo(512),
  }),
  /** Files of the resident's passport as its chip gave them; only where VRS has no passport items of the person. */
  passport: v.optional(v.strictObject({ dg1: bytesUpTo(200), sod: bytesUpTo(12_288) })),
});
export type Application = v.InferOutput<typeof ApplicationSchema>;

/** A challenge for the card to sign, made by VRS, single use, short life. */
export const ChallengeSchema = v.strictObject({
  challengeId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  /** 32 random bytes. The card signs SHA-256 of them in a DigestInfo. */
  challenge: v.pipe(Base64UrlSchema, v.length(43)),
  expiresAt: InstantSchema,
});
export type Challenge = v.InferOutput<typeof ChallengeSchema>;
