/** One-time codes, terminals' certificates, revocations. */
import type { Instant, NullableInstant } from './column-types.ts';

export type EnrolmentCodesTable = {
  terminal_id: string;
  /** SHA-256 over terminal, machine serial and code: 80 random bits need no slow function. */
  code_digest: string;
  made_at: Instant;
  expires_at: Instant;
  misses: number;
  used_at: NullableInstant;
};

export type TerminalCertificatesTable = {
  /** Upper-case hexadecimal. */
  serial: string;
  terminal_id: string;
  /** SHA-256 of the public key: a key is certified once. */
  key_digest: string;
  issued_at: Instant;
  expires_at: Instant;
  /** Its first use on the line is what supersedes the ones before it. */
  first_used_at: NullableInstant;
  superseded_at: NullableInstant;
  revoked_at: NullableInstant;
  revoked_by: string | null;
  revoked_for: string | null;
};

export type EnrolmentTables = {
  enrolment_codes: EnrolmentCodesTable;
  terminal_certificates: TerminalCertificatesTable;
};
