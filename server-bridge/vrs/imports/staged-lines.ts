/** Questions that every kind asks of its staged lines. */
import { type RawBuilder, sql } from 'kysely';
import type { VrsTables } from '../store/tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import type { Outcome } from './kind-steps.ts';

type Staging = Extract<keyof VrsTables, `import_${string}`>;
/** Lines that name a person who is registered already. */
type NamingPeople = Extract<Staging, 'import_tickets' | 'import_doses' | 'import_address_numbers'>;

/** Refusals of lines that say the same key as an earlier one. `among` null: among all lines. */
export function twiceInFile(
  { keys }: AreaTransaction,
  table: Staging,
  o: {
    readonly importId: string;
    readonly key: RawBuilder<unknown>;
    readonly heading: string | null;
    readonly among?: RawBuilder<unknown>;
  },
): RawBuilder<unknown> {
  return sql`
    select ${o.importId}::uuid, line, ${o.heading}::text, 'twice-in-file' from (
      select line, row_number() over (partition by ${o.key} order by line) as place
      from ${sql.table(table)} where area = ${keys.area} and import_id = ${o.importId} and ${o.among ?? sql`true`}) lines
    where place > 1`;
}

const ofAnotherNow = (area: string, table: NamingPeople, importId: string) => sql`
  from ${sql.table(table)} staged
  left join people on people.area = staged.area and people.person_id = staged.person_id
  where staged.area = ${area} and staged.import_id = ${importId} and staged.reference_hash is not null
    and people.reference_hash is distinct from staged.reference_hash`;

/**
 * Refusals of lines whose person no longer has the reference number that the line named: somebody has corrected it since, and what the
 * file says is of somebody else.
 */
export const refuseOfAnotherNow = (
  { keys }: AreaTransaction,
  table: NamingPeople,
  o: { readonly importId: string; readonly heading: string | null },
): RawBuilder<unknown> => sql`
  select ${o.importId}::uuid, staged.line, ${o.heading}::text, 'unknown-person' ${ofAnotherNow(keys.area, table, o.importId)}`;

/** Whether there is such a line. Whoever asks before making lines visible holds their people. */
export async function isAnyOfAnotherNow(
  { database, keys }: AreaTransaction,
  table: NamingPeople,
  importId: string,
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select ${ofAnotherNow(keys.area, table, importId)}) as found`.execute(database);
  return rows[0]?.found !== false;
}

/** Writes the refusals that queries give: import, line, heading, fault. */
export async function refuse({ database }: AreaTransaction, queries: readonly RawBuilder<unknown>[]): Promise<void> {
  await sql`insert into import_refusals (import_id, line, heading, fault) ${sql.join(queries, sql` union all `)}`.execute(
    database,
  );
}

export async function countStaged({ database, keys }: AreaTransaction, table: Staging, importId: string) {
  const { rows } = await sql<Omit<Outcome, 'doubtful'>>`
    select count(*) filter (where action = 'add')::int as added,
      count(*) filter (where action in ('change', 'flag'))::int as changed,
      count(*) filter (where action = 'same')::int as unchanged
    from ${sql.table(table)} where area = ${keys.area} and import_id = ${importId}`.execute(database);
  const [counts] = rows;
  if (counts === undefined) throw new Error('a count has a row');
  return counts;
}

export async function countLines(
  { database, keys }: AreaTransaction,
  table: Staging,
  importId: string,
): Promise<number> {
  const { rows } = await sql<{ lines: number }>`
    select count(*)::int as lines from ${sql.table(table)} where area = ${keys.area} and import_id = ${importId}`.execute(
    database,
  );
  return rows[0]?.lines ?? 0;
}
