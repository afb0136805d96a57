/** How many values of one area are not of its newest keys: the proof on which old keys are destroyed. */
import { type RawBuilder, sql } from 'kysely';
import { KEYED_TABLES, STAGED_COLUMNS } from '../store/keyed-columns.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { isOfOther } from './reseal.ts';

/** In one statement, so that no value can move from a table not counted yet into one that is. */
export async function countOld({ database, keys }: AreaTransaction): Promise<number> {
  const columns: readonly (readonly [string, string])[] = [
    ...KEYED_TABLES.flatMap(({ table, sealed }) => Object.keys(sealed).map((column) => [table, column] as const)),
    ...Object.entries(STAGED_COLUMNS).flatMap(([table, { sealed }]) =>
      sealed.map((column) => [table, column] as const),
    ),
  ];
  const byTable = new Map<string, RawBuilder<unknown>[]>();
  for (const [table, column] of columns) {
    byTable.set(table, [
      ...(byTable.get(table) ?? []),
      sql`count(*) filter (where ${isOfOther(column, keys.generation)})`,
    ]);
  }
  const counts = [...byTable].map(
    ([table, sums]) => sql`(select ${sql.join(sums, sql` + `)} from ${sql.table(table)} where area = ${keys.area})`,
  );
  const { rows } = await sql<{ old: string | number }>`select ${sql.join(counts, sql` + `)} as old`.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error('a count has a row');
  return Number(row.old);
}
