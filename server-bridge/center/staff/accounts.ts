/** Accounts of the center's people: the shared ones, with the center's roles and audit trail. */
import type { Result } from 'neverthrow';
import type * as v from 'valibot';
import * as access from '../../staff-access/index.ts';
import type { AccountChangeSchema, NewAccountSchema } from '../console-api/staff.ts';
import { type Actor, actorName, type Role, type StaffId } from './rights.ts';
import { RolesSchema, type StaffParts, staffStore } from './staff-parts.ts';

export type AccountError = access.AccountError;

type Parts = Pick<StaffParts, 'database' | 'hashing' | 'secrets' | 'audit' | 'now'>;
type NewAccount = v.InferOutput<typeof NewAccountSchema>;
type AccountChange = v.InferOutput<typeof AccountChangeSchema>;

export const listAccounts = (parts: Pick<Parts, 'database' | 'now'>) =>
  access.listAccounts({ store: staffStore(parts.database), now: parts.now, rolesSchema: RolesSchema });

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
    store: staffStore(database),
    hashing,
    secrets,
    now,
    scope: '',
    rolesSchema: RolesSchema,
    isAdministrator: (roles) => roles.includes('administrator'),
    nameOf: actorName,
    witnessed: (actor, event) =>
      audit.append({
        actor,
        action: event.kind === 'made' ? 'account-made' : 'account-changed',
        target: event.staffId,
        result: wordOf(event),
      }),
  };
}

/** What has happened, as one word of the audit trail. */
function wordOf(event: access.AccountEvent<Role[]>): string {
  switch (event.kind) {
    case 'made':
      return event.roles.join('+');
    case 'renewed':
      return event.kind;
    case 'changed': {
      const { roles, state } = event.change;
      return [state, roles?.join('+')].filter(Boolean).join(':') || 'unchanged';
    }
    default: {
      const never: never = event;
      throw new Error(`unknown event ${String(never)}`);
    }
  }
}
