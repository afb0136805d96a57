/** Accounts, as administrators see and change them. Nobody changes the own account; one administrator stays. */
import { type Kysely, sql } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { AccessParts, Act, StaffStore } from './access-parts.ts';
import { type Handed, keepPassword, newCredentials } from './credentials.ts';
import { forgetMisses, lockedNames } from './misses.ts';
import { endSessionsOf } from './sessions.ts';
import type { StaffId } from './staff-id.ts';
import type { StaffTables } from './staff-tables.ts';

export type AccountError =
  | { readonly kind: 'taken' }
  | { readonly kind: 'unknown-account' }
  | { readonly kind: 'own-account' }
  /** There would be no active administrator left. */
  | { readonly kind: 'last-administrator' }
  | { readonly kind: 'busy' };

export type Account<Roles> = {
  readonly staffId: string;
  readonly name: string;
  readonly roles: Roles;
  readonly state: 'active' | 'locked' | 'disabled';
  /** Instants of ISO 8601. */
  readonly madeAt: string;
  readonly madeBy: string;
  readonly passwordSetAt: string;
  readonly lastSignInAt: string | null;
};
export type NewAccount<Roles> = { readonly staffId: StaffId; readonly name: string; readonly roles: Roles };
export type AccountChange<Roles> = {
  readonly roles?: Roles | undefined;
  /** `active` also unlocks. */
  readonly state?: 'active' | 'disabled' | undefined;
};

/** What has happened to an account, for the trail. */
export type AccountEvent<Roles, Actor> = { readonly actor: Actor; readonly staffId: StaffId } & (
  | { readonly kind: 'account-made'; readonly roles: Roles }
  /** `before`: the roles as they were. */
  | { readonly kind: 'account-changed'; readonly change: AccountChange<Roles>; readonly before: Roles }
  | { readonly kind: 'account-renewed' }
);

export type AccountParts<Roles, Actor> = Pick<
  AccessParts<Roles>,
  'hashing' | 'secrets' | 'scope' | 'now' | 'rolesSchema'
> & {
  readonly store: StaffStore<AccountEvent<Roles, Actor>>;
  /** Names that rows and trail have for others than people; nobody gets one. */
  readonly reserved: readonly string[];
  /** Whether these roles allow to look after accounts. */
  readonly isAdministrator: (roles: Roles) => boolean;
  /** What stands in rows for whoever acted: of a person, the account's name. */
  readonly nameOf: (actor: Actor) => string;
};

export function listAccounts<Roles>({
  store,
  now,
  rolesSchema,
}: Pick<AccessParts<Roles>, 'now' | 'rolesSchema'> & { readonly store: Pick<StaffStore<never>, 'use'> }): Promise<
  readonly Account<Roles>[]
> {
  return store.use(async (tables) => {
    const rows = await tables.selectFrom('staff_accounts').selectAll().orderBy('staff_id').execute();
    const ids = rows.map((row) => row.staff_id);
    const locked = await lockedNames(tables, ids, now());
    return rows.map((row) => ({
      staffId: row.staff_id,
      name: row.name,
      roles: v.parse(rolesSchema, row.roles),
      state: row.state === 'active' && locked.has(row.staff_id) ? 'locked' : row.state,
      madeAt: row.made_at.toISOString(),
      madeBy: row.made_by,
      passwordSetAt: row.password_set_at.toISOString(),
      lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    }));
  });
}

