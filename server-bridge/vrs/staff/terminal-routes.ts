/** `/operations/staff-terminals…`: which terminals staff may sit at, for administrators (V10). */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import { NewStaffTerminalSchema, type StaffTerminalsSchema } from '../console-api/staff.ts';
import { type StaffTerminalName, StaffTerminalNameSchema } from './rights.ts';
import {
  listTerminals,
  registerTerminal,
  type TerminalError,
  type TerminalParts,
  withdrawTerminal,
} from './staff-terminals.ts';
import { type VrsStaffProblem, type VrsStaffRoute, vrsRoute } from './vrs-staff-route.ts';

const BODY_LIMIT_BYTES = 1_024;
const OneTerminalSchema = v.strictObject({ terminal: StaffTerminalNameSchema });

export function terminalRoutes(
  parts: TerminalParts & {
    /** Ends the connections of a terminal that may work no more. */
    readonly disconnect: (area: MunicipalityCode, terminal: StaffTerminalName) => void;
  },
): readonly VrsStaffRoute[] {
  return [
    vrsRoute({
      method: 'GET',
      path: '/staff-terminals',
      needs: 'accounts:read',
      async handle({ actor }) {
        const terminals = (await listTerminals(parts, actor.area)).map((one) => ({
          terminal: one.terminal,
          registeredAt: one.registeredAt.toISOString(),
          registeredBy: one.registeredBy,
          withdrawnAt: one.withdrawnAt?.toISOString() ?? null,
          lastSeenAt: one.lastSeenAt?.toISOString() ?? null,
        }));
        const value: v.InferInput<typeof StaffTerminalsSchema> = { terminals };
        return ok({ status: 200, value });
      },
    }),
    vrsRoute({
      method: 'POST',
      path: '/staff-terminals',
      needs: 'accounts:write',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: NewStaffTerminalSchema,
      async handle({ actor, body }) {
        const registered = await registerTerminal(parts, actor, body.terminal);
        return registered.map(() => ({ status: 201, value: { terminal: body.terminal } }) as const).mapErr(problemOf);
      },
    }),
    vrsRoute({
      method: 'POST',
      path: '/staff-terminals/:terminal/withdraw',
      needs: 'accounts:write',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      parameters: OneTerminalSchema,
      async handle({ actor, parameters: { terminal } }): Promise<Result<{ readonly status: 204 }, VrsStaffProblem>> {
        // Whoever sits at it would not learn how it ended, and might be the last who can sign in anywhere.
        if (terminal === actor.terminal) return err({ kind: 'conflict', error: 'own-terminal' });
        const withdrawn = await withdrawTerminal(parts, actor, terminal);
        if (withdrawn.isErr()) return err(problemOf(withdrawn.error));
        parts.disconnect(actor.area, terminal);
        return ok({ status: 204 });
      },
    }),
  ];
}

function problemOf(error: TerminalError): VrsStaffProblem {
  switch (error.kind) {
    case 'taken':
      return { kind: 'conflict', error: error.kind };
    case 'unknown-terminal':
      return { kind: 'not-found', error: error.kind };
    default: {
      const never: never = error;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}
