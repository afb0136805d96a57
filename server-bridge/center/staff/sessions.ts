/** Sessions of people at the console: a random secret in a cookie, its digest in the table, ends that nothing pushes out for good. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { CenterTables } from '../store/tables.ts';
import { type Role, RoleSchema, type StaffId, StaffIdSchema } from './rights.ts';

const SECRET_BYTES = 32;
const SECRET_PATTERN = /^[A-Za-z0-9_-]{43}$/;
/** A session seen less long ago is not written again: reading the fleet should not write a row for every request. */
const SEEN_STEP_MS = 15_000;
const SESSIONS_OF_ONE_PERSON = 5;

type Store = Kysely<CenterTables>;

export type SessionLimits = {
  readonly idleMs: number;
  readonly sessionMs: number;
  /** A password older than this is good for nothing but setting a new one. */
  readonly passwordMs: number;
};

/** A session that is valid now, with the person as the account stands now: a role taken away is away at once. */
export type LiveSession = {
  /** The digest, which opens nothing. */
  readonly sessionId: string;
  readonly staffId: StaffId;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly csrf: string;
  readonly idleEndsAt: Date;
  readonly endsAt: Date;
  readonly mustChangePassword: boolean;
};

export const RolesSchema = v.pipe(v.string(), v.parseJson(), v.array(RoleSchema));

export const newSessionSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
const digestOf = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');

/** Follows from the session's secret, so it needs no place of its own and cannot belong to another session. */
const csrfOf = (secret: string): string => createHmac('sha256', secret).update('kofu-console-csrf').digest('base64url');

export function isCsrfOf(session: LiveSession, header: unknown): boolean {
  if (typeof header !== 'string') return false;
  const given = createHash('sha256').update(header, 'utf8').digest();
  return timingSafeEqual(given, createHash('sha256').update(session.csrf, 'utf8').digest());
}

/** Begins a session in the caller's transaction, which holds the account. The oldest beyond the number one person may have go. */
export async function beginSession(
  transaction: Store,
  staffId: StaffId,
  limits: SessionLimits,
  now: Date,
): Promise<string> {
  const secret = newSessionSecret();
  await transaction
    .deleteFrom('staff_sessions')
    .where((where) =>
      where(
        'session_digest',
        'in',
        where
          .selectFrom('staff_sessions as older')
          .select('older.session_digest')
          .where('older.staff_id', '=', staffId)
          .orderBy('older.made_at', 'desc')
          .offset(SESSIONS_OF_ONE_PERSON - 1),
      ),
    )
    .execute();
  await transaction
    .insertInto('staff_sessions')
    .values({
      session_digest: digestOf(secret),
      staff_id: staffId,
      made_at: now,
      last_seen_at: now,
      ends_at: new Date(now.getTime() + limits.sessionMs),
    })
    .execute();
  return secret;
}

/**
 * The session a cookie's value opens; null when it opens none.
 *
 * @param renew whether this request is an act of the person, which puts the idle end off
 */
export async function readSession(
  store: Store,
  secret: string,
  limits: SessionLimits,
  now: Date,
  renew: boolean,
): Promise<LiveSession | null> {
  if (!SECRET_PATTERN.test(secret)) return null;
  const sessionId = digestOf(secret);
  const row = await store
    .selectFrom('staff_sessions')
    .innerJoin('staff_accounts', 'staff_accounts.staff_id', 'staff_sessions.staff_id')
    .select(['staff_accounts.staff_id', 'name', 'roles', 'password_set_at', 'must_change', 'last_seen_at', 'ends_at'])
    .where('session_digest', '=', sessionId)
    .where('state', '=', 'active')
    .where('ends_at', '>', now)
    .where('last_seen_at', '>', new Date(now.getTime() - limits.idleMs))
    .executeTakeFirst();
  if (row === undefined) return null;
  let lastSeen = row.last_seen_at;
  if (renew && now.getTime() - lastSeen.getTime() >= SEEN_STEP_MS) {
    lastSeen = now;
    await store
      .updateTable('staff_sessions')
      .set({ last_seen_at: now })
      .where('session_digest', '=', sessionId)
      .where('last_seen_at', '<', now)
      .execute();
  }
  return {
    sessionId,
    staffId: v.parse(StaffIdSchema, row.staff_id),
    name: row.name,
    roles: v.parse(RolesSchema, row.roles),
    csrf: csrfOf(secret),
    idleEndsAt: new Date(Math.min(lastSeen.getTime() + limits.idleMs, row.ends_at.getTime())),
    endsAt: row.ends_at,
    mustChangePassword: row.must_change || now.getTime() - row.password_set_at.getTime() > limits.passwordMs,
  };
}

/** Ends the session of a cookie's value, valid or not. */
export async function endSession(store: Store, secret: string): Promise<void> {
  await store.deleteFrom('staff_sessions').where('session_digest', '=', digestOf(secret)).execute();
}

/** Ends all sessions of a person, but for one. */
export async function endSessionsOf(store: Store, staffId: string, except: string | null): Promise<void> {
  let ending = store.deleteFrom('staff_sessions').where('staff_id', '=', staffId);
  if (except !== null) ending = ending.where('session_digest', '!=', except);
  await ending.execute();
}

/** Takes away sessions that are over. */
export async function sweepSessions(store: Store, limits: SessionLimits, now: Date): Promise<void> {
  const idleSince = new Date(now.getTime() - limits.idleMs);
  await store
    .deleteFrom('staff_sessions')
    .where((where) => where.or([where('ends_at', '<=', now), where('last_seen_at', '<=', idleSince)]))
    .execute();
}
