/**
 * People with accounts: second factors, passwords, sessions, misses. An installation may have more columns, or keep each row in an area
 * of its own: keys may have something in front, and primary keys are named as PostgreSQL names them.
 */
import type { ColumnType } from 'kysely';
import type { Instant, NullableInstant, Whole } from './column-types.ts';

export type StaffAccountsTable = {
  staff_id: string;
  name: string;
  /** What the person may do, as JSON of the installation's own. */
  roles: string;
  state: 'active' | 'disabled';
  /** argon2id in PHC notation. */
  password_hash: string;
  password_set_at: Instant;
  /** Given by somebody else: good for nothing but setting an own one. */
  must_change: boolean;
  /** Encrypted under the key file of the configuration, bound to the account's name. */
  one_time_secret: string;
  /** The newest time step a code of which has counted; older ones and itself count no more (RFC 6238 §5.2). */
  last_code_step: Whole;
  made_at: Instant;
  made_by: string;
  changed_at: Instant;
  changed_by: string;
  last_sign_in_at: NullableInstant;
};

/** The newest passwords of each person, the present one included. */
export type StaffPasswordsTable = {
  id: ColumnType<number | bigint | string, never, never>;
  staff_id: string;
  password_hash: string;
  set_at: Instant;
};

export type StaffSessionsTable = {
  /** Of the session's secret, which only the browser has, and of what the session is bound to. */
  session_digest: string;
  staff_id: string;
  made_at: Instant;
  last_seen_at: Instant;
  ends_at: Instant;
};

export type StaffMissesTable = {
  /** SHA-256 of the account name that was typed, whether there is such an account or not. */
  name_digest: string;
  misses: number;
  last_at: Instant;
  locked_until: NullableInstant;
};

export type StaffTables = {
  staff_accounts: StaffAccountsTable;
  staff_passwords: StaffPasswordsTable;
  staff_sessions: StaffSessionsTable;
  staff_misses: StaffMissesTable;
};
