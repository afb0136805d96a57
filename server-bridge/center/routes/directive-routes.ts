/** The directive in force, its change without a second person, and municipalities that stop at once. */
import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { SuspendMunicipalitySchema, type SuspensionsSchema } from '../console-api/changes.ts';
import type { ChangeDesk } from '../directives/change-desk.ts';
import { DirectChangeSchema } from '../directives/directive-content.ts';
import type { DirectiveChangeError, DirectiveKeeper } from '../directives/directive-keeper.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffProblem, StaffRoute } from '../staff/staff-route.ts';

/** A directive with two thousand municipalities fits. */
const BODY_LIMIT_BYTES = 4_000_000;

function problemOf({ kind }: DirectiveChangeError): StaffProblem {
  switch (kind) {
    case 'no-key-set':
    case 'contention':
    case 'overtaken':
    case 'base-moved':
    case 'same-time':
    case 'too-late':
    case 'not-suspended':
      return { kind: 'conflict', error: kind };
    case 'invalid-directive':
    case 'terms-digest':
    case 'too-large':
    case 'for-all-only':
      return { kind: 'malformed', error: kind };
    default: {
      const never: never = kind;
      throw new Error(`unknown error ${String(never)}`);
    }
  }
}

/** @param parts.directChanges whether tools may change the directive without a second person */
export function directiveRoutes(parts: {
  readonly keeper: DirectiveKeeper;
  readonly desk: ChangeDesk;
  readonly directChanges: boolean;
}): readonly StaffRoute[] {
  const { keeper, desk } = parts;
  return [
    staffRoute({
      method: 'GET',
      path: '/directive',
      needs: 'watch',
      handle() {
        const directive = keeper.current()?.directive;
        if (directive === undefined) return err({ kind: 'unavailable', error: 'no-directive' });
        return ok({ status: 200, value: { directive } });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/directive',
      needs: 'change-directly',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: DirectChangeSchema,
      async handle({ actor, body }) {
        if (!parts.directChanges) return err({ kind: 'forbidden', error: 'direct-changes-off' });
        const changed = await desk.changeDirectly(actor, body);
        if (changed.isErr()) return err(problemOf(changed.error));
        return ok({ status: 200, value: { version: changed.value.directive.version } });
      },
    }),
    staffRoute({
      method: 'GET',
      path: '/municipalities/suspended',
      needs: 'watch',
      async handle() {
        const value: v.InferInput<typeof SuspensionsSchema> = { suspensions: [...(await keeper.newest()).suspensions] };
        return ok({ status: 200, value });
      },
    }),
    staffRoute({
      method: 'POST',
      path: '/municipalities/:code/suspend',
      needs: 'suspend-municipality',
      parameters: v.strictObject({ code: MunicipalityCodeSchema }),
      body: SuspendMunicipalitySchema,
      async handle({ actor, parameters, body }) {
        const suspended = await desk.suspendMunicipality(actor, parameters.code, body.reason);
        if (suspended.isOk()) return ok({ status: 200, value: { version: suspended.value.directive.version } });
        const { error } = suspended;
        return err(error.kind === 'unknown-municipality' ? { kind: 'not-found', error: error.kind } : problemOf(error));
      },
    }),
  ];
}
