/** What a person is handed for an account, and how passwords are kept. */
import type { Kysely } from 'kysely';
import { ok, type Result } from 'neverthrow';
import { type AccessParts, ownerOf } from './access-parts.ts';
import { firstPassword } from './first-password.ts';
import { newOneTimeSecret, otpauthUri } from './one-time-codes.ts';
import type { HashingBusy } from './password-hashing.ts';
import type { StaffTables } from './staff-tables.ts';

/** The newest passwords that may not come back, the present one among them. */
const KEPT_PASSWORDS = 5;

/** Shown once and kept nowhere in clear. */
export type Handed = { readonly firstPassword: string; readonly otpauthUri: string };

export type Credentials = {
  readonly handed: Handed;
  readonly columns: {
    readonly password_hash: string;
    readonly password_set_at: Date;
    readonly must_change: true;
    readonly one_time_secret: string;
    readonly last_code_step: number;
  };
};

/** A first password and a second factor for a person; nothing is written. */
export async function newCredentials(
  parts: Pick<AccessParts<unknown>, 'hashing' | 'secrets' | 'scope'>,
  staffId: string,
  now: Date,
): Promise<Result<Credentials, HashingBusy>> {
  const password = firstPassword();
  const secret = newOneTimeSecret();
  const hash = await parts.hashing.hash(password);
  return hash.andThen((passwordHash) =>
    ok({
      handed: { firstPassword: password, otpauthUri: otpauthUri(staffId, secret) },
      columns: {
        password_hash: passwordHash,
        password_set_at: now,
        must_change: true as const,
        one_time_secret: parts.secrets.seal(ownerOf(parts, staffId), secret),
        last_code_step: 0,
      },
    }),
  );
}

/** Puts a password that has been set among those that may not come back. */
export async function keepPassword(
  transaction: Kysely<StaffTables>,
  staffId: string,
  passwordHash: string,
  now: Date,
): Promise<void> {
  await transaction
    .insertInto('staff_passwords')
    .values({ staff_id: staffId, password_hash: passwordHash, set_at: now })
    .execute();
  await transaction
    .deleteFrom('staff_passwords')
    .where((where) =>
      where(
        'id',
        'in',
        where
          .selectFrom('staff_passwords as older')
          .select('older.id')
          .where('older.staff_id', '=', staffId)
          .orderBy('older.id', 'desc')
          .offset(KEPT_PASSWORDS),
      ),
    )
    .execute();
}

/** Hashes of the passwords that may not come back, newest first. */
export async function keptPasswords(tables: Kysely<StaffTables>, staffId: string): Promise<readonly string[]> {
  const rows = await tables
    .selectFrom('staff_passwords')
    .select('password_hash')
    .where('staff_id', '=', staffId)
    .orderBy('id', 'desc')
    .limit(KEPT_PASSWORDS)
    .execute();
  return rows.map((row) => row.password_hash);
}
