/** Accounts of the center's people: the shared ones, with the center's roles and audit trail. */
import type { Kysely } from 'kysely';
import type { Result } from 'neverthrow';
import type * as v from 'valibot';
import * as access from '../../staff-access/index.ts';
import type { AccountChangeSchema, NewAccountSchema } from '../console-api/staff.ts';
import { type Actor, actorName, type Role, type StaffId } from './rights.ts';
import { RolesSchema, type StaffParts, staffStore } from './staff-parts.ts';
import { witnessAccounts } from './staff-witness.ts';

export type AccountError = access.AccountError;

type Parts = Pick<StaffParts, 'database' | 'hashing' | 'secrets' | 'audit' | 'now'>;
type NewAccount = v.InferOutput<typeof NewAccountSchema>;
type AccountChange = v.InferOutput<typeof AccountChangeSchema>;

export async function listAccounts({ database, now }: Pick<Parts, 'database' | 'now'>) {
  const store = { use: <T>(work: (tables: Kysely<access.StaffTables>) => Promise<T>): Promise<T> => work(database) };
  const accounts = await access.listAccounts({ store, now, rolesSchema: RolesSchema });
  return accounts.map(({ staffId, name, roles, state, madeAt, lastSignInAt }) => ({
    staffId,
    name,
    roles,
    state,
    madeAt,
    lastSignInAt,
  }));
}

/** Makes an account. What the person is handed is told once. */
export const makeAccount = (
  parts: Parts,
  actor: Actor,
  account: NewAccount,
): Promise<Result<access.Handed, AccountError>> =>
  access.makeAccount(accountParts(parts), actor, { ...account, roles: once(account.roles) });

/** Changes roles or state. Every session of the person ends; `active` also unlocks. */
export const changeAccount = (
  parts: Parts,
  actor: Actor,
  staffId: StaffId,
  { roles, state }: AccountChange,
): Promise<Result<void, AccountError>> =>
  access.changeAccount(accountParts(parts), actor, staffId, {
    state,
    ...(roles === undefined ? {} : { roles: once(roles) }),
  });

/** A new first password and a new second factor. Every session of the person ends. */
export const renewAccount = (
  parts: Parts,
  actor: Actor,
  staffId: StaffId,
): Promise<Result<access.Handed, AccountError>> => access.renewAccount(accountParts(parts), actor, staffId);

const once = (roles: readonly Role[]): Role[] => [...new Set(roles)];

function accountParts({ database, hashing, secrets, audit, now }: Parts): access.AccountParts<Role[], Actor> {
  return {
    store: staffStore(database, witnessAccounts(audit)),
    hashing,
    secrets,
    now,
    scope: '',
    rolesSchema: RolesSchema,
    reserved: ['center', 'tool', 'unknown'],
    isAdministrator: (roles) => roles.includes('administrator'),
    nameOf: actorName,
  };
}
