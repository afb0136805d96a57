/**
 * Signing in. Whatever is wrong is answered alike and costs alike: a name that is not there is checked against a password and a
 * secret made up at the start.
 */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import { type AccessParts, type Act, ownerOf, type StaffEvent } from './access-parts.ts';
import { whole } from './column-types.ts';
import { countMiss, forgetMisses, holdMisses, isLocked, readMisses, sweepMisses } from './misses.ts';
import { newOneTimeSecret, stepOfCode } from './one-time-codes.ts';
import type { PasswordHashing } from './password-hashing.ts';
import { beginSession, endSession, newSessionSecret, sweepSessions } from './sessions.ts';
import type { StaffId } from './staff-id.ts';
import type { StaffTables } from './staff-tables.ts';

export type SignInError =
  /** Name, password or code; nobody is told which. */
  | { readonly kind: 'refused' }
  /** Too many misses under this name, whether there is such an account or not. */
  | { readonly kind: 'locked'; readonly until: Date }
  | { readonly kind: 'busy' };

export type SignInAttempt = {
  readonly staffId: StaffId;
  readonly password: string;
  readonly code: string;
  /** What the browser still had; it ends, whoever it belonged to. */
  readonly previousSecret: string | null;
};

/** Signs somebody in at the place the parts are of. @throws where the trail cannot be kept: then nobody is signed in */
export type SignIn = <Roles>(
  parts: AccessParts<Roles>,
  attempt: SignInAttempt,
) => Promise<Result<{ readonly secret: string }, SignInError>>;

type Outcome =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'locked'; readonly until: Date };

/** Makes up the password and the second factor that names without an account are checked against. */
export async function createSignIn(hashing: PasswordHashing): Promise<Result<SignIn, { readonly kind: 'busy' }>> {
  const nobodysHash = await hashing.hash(randomBytes(32).toString('base64url'));
  if (nobodysHash.isErr()) return err(nobodysHash.error);
  const nobody = { hash: nobodysHash.value, secret: newOneTimeSecret() };
  return ok((parts, attempt) => signIn(parts, attempt, nobody));
}

async function signIn<Roles>(
  parts: AccessParts<Roles>,
  { staffId, password, code, previousSecret }: SignInAttempt,
  nobody: { readonly hash: string; readonly secret: Uint8Array },
): Promise<Result<{ readonly secret: string }, SignInError>> {
  const { store, hashing, secrets, limits, binding } = parts;
  const now = parts.now();
  const found = await store.use(async (tables) => {
    if (previousSecret !== null) await endSession(tables, previousSecret, binding);
    const early = await readMisses(tables, staffId);
    const account = await tables
      .selectFrom('staff_accounts')
      .select('password_hash')
      .where('staff_id', '=', staffId)
      .executeTakeFirst();
    const known = account !== undefined;
    return { early, known, passwordHash: account?.password_hash ?? nobody.hash };
  });
  if (isLocked(found.early, now) && found.early.lockedUntil !== null) {
    await store.tell({ kind: 'sign-in-refused', staffId, reason: 'locked', known: found.known, checked: false });
    return err({ kind: 'locked', until: found.early.lockedUntil });
  }
  const fits = await hashing.verify(found.passwordHash, password);
  if (fits.isErr()) {
    await store.tell({ kind: 'sign-in-refused', staffId, reason: 'busy' });
    return err(fits.error);
  }

  const session = newSessionSecret();
  const decide = async (tables: Kysely<StaffTables>): Promise<Act<Outcome, StaffEvent<Roles>>> => {
    const held = await holdMisses(tables, staffId, now);
    const row = await tables
      .selectFrom('staff_accounts')
      .select(['name', 'state', 'password_hash', 'one_time_secret', 'last_code_step'])
      .where('staff_id', '=', staffId)
      .forUpdate()
      .executeTakeFirst();
    const known = row !== undefined;
    // Attempts that came while others were being checked: the lock holds for them as well.
    if (isLocked(held, now) && held.lockedUntil !== null) {
      const events = [{ kind: 'sign-in-refused', staffId, reason: 'locked', known, checked: true } as const];
      return { value: { kind: 'locked', until: held.lockedUntil }, events };
    }
    const sealed = row?.one_time_secret;
    const secret = (sealed === undefined ? null : secrets.open(ownerOf(parts, staffId), sealed)) ?? nobody.secret;
    const step = stepOfCode(secret, code, now);
    const right =
      row !== undefined &&
      fits.value &&
      row.password_hash === found.passwordHash &&
      row.state === 'active' &&
      step !== null &&
      step > whole(row.last_code_step);
    if (!right) {
      const { lockedUntil } = await countMiss(tables, staffId, held, now);
      const refused = { kind: 'sign-in-refused', staffId, reason: 'refused', known } as const;
      const locked = lockedUntil !== null && known ? [{ kind: 'locked', staffId } as const] : [];
      return { value: { kind: 'refused' }, events: [refused, ...locked] };
    }
    await forgetMisses(tables, staffId);
    await tables
      .updateTable('staff_accounts')
      .set({ last_code_step: step, last_sign_in_at: now })
      .where('staff_id', '=', staffId)
      .execute();
    const endedSessions = await beginSession(tables, parts, { secret: session, staffId, now });
    const signedIn = { kind: 'signed-in', staffId, name: row.name, endedSessions } as const;
    return { value: { kind: 'signed-in' }, events: [signedIn] };
  };

  let outcome: Outcome;
  try {
    outcome = await store.act(decide);
  } catch (cause) {
    // What stands in no trail is not done.
    await store.use((tables) => endSession(tables, session, binding));
    throw cause;
  }
  switch (outcome.kind) {
    case 'signed-in':
      await store.use((tables) => sweepSessions(tables, limits, now));
      await store.use((tables) => sweepMisses(tables, now));
      return ok({ secret: session });
    case 'refused':
      return err({ kind: 'refused' });
    case 'locked':
      return err({ kind: 'locked', until: outcome.until });
    default: {
      const never: never = outcome;
      throw new Error(`unknown outcome ${String(never)}`);
    }
  }
}
