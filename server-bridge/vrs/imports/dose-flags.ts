/**
 * Doubts of doses that the file does not change itself, but that something beside them makes doubtful or certain: a day of moving, a dose
 * before or after. Worked out beforehand, in small transactions, and held against what is there when all becomes visible.
 */
import { type Selectable, sql } from 'kysely';
import { dayInJapan } from '../register/calendar-day.ts';
import { type DoubtfulPerson, doubtsOf } from '../register/doubts.ts';
import { doubtOfRow } from '../register/read-doses.ts';
import { isForSomebodyToEnd } from '../register/refresh-doubts.ts';
import type { DosesTable } from '../store/tables/register-tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { ImportScope } from './kind-steps.ts';

export type SeenDose = Omit<Selectable<DosesTable>, 'area'>;

/** What people and their doses look like, in a few characters: other versions or other flags give another stamp. */
const stampsOf = (area: string, whom: ReturnType<typeof sql>) => sql<{
  person_id: string;
  version: number;
  stamp: string;
}>`
  select people.person_id, people.version,
    coalesce(md5(string_agg(
      doses.dose_id::text || doses.version::text || doses.doubtful::text || coalesce(doses.doubt, ''),
      ',' order by doses.dose_id)), '') as stamp
  from people left join doses on doses.area = people.area and doses.person_id = people.person_id
  where people.area = ${area} and people.person_id in (${whom})
  group by people.person_id, people.version`;

/** Notes what these people's doses look like now, and gives the doses by person, by number, then day. */
export async function seePeople(
  { database, keys }: AreaTransaction,
  { importId }: ImportScope,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly SeenDose[]>> {
  if (personIds.length === 0) return new Map();
  const ids = sql`select unnest(${sql.val(`{${personIds.join(',')}}`)}::uuid[])`;
  await sql`
    insert into import_seen (import_id, person_id, version, stamp)
    select ${importId}::uuid, person_id, version, stamp from (${stampsOf(keys.area, ids)}) stamps
    on conflict (area, import_id, person_id) do update set version = excluded.version, stamp = excluded.stamp`.execute(
    database,
  );
  const doses = await database
    .selectFrom('doses')
    .selectAll()
    .where('area', '=', keys.area)
    .where('person_id', 'in', [...personIds])
    .orderBy('number')
    .orderBy('day')
    .execute();
  return Map.groupBy(doses, (dose) => dose.person_id);
}

/** As if these people had never been looked at: before they are looked at again. */
export async function forgetPeople(
  { database, keys }: AreaTransaction,
  { importId }: ImportScope,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  await database
    .deleteFrom('import_flags')
    .where('area', '=', keys.area)
    .where('import_id', '=', importId)
    .where('dose_id', 'in', (query) =>
      query
        .selectFrom('doses')
        .select('dose_id')
        .where('area', '=', keys.area)
        .where('person_id', 'in', [...personIds]),
    )
    .execute();
  await database
    .deleteFrom('import_seen')
    .where('area', '=', keys.area)
    .where('import_id', '=', importId)
    .where('person_id', 'in', [...personIds])
    .execute();
}

/** People who are not as they were seen. */
export const notAsSeen = (area: string, importId: string) => sql`
  select seen.person_id from import_seen seen
  left join (${stampsOf(area, sql`select person_id from import_seen where area = ${area} and import_id = ${importId}`)}) present
    on present.person_id = seen.person_id
  where seen.area = ${area} and seen.import_id = ${importId}
    and (present.version is distinct from seen.version or present.stamp is distinct from seen.stamp)`;

/** Stages what the rules say of each dose that nobody has said anything of. */
export async function stageFlags(
  { database }: AreaTransaction,
  { importId, at }: ImportScope,
  people: readonly (DoubtfulPerson & { readonly personId: string })[],
  seen: ReadonlyMap<string, readonly SeenDose[]>,
): Promise<void> {
  const today = dayInJapan(at);
  const flags = people.flatMap((person) => {
    const doses = seen.get(person.personId) ?? [];
    const doubts = doubtsOf(person, doses, today);
    return doses.flatMap((dose, index) => {
      const present = doubtOfRow(dose);
      const doubt = doubts[index] ?? null;
      return isForSomebodyToEnd(present) || present === doubt ? [] : [[importId, dose.dose_id, doubt]];
    });
  });
  await bulkInsert(database, 'import_flags', { import_id: 'uuid', dose_id: 'uuid', doubt: 'text' }, flags);
}

/** Puts the staged flags on the doses; how many became doubtful. */
export async function applyFlags({ database, keys }: AreaTransaction, importId: string): Promise<number> {
  const { rows } = await sql<{ doubtful: number }>`
    with flagged as (
      update doses set doubtful = staged.doubt is not null, doubt = staged.doubt
      from import_flags staged
      where staged.area = ${keys.area} and staged.import_id = ${importId}
        and doses.area = staged.area and doses.dose_id = staged.dose_id
      returning doses.doubtful)
    select count(*) filter (where doubtful)::int as doubtful from flagged`.execute(database);
  return rows[0]?.doubtful ?? 0;
}
