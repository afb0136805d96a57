/** `/operations/exports`, for people, and `/operations/exports/neighbours`, for the systems beside VRS (M2, M3). Right `records:exchange`; lists of people need `people:exchange` as well. */
import { err, ok, type Result } from 'neverthrow';
import { ExportSchema, NeighbourExportSchema } from '../console-api/people.ts';
import { mayDo } from '../staff/rights.ts';
import {
  type StaffActor,
  type VrsStaffAnswer,
  type VrsStaffProblem,
  type VrsStaffRoute,
  vrsRoute,
} from '../staff/vrs-staff-route.ts';
import type { ExportDesk, ExportWanted } from './export-desk.ts';

const BODY_LIMIT_BYTES = 1_024;

const LISTS_OF_PEOPLE: readonly ExportWanted['what'][] = ['people', 'tickets', 'unlinked-people'];

export function exportRoutes(desk: ExportDesk): readonly VrsStaffRoute[] {
  const give = async (actor: StaffActor, wanted: ExportWanted): Promise<Result<VrsStaffAnswer, VrsStaffProblem>> => {
    const { encoding, what } = wanted;
    // Who may give records out may not therefore give out who lives in the municipality.
    if (LISTS_OF_PEOPLE.includes(what) && !mayDo(actor, 'people:exchange')) {
      return err({ kind: 'forbidden', error: 'forbidden' });
    }
    const pieces = await desk.give(actor, wanted);
    const charset = encoding === 'shift_jis' ? { charset: encoding } : {};
    return ok({
      status: 200 as const,
      stream: { name: `${what}-${actor.area}.csv`, type: 'text/csv', ...charset, pieces },
    });
  };
  return [
    vrsRoute({
      method: 'POST',
      path: '/exports',
      needs: 'records:exchange',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: ExportSchema,
      handle: ({ actor, body }) => give(actor, body),
    }),
    vrsRoute({
      method: 'POST',
      path: '/exports/neighbours',
      needs: 'records:exchange',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: NeighbourExportSchema,
      handle: ({ actor, body }) => give(actor, body),
    }),
  ];
}
