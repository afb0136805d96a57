/** A person sets an own password, with the present one. All other sessions of the person end. */
import { err, ok, type Result } from 'neverthrow';
import { keepPassword, keptPasswords } from './credentials.ts';
import { countMiss, forgetMisses, holdMisses, isLocked, readMisses } from './misses.ts';
import { isFitPassword } from './password-rules.ts';
import { endSessionsOf, type LiveSession } from './sessions.ts';
import type { StaffParts } from './staff-parts.ts';

export type ChangePasswordError =
  /** The present password is another one; counted like a miss at signing in. */
  | { readonly kind: 'refused' }
  /** Too many misses; all sessions of the person have ended. */
  | { readonly kind: 'locked'; readonly until: Date }
  /** The new one is easily guessed, or holds little but the person's own name. */
  | { readonly kind: 'unfit' }
  /** The new one is among the last five. */
  | { readonly kind: 'used-before' }
  | { readonly kind: 'busy' };

export async function changePassword(
  parts: StaffParts,
  session: LiveSession,
  passwords: { readonly present: string; readonly next: string },
): Promise<Result<void, ChangePasswordError>> {
  const { database, hashing, audit } = parts;
  const { staffId, name, roles, sessionId } = session;
  const now = parts.now();
  const actor = { kind: 'person', staffId, name, roles, sessionId } as const;

  const misses = await readMisses(database, staffId);
  if (isLocked(misses, now) && misses.lockedUntil !== null) return err({ kind: 'locked', until: misses.lockedUntil });
  const account = await database
    .selectFrom('staff_accounts')
    .select('password_hash')
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  if (account === undefined) return err({ kind: 'refused' });
  const fits = await hashing.verify(account.password_hash, passwords.present);
  if (fits.isErr()) return err(fits.error);
  if (!fits.value) return await missed();
  if (!isFitPassword(passwords.next, { staffId, name })) return err({ kind: 'unfit' });
  for (const kept of await keptPasswords(database, staffId)) {
    const used = await hashing.verify(kept, passwords.next);
    if (used.isErr()) return err(used.error);
    if (used.value) return err({ kind: 'used-before' });
  }
  const hash = await hashing.hash(passwords.next);
  if (hash.isErr()) return err(hash.error);

  const changed = await database
    .transaction()
    .execute(async (transaction): Promise<Result<void, ChangePasswordError>> => {
      const held = await holdMisses(transaction, staffId, now);
      if (isLocked(held, now) && held.lockedUntil !== null) return err({ kind: 'locked', until: held.lockedUntil });
      const updated = await transaction
        .updateTable('staff_accounts')
        .set({
          password_hash: hash.value,
          password_set_at: now,
          must_change: false,
          changed_at: now,
          changed_by: staffId,
        })
        .where('staff_id', '=', staffId)
        .where('state', '=', 'active')
        // Somebody may have set another one while this one was being checked.
        .where('password_hash', '=', account.password_hash)
        .executeTakeFirst();
      if (updated.numUpdatedRows === 0n) return err({ kind: 'refused' });
      await keepPassword(transaction, staffId, hash.value, now);
      await endSessionsOf(transaction, staffId, sessionId);
      await forgetMisses(transaction, staffId);
      return ok();
    });
  if (changed.isOk()) await audit.append({ actor, action: 'account-changed', target: staffId, result: 'password' });
  return changed;

  async function missed(): Promise<Result<void, ChangePasswordError>> {
    const counted = await database.transaction().execute(async (transaction) => {
      const held = await holdMisses(transaction, staffId, now);
      return isLocked(held, now) ? held : await countMiss(transaction, staffId, held, now);
    });
    await audit.append({ actor, action: 'account-changed', target: staffId, result: 'password-refused' });
    if (counted.lockedUntil === null) return err({ kind: 'refused' });
    // Whoever sits at this session does not know the password: it may have been left open.
    await endSessionsOf(database, staffId, null);
    await audit.append({ actor: { kind: 'center' }, action: 'account-locked', target: staffId, result: 'misses' });
    return err({ kind: 'locked', until: counted.lockedUntil });
  }
}
