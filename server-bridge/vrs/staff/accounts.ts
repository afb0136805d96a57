/** Accounts of a municipality's staff: the shared ones, with rights by task and level. Changed by administrators of the same area (V10). */
import type { Result } from 'neverthrow';
import * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import {
  type Account,
  type AccountChange,
  type AccountError,
  type AccountParts,
  changeAccount,
  type Handed,
  listAccounts,
  makeAccount,
  type NewAccount,
  type PasswordHashing,
  renewAccount,
  type SecretBox,
} from '../../staff-access/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { areaStaffStore } from './area-staff-store.ts';
import { actorId, holds, type Rights, RightsSchema, type StaffId, type VrsActor } from './rights.ts';
import { witnessAccounts } from './staff-operations.ts';

export type VrsAccountParts = {
  readonly store: VrsStore;
  readonly log: OperationLog;
  readonly hashing: PasswordHashing;
  readonly secrets: SecretBox;
  readonly now: () => Date;
};

/** Of the text the store keeps. */
export const StoredRightsSchema = v.pipe(v.string(), v.parseJson(), RightsSchema);

/** Everything is done in the actor's own area. */
export const accountsOf = (parts: VrsAccountParts, actor: VrsActor) => {
  const inArea = areaAccountParts(parts, actor.area);
  return {
    list: (): Promise<readonly Account<Rights>[]> => listAccounts(inArea),
    /** Makes an account. What the person is handed is told once. */
    make: (account: NewAccount<Rights>): Promise<Result<Handed, AccountError>> => makeAccount(inArea, actor, account),
    /** Changes rights or state. Every session of the person ends; `active` also unlocks. */
    change: (staffId: StaffId, change: AccountChange<Rights>): Promise<Result<void, AccountError>> =>
      changeAccount(inArea, actor, staffId, change),
    /** A new first password and a new second factor. Every session of the person ends. */
    renew: (staffId: StaffId): Promise<Result<Handed, AccountError>> => renewAccount(inArea, actor, staffId),
  };
};

function areaAccountParts(
  { store, log, hashing, secrets, now }: VrsAccountParts,
  area: MunicipalityCode,
): AccountParts<Rights, VrsActor> {
  return {
    store: areaStaffStore(store, area, witnessAccounts(log)),
    hashing,
    secrets,
    now,
    scope: area,
    rolesSchema: StoredRightsSchema,
    reserved: ['system', 'tablet', 'unknown'],
    isAdministrator: (rights) => holds(rights, 'accounts:write'),
    nameOf: actorId,
  };
}
