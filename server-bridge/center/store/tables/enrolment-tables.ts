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

/** A request for a certificate that differs from what was registered. */
export type HeldEnrolmentsTable = {
  id: string;
  terminal_id: string;
  /** SHA-256 of the key that is to be certified: one key, one decision. */
  key_digest: string;
  /** What the machine shows of its key; staff type it and are not shown it. */
  comparison: string;
  serial: string;
  build: string | null;
  /** Words of `DIFFERENCES`, with a comma between them. */
  differs: string;
  state: 'held' | 'approved' | 'refused' | 'issued';
  asked_at: Instant;
  expires_at: Instant;
  comparison_misses: number;
  decided_at: NullableInstant;
  decided_by: string | null;
};

export type TerminalConnectionsTable = {
  /** Of the certificate, upper-case hexadecimal; those of any authority's certificates, registered here or not. */
  serial: string;
  /** One more with each connection: whoever has an earlier one is over. */
  turn: number;
  /** A random name of the process that has it. */
  node_id: string;
  /** By the store's own clock. */
  taken_at: Instant;
  /** The certificate's end. */
  expires_at: Instant;
};

export type EnrolmentTables = {
  terminal_connections: TerminalConnectionsTable;
  held_enrolments: HeldEnrolmentsTable;
  enrolment_codes: EnrolmentCodesTable;
  terminal_certificates: TerminalCertificatesTable;
};
