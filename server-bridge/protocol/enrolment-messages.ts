/**
 * How a terminal gets its certificate, and the next one.
 *
 *   POST /v1/enrolment    EnrolmentRequest → CertificateAnswer   the enrolment listener: nobody has a certificate yet
 *   POST /v1/certificate  CertificateRequest → CertificateAnswer the line itself: asked for with the old certificate
 */
import * as v from 'valibot';
import { BuildSchema, TerminalIdSchema } from './identifiers.ts';

/** PKCS#10 (RFC 2986) for a P-256 key, PEM. */
const RequestPemSchema = v.pipe(v.string(), v.startsWith('-----BEGIN CERTIFICATE REQUEST-----'), v.maxLength(4_096));

/** What stands on the machine's plate. */
export const MachineSerialSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9-]{3,39}$/));

/** Sixteen letters and digits of Crockford's alphabet (80 random bits), in groups of four. */
export const ENROLMENT_CODE_PATTERN = /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/;

export const EnrolmentRequestSchema = v.strictObject({
  v: v.literal(1),
  terminalId: TerminalIdSchema,
  serial: MachineSerialSchema,
  code: v.pipe(v.string(), v.regex(ENROLMENT_CODE_PATTERN)),
  request: RequestPemSchema,
  /** What the machine runs, where it says so. */
  build: v.optional(BuildSchema),
});
export type EnrolmentRequest = v.InferOutput<typeof EnrolmentRequestSchema>;

export const CertificateRequestSchema = v.strictObject({ v: v.literal(1), request: RequestPemSchema });
export type CertificateRequest = v.InferOutput<typeof CertificateRequestSchema>;

/** The certificate, PEM, with those between it and the line's authority. */
export const CertificateAnswerSchema = v.strictObject({
  v: v.literal(1),
  certificate: v.pipe(v.string(), v.startsWith('-----BEGIN CERTIFICATE-----'), v.maxLength(16_384)),
});
export type CertificateAnswer = v.InferOutput<typeof CertificateAnswerSchema>;
