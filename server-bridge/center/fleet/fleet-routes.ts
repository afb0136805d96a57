/** What staff ask about the fleet: counts, list, one terminal. */
import { err, ok } from 'neverthrow';
import * as v from 'valibot';
import { TerminalIdSchema } from '../../protocol/index.ts';
import { FleetQuerySchema } from '../console-api/fleet.ts';
import { staffRoute } from '../staff/define-route.ts';
import type { StaffRoute } from '../staff/staff-route.ts';
import type { FleetView } from './fleet-view.ts';

export function fleetRoutes(fleet: FleetView): readonly StaffRoute[] {
  return [
    staffRoute({
      method: 'GET',
      path: '/fleet',
      needs: 'watch',
      handle: async () => ok({ status: 200, value: await fleet.summary() }),
    }),
    staffRoute({
      method: 'GET',
      path: '/fleet/terminals',
      needs: 'watch',
      query: FleetQuerySchema,
      handle: async ({ query }) => ok({ status: 200, value: await fleet.page(query) }),
    }),
    staffRoute({
      method: 'GET',
      path: '/fleet/terminals/:terminalId',
      needs: 'watch',
      parameters: v.strictObject({ terminalId: TerminalIdSchema }),
      async handle({ parameters }) {
        const found = await fleet.find(parameters.terminalId);
        return found === null
          ? err({ kind: 'not-found', error: 'unknown-terminal' })
          : ok({ status: 200, value: found });
      },
    }),
  ];
}
