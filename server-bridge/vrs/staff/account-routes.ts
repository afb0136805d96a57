/** `/operations/accounts…`: the accounts of a municipality's staff, for its administrators (V10). */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { AccountError } from '../../staff-access/index.ts';
import {
  AccountChangeSchema,
  type AccountsSchema,
  type NewAccountAnswerSchema,
  NewAccountSchema,
} from '../console-api/staff.ts';
import { accountsOf, type VrsAccountParts } from './accounts.ts';
import { StaffIdSchema } from './rights.ts';
import { type VrsStaffProblem, type VrsStaffRoute, vrsRoute } from './vrs-staff-route.ts';

const BODY_LIMIT_BYTES = 4_096;
const OneAccountSchema = v.strictObject({ staffId: StaffIdSchema });

/** @param o.passwordMs how long a password counts */
export function accountRoutes(parts: VrsAccountParts, o: { readonly passwordMs: number }): readonly VrsStaffRoute[] {
  return [
    vrsRoute({
      method: 'GET',
      path: '/accounts',
      needs: 'accounts:read',
      async handle({ actor }) {
        const accounts = (await accountsOf(parts, actor).list()).map(({ roles, passwordSetAt, ...account }) => ({
          ...account,
          rights: roles,
          passwordEndsAt: new Date(Date.parse(passwordSetAt) + o.passwordMs).toISOString(),
        }));
        const value: v.InferInput<typeof AccountsSchema> = { accounts };
        return ok({ status: 200, value });
      },
    }),
    vrsRoute({
      method: 'POST',
      path: '/accounts',
      needs: 'accounts:write',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: NewAccountSchema,
      async handle({ actor, body: { rights, ...account } }) {
        const made = await accountsOf(parts, actor).make({ ...account, roles: rights });
        return made.map(handedWith(201)).mapErr(problemOf);
      },
    }),
    vrsRoute({
      method: 'POST',
      path: '/accounts/:staffId',
      needs: 'accounts:write',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      parameters: OneAccountSchema,
      body: AccountChangeSchema,
      async handle({ actor, parameters, body }): Promise<Result<{ readonly status: 204 }, VrsStaffProblem>> {
        const { rights, state } = body;
        if (rights === undefined && state === undefined) return err({ kind: 'malformed', error: 'malformed' });
        const changed = await accountsOf(parts, actor).change(parameters.staffId, { roles: rights, state });
        return changed.map(() => ({ status: 204 as const })).mapErr(problemOf);
      },
    }),
    vrsRoute({
      method: 'POST',
      path: '/accounts/:staffId/renew',
      needs: 'accounts:write',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      parameters: OneAccountSchema,
      async handle({ actor, parameters }) {
        const renewed = await accountsOf(parts, actor).renew(parameters.staffId);
        return renewed.map(handedWith(200)).mapErr(problemOf);
      },
    }),
  ];
}

const handedWith =
  <Status extends 200 | 201>(status: Status) =>
  (value: v.InferInput<typeof NewAccountAnswerSchema>) => ({ status, value });

function problemOf(error: AccountError): VrsStaffProblem {
  switch (error.kind) {
    case 'taken':
    case 'last-administrator':
      return { kind: 'conflict', error: error.kind };
    case 'unknown-account':
      return { kind: 'not-found', error: error.kind };
    case 'own-account':
      return { kind: 'forbidden', error: error.kind };
    case 'busy':
      return { kind: 'unavailable', error: error.kind };
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}
