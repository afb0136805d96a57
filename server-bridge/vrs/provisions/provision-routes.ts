/** `/operations/provisions…`: asking another municipality, and the log of what was provided. */
import { err, ok } from 'neverthrow';
import {
  ExportProvisionsQuerySchema,
  NewQuerySchema,
  ProvisionParametersSchema,
  ProvisionsQuerySchema,
  TakeOverSchema,
} from '../console-api/provisions.ts';
import { actInArea } from '../register/staff-work.ts';
import { mayDo } from '../staff/rights.ts';
import { type VrsStaffRoute, vrsRoute } from '../staff/vrs-staff-route.ts';
import { askMunicipality, type ProvisionParts } from './ask-municipality.ts';
import { exportProvisions } from './export-provisions.ts';
import { countProvisions, listProvisions, reviewProvision } from './provision-log.ts';
import { takeOver } from './take-over.ts';

const forbidden = { kind: 'forbidden', error: 'forbidden' } as const;

export function provisionRoutes(parts: ProvisionParts): readonly VrsStaffRoute[] {
  return [
    vrsRoute({
      method: 'POST',
      path: '/provisions/queries',
      needs: 'provisions:exchange',
      body: NewQuerySchema,
      async handle({ actor, body }) {
        if (!mayDo(actor, 'numbers:write')) return err(forbidden);
        const answer = await askMunicipality(parts, actor, body);
        if (answer.isOk()) return ok({ status: 200, value: answer.value });
        const { kind } = answer.error;
        return err({ kind: kind === 'unknown-municipality' ? 'not-found' : 'conflict', error: kind });
      },
    }),
    vrsRoute({
      method: 'POST',
      path: '/provisions/:provisionId/take-over',
      needs: 'provisions:exchange',
      parameters: ProvisionParametersSchema,
      body: TakeOverSchema,
      handle: ({ actor, parameters: { provisionId }, body: { personId } }) =>
        actInArea(parts, actor, async ({ transaction, change, note }) => {
          if (!mayDo(actor, 'records:write')) return err(forbidden);
          const taken = await takeOver(transaction, provisionId, personId, change);
          if (taken.isErr()) {
            const { kind } = taken.error;
            return err({ kind: kind === 'unknown-provision' ? 'not-found' : 'conflict', error: kind });
          }
          const { doses } = taken.value;
          await note({ operation: 'dose-registered', personId, target: provisionId, result: String(doses) });
          return ok({ status: 200, value: { doses } });
        }),
    }),
    vrsRoute({
      method: 'GET',
      path: '/provisions',
      needs: 'provisions:read',
      query: ProvisionsQuerySchema,
      handle: ({ actor, query }) =>
        actInArea(parts, actor, async ({ transaction, note }) => {
          const value = await listProvisions(transaction, query);
          await note({ operation: 'provisions-shown', personId: null, result: String(value.provisions.length) });
          return ok({ status: 200, value });
        }),
    }),
    vrsRoute({
      method: 'GET',
      path: '/provisions/export',
      needs: 'provisions:read',
      query: ExportProvisionsQuerySchema,
      handle: ({ actor, query }) =>
        actInArea(parts, actor, async ({ transaction, note }) => {
          const result = String(await countProvisions(transaction, query));
          await note({ operation: 'provisions-exported', personId: null, result });
          const pieces = exportProvisions(parts.store, actor.area, query);
          return ok({ status: 200, stream: { name: `provisions-${actor.area}.csv`, type: 'text/csv', pieces } });
        }),
    }),
    vrsRoute({
      method: 'POST',
      path: '/provisions/:provisionId/review',
      needs: 'provisions:read',
      parameters: ProvisionParametersSchema,
      handle: ({ actor, parameters: { provisionId } }) =>
        actInArea(parts, actor, async ({ transaction, change, note }) => {
          if (!(await reviewProvision(transaction, provisionId, change.by, change.at))) {
            return err({ kind: 'not-found', error: 'unknown-provision' });
          }
          await note({ operation: 'log-reviewed', personId: null, target: provisionId });
          return ok({ status: 204 });
        }),
    }),
  ];
}
