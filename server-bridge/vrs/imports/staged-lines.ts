/** Questions that every kind asks of its staged lines. */
import { type RawBuilder, sql } from 'kysely';
import type { VrsTables } from '../store/tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import type { Outcome } from './kind-steps.ts';

type Staging = Extract<keyof VrsTables, `import_${string}`>;

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
