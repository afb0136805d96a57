/** Sessions of people: a random secret in a cookie, its digest in the table, ends that nothing pushes out for good. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ExpressionBuilder, Kysely } from 'kysely';
import * as v from 'valibot';
import type { AccessParts, LiveSession, SessionLimits } from './access-parts.ts';
import { type StaffId, StaffIdSchema } from './staff-id.ts';
import type { StaffTables } from './staff-tables.ts';

const SECRET_BYTES = 32;
const SECRET_PATTERN = /^[A-Za-z0-9_-]{43}$/;
/** A session seen less long ago is not written again: reading the fleet should not write a row for every request. */
const SEEN_STEP_MS = 15_000;

type Tables = Kysely<StaffTables>;
/** What is asked of the parts to begin or to find a session. */
type SessionParts<Roles> = Pick<AccessParts<Roles>, 'limits' | 'now' | 'rolesSchema' | 'binding'>;

export const newSessionSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
/** What a session is bound to stands behind the secret, whose length is fixed. */
const digestOf = (secret: string, binding: string): string =>
  createHash('sha256').update(secret, 'utf8').update(binding, 'utf8').digest('hex');

/** Follows from the session's secret, so it needs no place of its own and cannot belong to another session. */
const csrfOf = (secret: string): string => createHmac('sha256', secret).update('kofu-console-csrf').digest('base64url');

export function isCsrfOf(session: Pick<LiveSession<unknown>, 'csrf'>, header: unknown): boolean {
  if (typeof header !== 'string') return false;
  const given = createHash('sha256').update(header, 'utf8').digest();
  return timingSafeEqual(given, createHash('sha256').update(session.csrf, 'utf8').digest());
}

/**
 * Begins a session in the caller's transaction, which holds the account. The oldest beyond the number one person may have go.
 *
 * @returns how many have gone that were alive
 */
export async function beginSession(
  tables: Tables,
  parts: Pick<AccessParts<unknown>, 'limits' | 'binding'>,
  { secret, staffId, now }: { readonly secret: string; readonly staffId: StaffId; readonly now: Date },
): Promise<number> {
  const { limits, binding } = parts;
  // Those that are over already are ended by nobody.
  await tables.deleteFrom('staff_sessions').where('staff_id', '=', staffId).where(isOver(limits, now)).execute();
  const gone = await tables
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
          .offset(limits.sessionsOfOnePerson - 1),
      ),
    )
    .executeTakeFirst();
  await tables
    .insertInto('staff_sessions')
    .values({
      session_digest: digestOf(secret, binding),
      staff_id: staffId,
      made_at: now,
      last_seen_at: now,
      ends_at: new Date(now.getTime() + limits.sessionMs),
    })
    .execute();
  return Number(gone.numDeletedRows);
}

/**
 * The session a cookie's value opens; null when it opens none.
 *
 * @param renew whether this request is an act of the person, which puts the idle end off
 */
export async function readSession<Roles>(
  tables: Tables,
  secret: string,
  parts: SessionParts<Roles>,
  renew: boolean,
): Promise<LiveSession<Roles> | null> {
  if (!SECRET_PATTERN.test(secret)) return null;
  const { limits } = parts;
  const now = parts.now();
  const sessionId = digestOf(secret, parts.binding);
  const row = await tables
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
    await tables
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
    roles: v.parse(parts.rolesSchema, row.roles),
    csrf: csrfOf(secret),
    idleEndsAt: new Date(Math.min(lastSeen.getTime() + limits.idleMs, row.ends_at.getTime())),
    endsAt: row.ends_at,
    mustChangePassword: row.must_change || now.getTime() - row.password_set_at.getTime() > limits.passwordMs,
  };
}

/** Ends the session of a cookie's value, valid or not. */
export async function endSession(tables: Tables, secret: string, binding: string): Promise<void> {
  await tables.deleteFrom('staff_sessions').where('session_digest', '=', digestOf(secret, binding)).execute();
}

/** Ends all sessions of a person, but for one. */
export async function endSessionsOf(tables: Tables, staffId: string, except: string | null): Promise<void> {
  let ending = tables.deleteFrom('staff_sessions').where('staff_id', '=', staffId);
  if (except !== null) ending = ending.where('session_digest', '!=', except);
  await ending.execute();
}

/** Takes away sessions that are over. */
export async function sweepSessions(tables: Tables, limits: SessionLimits, now: Date): Promise<void> {
  await tables.deleteFrom('staff_sessions').where(isOver(limits, now)).execute();
}

const isOver =
  ({ idleMs }: SessionLimits, now: Date) =>
  (where: ExpressionBuilder<StaffTables, 'staff_sessions'>) =>
    where.or([where('ends_at', '<=', now), where('last_seen_at', '<=', new Date(now.getTime() - idleMs))]);
