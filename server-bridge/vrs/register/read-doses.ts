/** A person's doses as registered, opened, with the ticket each came by. */
import * as v from 'valibot';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { AreaKeys } from '../store/area-keys.ts';
import type { DoseSource } from '../store/tables/register-tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { type DoseFacts, type Doubt, DoubtSchema } from './dose-facts.ts';

export type RegisteredDose = {
  readonly doseId: string;
  readonly version: number;
  readonly facts: DoseFacts;
  /** Null where nothing is doubtful. */
  readonly doubt: Doubt | null;
  readonly source: DoseSource;
  readonly registeredAt: Date;
  readonly registeredBy: string;
};

type DoseRow = {
  readonly dose_id: string;
  readonly number: number;
  readonly day: string;
  readonly product: string;
  readonly lot: string;
  readonly doubtful: boolean;
  readonly doubt: string | null;
  readonly vaccinated_in: string | null;
  readonly site: Uint8Array | null;
  readonly doctor: Uint8Array | null;
  readonly source: DoseSource;
  readonly version: number;
  readonly registered_at: Date;
  readonly registered_by: string;
};

/** The doubt of a row; a flag from before reasons were kept was the source's. */
export function doubtOfRow(row: { readonly doubtful: boolean; readonly doubt: string | null }): Doubt | null {
  if (!row.doubtful) return null;
  return row.doubt === null ? 'said-by-source' : v.parse(DoubtSchema, row.doubt);
}

export function openDose(keys: AreaKeys, row: DoseRow): RegisteredDose {
  const id = row.dose_id;
  return {
    doseId: id,
    version: row.version,
    facts: {
      number: row.number,
      day: row.day,
      product: row.product,
      lot: row.lot,
      vaccinatedIn: row.vaccinated_in === null ? null : v.parse(MunicipalityCodeSchema, row.vaccinated_in),
      site: row.site === null ? null : keys.decrypt('doses.site', id, row.site),
      doctor: row.doctor === null ? null : keys.decrypt('doses.doctor', id, row.doctor),
    },
    doubt: doubtOfRow(row),
    source: row.source,
    registeredAt: row.registered_at,
    registeredBy: row.registered_by,
  };
}

/** By number, then day. */
export async function readDoses(
  { database, keys }: AreaTransaction,
  personId: string,
): Promise<readonly (RegisteredDose & { readonly ticketNumber: string | null })[]> {
  const rows = await database
    .selectFrom('doses')
    .leftJoin('tickets', (join) =>
      join.onRef('tickets.area', '=', 'doses.area').onRef('tickets.ticket_id', '=', 'doses.ticket_id'),
    )
    .selectAll('doses')
    .select('tickets.ticket_number')
    .where('doses.area', '=', keys.area)
    .where('doses.person_id', '=', personId)
    .orderBy('number')
    .orderBy('day')
    .execute();
  return rows.map((row) => ({
    ...openDose(keys, row),
    ticketNumber:
      row.ticket_id === null || row.ticket_number === null
        ? null
        : keys.decrypt('tickets.ticket_number', row.ticket_id, row.ticket_number),
  }));
}
