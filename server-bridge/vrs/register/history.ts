/** How a person and the person's doses stood before each change (V16). */
import type * as v from 'valibot';
import type { VersionSchema } from '../console-api/people.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { openVersion } from './versions.ts';

type Version = v.InferInput<typeof VersionSchema>;

/** Newest first; null where this municipality has nobody of that id. */
export async function readHistory(
  { database, keys }: AreaTransaction,
  personId: string,
): Promise<readonly Version[] | null> {
  const { area } = keys;
  const person = await database
    .selectFrom('people')
    .select('person_id')
    .where('area', '=', area)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (person === undefined) return null;
  const ofPerson = await database
    .selectFrom('person_versions')
    .selectAll()
    .where('area', '=', area)
    .where('person_id', '=', personId)
    .execute();
  const ofDoses = await database
    .selectFrom('dose_versions')
    .selectAll()
    .where('area', '=', area)
    .where('person_id', '=', personId)
    .execute();
  const versions = [
    ...ofPerson.map((row) => ({
      ...shared(row),
      of: { kind: 'person' as const },
      before: openVersion(keys, 'person_versions.contents', `${row.person_id}/${row.version}`, row.contents),
    })),
    ...ofDoses.map((row) => ({
      ...shared(row),
      of: { kind: 'dose' as const, doseId: row.dose_id },
      before: openVersion(keys, 'dose_versions.contents', `${row.dose_id}/${row.version}`, row.contents),
    })),
  ];
  return versions.toSorted((one, other) => (one.changedAt < other.changedAt ? 1 : -1));
}

const shared = (row: {
  readonly version: number;
  readonly change: Version['change'];
  readonly reason: string;
  readonly changed_at: Date;
  readonly changed_by: string;
}) => ({
  version: row.version,
  change: row.change,
  reason: row.reason,
  changedAt: row.changed_at.toISOString(),
  changedBy: row.changed_by,
});
