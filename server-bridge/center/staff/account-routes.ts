/** `/operations/accounts…`: the accounts of the center's people, for administrators. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import {
  AccountChangeSchema,
  type AccountsSchema,
  type NewAccountAnswerSchema,
  NewAccountSchema,
} from '../console-api/staff.ts';
import { type AccountError, changeAccount, listAccounts, makeAccount, renewAccount } from './accounts.ts';
import { staffRoute } from './define-route.ts';
import { StaffIdSchema } from './rights.ts';
import type { StaffParts } from './staff-parts.ts';
import type { StaffProblem, StaffRoute } from './staff-route.ts';

const BODY_LIMIT_BYTES = 4_096;
const OneAccountSchema = v.strictObject({ staffId: StaffIdSchema });

export function accountRoutes(
  parts: Pick<StaffParts, 'database' | 'hashing' | 'secrets' | 'audit' | 'now'>,
): readonly StaffRoute[] {
  return [
    staffRoute({
      method: 'GET',
      path: '/accounts',
      needs: 'accounts',
      async handle() {
        const value: v.InferInput<typeof AccountsSchema> = { accounts: [...(await listAccounts(parts))] };
        return ok({ status: 200, value });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/accounts',
      needs: 'accounts',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: NewAccountSchema,
      async handle({ actor, body }) {
        return (await makeAccount(parts, actor, body)).map(handedWith(201)).mapErr(problemOf);
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/accounts/:staffId',
      needs: 'accounts',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      parameters: OneAccountSchema,
      body: AccountChangeSchema,
      async handle({ actor, parameters, body }): Promise<Result<{ readonly status: 204 }, StaffProblem>> {
        if (body.roles === undefined && body.state === undefined) return err({ kind: 'malformed', error: 'malformed' });
        const changed = await changeAccount(parts, actor, parameters.staffId, body);
        return changed.map(() => ({ status: 204 as const })).mapErr(problemOf);
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/accounts/:staffId/renew',
      needs: 'accounts',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      parameters: OneAccountSchema,
      async handle({ actor, parameters }) {
        return (await renewAccount(parts, actor, parameters.staffId)).map(handedWith(200)).mapErr(problemOf);
      },
    }),
  ];
}

const handedWith =
  <Status extends 200 | 201>(status: Status) =>
  (value: v.InferInput<typeof NewAccountAnswerSchema>) => ({ status, value });

function problemOf(error: AccountError): StaffProblem {
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