/** Makes an account. What the person is handed is told once. */
export async function makeAccount<Roles, Actor>(
  parts: AccountParts<Roles, Actor>,
  actor: Actor,
  { staffId, name, roles }: NewAccount<Roles>,
): Promise<Result<Handed, AccountError>> {
  if (parts.reserved.includes(staffId)) return err({ kind: 'taken' });
  const now = parts.now();
  const credentials = await newCredentials(parts, staffId, now);
  if (credentials.isErr()) return err(credentials.error);
  const { columns, handed } = credentials.value;
  const by = parts.nameOf(actor);
  const made = await parts.store.act(async (tables): Promise<Done<Roles, Actor>> => {
    const inserted = await tables
      .insertInto('staff_accounts')
      .values({
        staff_id: staffId,
        name,
        roles: JSON.stringify(roles),
        state: 'active',
        ...columns,
        made_at: now,
        made_by: by,
        changed_at: now,
        changed_by: by,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) return undone({ kind: 'taken' });
    await keepPassword(tables, staffId, columns.password_hash, now);
    return { value: ok(), events: [{ kind: 'account-made', actor, staffId, roles }] };
  });
  if (made.isErr()) return err(made.error);
  // Outside: signing in takes the row of misses first and the account second.
  await parts.store.use((tables) => forgetMisses(tables, staffId));
  return ok(handed);
}

/** Changes roles or state. Every session of the person ends. */
export async function changeAccount<Roles, Actor>(
  parts: AccountParts<Roles, Actor>,
  actor: Actor,
  staffId: StaffId,
  change: AccountChange<Roles>,
): Promise<Result<void, AccountError>> {
  const now = parts.now();
  const by = parts.nameOf(actor);
  if (by === staffId) return err({ kind: 'own-account' });
  const changed = await parts.store.act(async (tables): Promise<Done<Roles, Actor>> => {
    const accounts = await holdAccounts(tables, parts);
    const account = accounts.find((one) => one.staffId === staffId);
    if (account === undefined) return undone({ kind: 'unknown-account' });
    const next = { ...account, roles: change.roles ?? account.roles, state: change.state ?? account.state };
    const others = accounts.filter((one) => one.staffId !== staffId);
    const isAdministrator = (one: Held<Roles>): boolean => one.state === 'active' && parts.isAdministrator(one.roles);
    if (isAdministrator(account) && ![next, ...others].some(isAdministrator)) {
      return undone({ kind: 'last-administrator' });
    }
    await tables
      .updateTable('staff_accounts')
      .set({ roles: JSON.stringify(next.roles), state: next.state, changed_at: now, changed_by: by })
      .where('staff_id', '=', staffId)
      .execute();
    await endSessionsOf(tables, staffId, null);
    return { value: ok(), events: [{ kind: 'account-changed', actor, staffId, change, before: account.roles }] };
  });
  if (changed.isErr()) return changed;
  if (change.state === 'active') await parts.store.use((tables) => forgetMisses(tables, staffId));
  return ok();
}

/** A new first password and a new second factor: a forgotten password, a lost telephone. Every session of the person ends. */
export async function renewAccount<Roles, Actor>(
  parts: AccountParts<Roles, Actor>,
  actor: Actor,
  staffId: StaffId,
): Promise<Result<Handed, AccountError>> {
  const now = parts.now();
  const by = parts.nameOf(actor);
  if (by === staffId) return err({ kind: 'own-account' });
  const credentials = await newCredentials(parts, staffId, now);
  if (credentials.isErr()) return err(credentials.error);
  const { columns, handed } = credentials.value;
  const renewed = await parts.store.act(async (tables): Promise<Done<Roles, Actor>> => {
    const updated = await tables
      .updateTable('staff_accounts')
      .set({ ...columns, changed_at: now, changed_by: by })
      .where('staff_id', '=', staffId)
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return undone({ kind: 'unknown-account' });
    await keepPassword(tables, staffId, columns.password_hash, now);
    await endSessionsOf(tables, staffId, null);
    return { value: ok(), events: [{ kind: 'account-renewed', actor, staffId }] };
  });
  if (renewed.isErr()) return err(renewed.error);
  await parts.store.use((tables) => forgetMisses(tables, staffId));
  return ok(handed);
}

type Done<Roles, Actor> = Act<Result<void, AccountError>, AccountEvent<Roles, Actor>>;

const undone = (error: AccountError): { value: Result<void, AccountError>; events: [] } => ({
  value: err(error),
  events: [],
});

type Held<Roles> = { readonly staffId: string; readonly roles: Roles; readonly state: 'active' | 'disabled' };

/** All accounts, locked in one order: two administrators who disable each other are decided one after the other. */
async function holdAccounts<Roles>(
  tables: Kysely<StaffTables>,
  { rolesSchema }: Pick<AccessParts<Roles>, 'rolesSchema'>,
): Promise<readonly Held<Roles>[]> {
  const rows = await tables
    .selectFrom('staff_accounts')
    .select(['staff_id', 'roles', 'state'])
    .orderBy(sql`staff_id`)
    .forUpdate()
    .execute();
  return rows.map((row) => ({ staffId: row.staff_id, roles: v.parse(rolesSchema, row.roles), state: row.state }));
}
