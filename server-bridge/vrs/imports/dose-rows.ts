/** Lines of records as they lie staged: what each says, and what becomes of it once compared with the person's doses. */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import * as v from 'valibot';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { DoseFacts } from '../register/dose-facts.ts';
import { openDose } from '../register/read-doses.ts';
import { sealVersion } from '../register/versions.ts';
import type { AreaKeys } from '../store/area-keys.ts';
import type { ImportDosesTable } from '../store/tables/import-tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { SeenDose } from './dose-flags.ts';
import type { DoseLine, MergedLine, PresentDose } from './dose-merge.ts';

export type DoseRow = Omit<Selectable<ImportDosesTable>, 'area' | 'import_id'>;

const STAGED = {
  import_id: 'uuid',
  line: 'integer',
  person_id: 'uuid',
  dose_id: 'uuid',
  done: 'boolean',
  action: 'text',
  base_version: 'integer',
  before: 'bytea',
  number: 'integer',
  day: 'text',
  product: 'text',
  lot: 'text',
  vaccinated_in: 'text',
  site: 'bytea',
  doctor: 'bytea',
  ticket_id: 'uuid',
  said_doubtful: 'boolean',
  doubt: 'text',
  reference_hash: 'bytea',
} as const;

export async function stageDoseRows(
  { database }: AreaTransaction,
  importId: string,
  rows: readonly DoseRow[],
): Promise<void> {
  await bulkInsert(
    database,
    'import_doses',
    STAGED,
    rows.map((row) => [
      importId,
      row.line,
      row.person_id,
      row.dose_id,
      row.done,
      row.action,
      row.base_version,
      row.before,
      row.number,
      row.day,
      row.product,
      row.lot,
      row.vaccinated_in,
      row.site,
      row.doctor,
      row.ticket_id,
      row.said_doubtful,
      row.doubt,
      row.reference_hash,
    ]),
  );
}

/** A staged row as a line that is merged. */
export function lineOf(keys: AreaKeys, row: DoseRow): DoseLine {
  if (!row.done) return { line: row.line, done: false, number: row.number };
  const facts: DoseFacts = {
    number: row.number,
    day: row.day,
    product: row.product,
    lot: row.lot,
    vaccinatedIn: row.vaccinated_in === null ? null : v.parse(MunicipalityCodeSchema, row.vaccinated_in),
    site: row.site === null ? null : keys.decrypt('doses.site', row.dose_id, row.site),
    doctor: row.doctor === null ? null : keys.decrypt('doses.doctor', row.dose_id, row.doctor),
  };
  return { line: row.line, done: true, facts, saidDoubtful: row.said_doubtful };
}

export function presentOf(keys: AreaKeys, dose: SeenDose, isStaffsWord: boolean): PresentDose {
  const { doseId, facts, doubt } = openDose(keys, dose);
  return { doseId, facts, doubt, isStaffsWord };
}

/**
 * The staged row with what becomes of it. What the line says stays as it says it, for it may be compared again with what is registered then.
 * `present` is what is registered of the dose that the line changes; what the line leaves empty stays there as it is.
 */
export function mergedRow(keys: AreaKeys, row: DoseRow, merged: MergedLine, present: SeenDose | undefined): DoseRow {
  const uncompared = { ...row, base_version: null, before: null, doubt: null };
  switch (merged.action) {
    case 'add': {
      // Once compared, it may have been named after a registered dose, whose versions stay even when it is gone.
      const named = row.action === null ? uncompared : namedAs(keys, uncompared, randomUUID());
      return { ...named, action: 'add', doubt: merged.doubt };
    }
    case 'same':
      return { ...uncompared, action: 'same' };
    case 'change':
    case 'flag': {
      if (present === undefined) throw new Error('a changed dose is registered');
      const { dose_id: id, version } = present;
      const { facts, doubt } = merged.present;
      return {
        ...namedAs(keys, uncompared, id),
        action: merged.action,
        base_version: version,
        before: sealVersion(keys, 'dose_versions.contents', `${id}/${version}`, { ...facts, doubt }),
        doubt: merged.doubt,
      };
    }
    default: {
      const never: never = merged;
      throw new Error(`unknown merge ${String(never)}`);
    }
  }
}

/** The same row under another id: what is encrypted is bound to it. */
function namedAs(keys: AreaKeys, row: DoseRow, id: string): DoseRow {
  const again = (place: 'doses.site' | 'doses.doctor', value: Uint8Array | null) =>
    value === null ? null : keys.encrypt(place, id, keys.decrypt(place, row.dose_id, value));
  return { ...row, dose_id: id, site: again('doses.site', row.site), doctor: again('doses.doctor', row.doctor) };
}
