/**
 * Signing in. Whatever is wrong is answered alike and costs alike: a name that is not there is checked against a password and a
 * secret made up at the start.
 */
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { whole } from '../store/tables.ts';
import { countMiss, forgetMisses, holdMisses, isLocked, readMisses, sweepMisses } from './misses.ts';
import { newOneTimeSecret, stepOfCode } from './one-time-codes.ts';
import type { Actor, StaffId } from './rights.ts';
import { beginSession, endSession, sweepSessions } from './sessions.ts';
import type { StaffParts } from './staff-parts.ts';

export type SignInError =
  /** Name, password or code; nobody is told which. */
  | { readonly kind: 'refused' }
  /** Too many misses under this name, whether there is such an account or not. */
  | { readonly kind: 'locked'; readonly until: Date }
  | { readonly kind: 'busy' };

export type SignIn = (attempt: {
  readonly staffId: StaffId;
  readonly password: string;
  readonly code: string;
  /** What the browser still had; it ends, whoever it belonged to. */
  readonly previousSecret: string | null;
}) => Promise<Result<{ readonly secret: string }, SignInError>>;

type Outcome =
  | { readonly kind: 'signed-in'; readonly secret: string; readonly actor: Actor }
  | { readonly kind: 'refused'; readonly known: boolean; readonly lockedUntil: Date | null }
  | { readonly kind: 'locked'; readonly known: boolean; readonly until: Date };

export async function createSignIn(parts: StaffParts): Promise<Result<SignIn, { readonly kind: 'busy' }>> {
  const { database, hashing, secrets, audit, log, limits } = parts;
  const nobodysHash = await hashing.hash(randomBytes(32).toString('base64url'));
  if (nobodysHash.isErr()) return err(nobodysHash.error);
  const nobodysSecret = newOneTimeSecret();

  /** The center speaks where nobody is known to have acted. */
  const refuse = async (staffId: StaffId, known: boolean, result: string): Promise<void> => {
    await audit.append({
      actor: { kind: 'center' },
      action: 'sign-in-refused',
      target: known ? staffId : 'unknown',
      result,
    });
  };

  return ok(async ({ staffId, password, code, previousSecret }) => {
    const now = parts.now();
    if (previousSecret !== null) await endSession(database, previousSecret);
    const early = await readMisses(database, staffId);
    if (isLocked(early, now) && early.lockedUntil !== null) {
      log.record('SIGN_IN_REFUSED', { reason: 'locked' });
      return err({ kind: 'locked', until: early.lockedUntil });
    }
    const account = await database
      .selectFrom('staff_accounts')
      .select('password_hash')
      .where('staff_id', '=', staffId)
      .executeTakeFirst();
    const checkedHash = account?.password_hash ?? nobodysHash.value;
    const fits = await hashing.verify(checkedHash, password);
    if (fits.isErr()) {
      log.record('SIGN_IN_REFUSED', { reason: 'busy' });
      return err(fits.error);
    }

    const outcome = await database.transaction().execute(async (transaction): Promise<Outcome> => {
      const held = await holdMisses(transaction, staffId, now);
      const row = await transaction
        .selectFrom('staff_accounts')
        .select(['name', 'state', 'password_hash', 'one_time_secret', 'last_code_step'])
        .where('staff_id', '=', staffId)
        .forUpdate()
        .executeTakeFirst();
      // Attempts that came while others were being checked: the lock holds for them as well.
      if (isLocked(held, now) && held.lockedUntil !== null) {
        return { kind: 'locked', known: row !== undefined, until: held.lockedUntil };
      }
      const secret = row === undefined ? nobodysSecret : (secrets.open(staffId, row.one_time_secret) ?? nobodysSecret);
      const step = stepOfCode(secret, code, now);
      const right =
        row !== undefined &&
        fits.value &&
        row.password_hash === checkedHash &&
        row.state === 'active' &&
        step !== null &&
        step > whole(row.last_code_step);
      if (!right) {
        const { lockedUntil } = await countMiss(transaction, staffId, held, now);
        return { kind: 'refused', known: row !== undefined, lockedUntil };
      }
      await forgetMisses(transaction, staffId);
      await transaction
        .updateTable('staff_accounts')
        .set({ last_code_step: step, last_sign_in_at: now })
        .where('staff_id', '=', staffId)
        .execute();
      const begun = await beginSession(transaction, staffId, limits, now);
      const actor: Actor = { kind: 'person', staffId, name: row.name, roles: [], sessionId: '' };
      return { kind: 'signed-in', secret: begun, actor };
    });

    switch (outcome.kind) {
      case 'signed-in':
        try {
          await audit.append({ actor: outcome.actor, action: 'signed-in', target: staffId, result: 'done' });
        } catch (cause) {
          // What cannot be audited is not done.
          await endSession(database, outcome.secret);
          throw cause;
        }
        log.record('SIGNED_IN', {});
        await sweepSessions(database, limits, now);
        await sweepMisses(database, now);
        return ok({ secret: outcome.secret });
      case 'refused':
        await refuse(staffId, outcome.known, 'refused');
        if (outcome.lockedUntil !== null && outcome.known) {
          await audit.append({
            actor: { kind: 'center' },
            action: 'account-locked',
            target: staffId,
            result: 'misses',
          });
        }
        log.record('SIGN_IN_REFUSED', { reason: 'refused' });
        return err({ kind: 'refused' });
      case 'locked':
        await refuse(staffId, outcome.known, 'locked');
        log.record('SIGN_IN_REFUSED', { reason: 'locked' });
        return err({ kind: 'locked', until: outcome.until });
      default: {
        const never: never = outcome;
        throw new Error(`unknown outcome ${String(never)}`);
      }
    }
  });
}
