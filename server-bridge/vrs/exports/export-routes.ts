/** `/operations/exports`, for people, and `/operations/exports/neighbours`, for the systems beside VRS (M2, M3). Right `records:exchange`. */
import { ok } from 'neverthrow';
import * as v from 'valibot';
import { ExportSchema } from '../console-api/people.ts';
import { type StaffActor, type VrsStaffRoute, vrsRoute } from '../staff/vrs-staff-route.ts';
import type { ExportDesk, ExportWanted } from './export-desk.ts';

const BODY_LIMIT_BYTES = 1_024;

/** What neighbouring systems are given: copies for the intermediate server, people whose links are missing. */
export const NeighbourExportSchema = v.strictObject({
  what: v.picklist(['record-copies', 'unlinked-people']),
  encoding: ExportSchema.entries.encoding,
});

export function exportRoutes(desk: ExportDesk): readonly VrsStaffRoute[] {
  const give = async (actor: StaffActor, wanted: ExportWanted) => {
    const { encoding, what } = wanted;
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
