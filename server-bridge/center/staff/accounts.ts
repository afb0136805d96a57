/** Accounts of the center's people, as administrators see and change them. Nobody changes the own account; one administrator stays. */
import { type Kysely, sql } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { AccountChangeSchema, AccountSchema, NewAccountSchema } from '../console-api/staff.ts';
import type { CenterTables } from '../store/tables.ts';
import { type Handed, keepPassword, newCredentials } from './credentials.ts';
import { forgetMisses, lockedNames } from './misses.ts';
import { type Actor, actorName, type StaffId } from './rights.ts';
import { endSessionsOf, RolesSchema } from './sessions.ts';
import type { StaffParts } from './staff-parts.ts';

export type AccountError =
  | { readonly kind: 'taken' }
  | { readonly kind: 'unknown-account' }
  | { readonly kind: 'own-account' }
  /** There would be no active administrator left. */
  | { readonly kind: 'last-administrator' }
  | { readonly kind: 'busy' };

type Account = v.InferInput<typeof AccountSchema>;
type NewAccount = v.InferOutput<typeof NewAccountSchema>;
type AccountChange = v.InferOutput<typeof AccountChangeSchema>;
type Parts = Pick<StaffParts, 'database' | 'hashing' | 'secrets' | 'audit' | 'now'>;

export async function listAccounts({ database, now }: Parts): Promise<readonly Account[]> {
  const rows = await database.selectFrom('staff_accounts').selectAll().orderBy('staff_id').execute();
  const ids = rows.map((row) => row.staff_id);
  const locked = await lockedNames(database, ids, now());
  return rows.map((row) => ({
    staffId: row.staff_id,
    name: row.name,
    roles: v.parse(RolesSchema, row.roles),
    state: row.state === 'active' && locked.has(row.staff_id) ? 'locked' : row.state,
    madeAt: row.made_at.toISOString(),
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
  }));
}

/** Makes an account. What the person is handed is told once. */
export async function makeAccount(
  parts: Parts,
  actor: Actor,
  account: NewAccount,
): Promise<Result<Handed, AccountError>> {
  const now = parts.now();
  const { staffId } = account;
  const credentials = await newCredentials(parts, staffId, now);
  if (credentials.isErr()) return err(credentials.error);
  const { columns, handed } = credentials.value;
  const by = actorName(actor);
  const made = await parts.database.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto('staff_accounts')
      .values({
        staff_id: staffId,
        name: account.name,
        roles: JSON.stringify([...new Set(account.roles)]),
        state: 'active',
        ...columns,
        made_at: now,
        made_by: by,
        changed_at: now,
        changed_by: by,
      })
      .onConflict((conflict) => conflict.column('staff_id').doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
    await keepPassword(transaction, staffId, columns.password_hash, now);
    return true;
  });
  if (!made) return err({ kind: 'taken' });
  await forgetMisses(parts.database, staffId);
  await parts.audit.append({ actor, action: 'account-made', target: staffId, result: wordOf(account.roles) });
  return ok(handed);
}

/** Changes roles or state. Every session of the person ends; `active` also unlocks. */
export async function changeAccount(
  parts: Parts,
  actor: Actor,
  staffId: StaffId,
  change: AccountChange,
): Promise<Result<void, AccountError>> {
  const now = parts.now();
  const by = actorName(actor);
  if (by === staffId) return err({ kind: 'own-account' });
  const changed = await parts.database
    .transaction()
    .execute(async (transaction): Promise<Result<void, AccountError>> => {
      const accounts = await holdAccounts(transaction);
      const account = accounts.find((one) => one.staffId === staffId);
      if (account === undefined) return err({ kind: 'unknown-account' });
      const next = { ...account, roles: change.roles ?? account.roles, state: change.state ?? account.state };
      const others = accounts.filter((one) => one.staffId !== staffId);
      if (isAdministrator(account) && ![next, ...others].some(isAdministrator)) {
        return err({ kind: 'last-administrator' });
      }
      await transaction
        .updateTable('staff_accounts')
        .set({ roles: JSON.stringify([...new Set(next.roles)]), state: next.state, changed_at: now, changed_by: by })
        .where('staff_id', '=', staffId)
        .execute();
      await endSessionsOf(transaction, staffId, null);
      return ok();
    });
  if (changed.isErr()) return changed;
  if (change.state === 'active') await forgetMisses(parts.database, staffId);
  const result = [change.state, change.roles === undefined ? undefined : wordOf(change.roles)]
    .filter(Boolean)
    .join(':');
  await parts.audit.append({ actor, action: 'account-changed', target: staffId, result: result || 'unchanged' });
  return ok();
}

/** A new first password and a new second factor: a forgotten password, a lost telephone. Every session of the person ends. */
export async function renewAccount(
  parts: Parts,
  actor: Actor,
  staffId: StaffId,
): Promise<Result<Handed, AccountError>> {
  const now = parts.now();
  const by = actorName(actor);
  if (by === staffId) return err({ kind: 'own-account' });
  const credentials = await newCredentials(parts, staffId, now);
  if (credentials.isErr()) return err(credentials.error);
  const { columns, handed } = credentials.value;
  const renewed = await parts.database.transaction().execute(async (transaction) => {
    const updated = await transaction
      .updateTable('staff_accounts')
      .set({ ...columns, changed_at: now, changed_by: by })
      .where('staff_id', '=', staffId)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return false;
    await keepPassword(transaction, staffId, columns.password_hash, now);
    await endSessionsOf(transaction, staffId, null);
    return true;
  });
  if (!renewed) return err({ kind: 'unknown-account' });
  await forgetMisses(parts.database, staffId);
  await parts.audit.append({ actor, action: 'account-changed', target: staffId, result: 'renewed' });
  return ok(handed);
}

type Held = { readonly staffId: string; readonly roles: readonly string[]; readonly state: 'active' | 'disabled' };

const isAdministrator = (account: Held): boolean =>
  account.state === 'active' && account.roles.includes('administrator');

/** All accounts, locked in one order: two administrators who disable each other are decided one after the other. */
async function holdAccounts(transaction: Kysely<CenterTables>): Promise<readonly Held[]> {
  const rows = await transaction
    .selectFrom('staff_accounts')
    .select(['staff_id', 'roles', 'state'])
    .orderBy(sql`staff_id`)
    .forUpdate()
    .execute();
  return rows.map((row) => ({ staffId: row.staff_id, roles: v.parse(RolesSchema, row.roles), state: row.state }));
}

/** Roles as one word of the audit trail. */
const wordOf = (roles: readonly string[]): string => [...new Set(roles)].join('+');
