/** A person sets an own password, with the present one. All other sessions of the person end. */
import { err, ok, type Result } from 'neverthrow';
import type { AccessParts, Act, LiveSession, StaffEvent } from './access-parts.ts';
import { keepPassword, keptPasswords } from './credentials.ts';
import { countMiss, forgetMisses, holdMisses, isLocked, readMisses } from './misses.ts';
import { isFitPassword } from './password-rules.ts';
import { endSessionsOf } from './sessions.ts';

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

export async function changePassword<Roles>(
  parts: AccessParts<Roles>,
  session: LiveSession<Roles>,
  passwords: { readonly present: string; readonly next: string },
): Promise<Result<void, ChangePasswordError>> {
  const { store, hashing } = parts;
  const { staffId, name, sessionId } = session;
  const now = parts.now();
  type Changed = Act<Result<void, ChangePasswordError>, StaffEvent<Roles>>;

  const { misses, account, kept } = await store.use(async (tables) => ({
    misses: await readMisses(tables, staffId),
    account: await tables
      .selectFrom('staff_accounts')
      .select('password_hash')
      .where('staff_id', '=', staffId)
      .executeTakeFirst(),
    kept: await keptPasswords(tables, staffId),
  }));
  if (isLocked(misses, now) && misses.lockedUntil !== null) return err({ kind: 'locked', until: misses.lockedUntil });
  if (account === undefined) return err({ kind: 'refused' });
  const fits = await hashing.verify(account.password_hash, passwords.present);
  if (fits.isErr()) return err(fits.error);
  if (!fits.value) return await missed();
  if (!isFitPassword(passwords.next, { staffId, name })) return err({ kind: 'unfit' });
  for (const hash of kept) {
    const used = await hashing.verify(hash, passwords.next);
    if (used.isErr()) return err(used.error);
    if (used.value) return err({ kind: 'used-before' });
  }
  const hash = await hashing.hash(passwords.next);
  if (hash.isErr()) return err(hash.error);

  return await store.act(async (tables): Promise<Changed> => {
    const held = await holdMisses(tables, staffId, now);
    if (isLocked(held, now) && held.lockedUntil !== null) return undone({ kind: 'locked', until: held.lockedUntil });
    const updated = await tables
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
    if (updated.numUpdatedRows === 0n) return undone({ kind: 'refused' });
    await keepPassword(tables, staffId, hash.value, now);
    await endSessionsOf(tables, staffId, sessionId);
    await forgetMisses(tables, staffId);
    return { value: ok(), events: [{ kind: 'password-changed', session }] };
  });

  async function missed(): Promise<Result<void, ChangePasswordError>> {
    return await store.act(async (tables): Promise<Changed> => {
      const held = await holdMisses(tables, staffId, now);
      const { lockedUntil } = isLocked(held, now) ? held : await countMiss(tables, staffId, held, now);
      const refused = { kind: 'password-refused', session } as const;
      if (lockedUntil === null) return { value: err({ kind: 'refused' }), events: [refused] };
      // Whoever sits at this session does not know the password: it may have been left open.
      await endSessionsOf(tables, staffId, null);
      return { value: err({ kind: 'locked', until: lockedUntil }), events: [refused, { kind: 'locked', staffId }] };
    });
  }
}

const undone = (error: ChangePasswordError): { value: Result<void, ChangePasswordError>; events: [] } => ({
  value: err(error),
  events: [],
});
