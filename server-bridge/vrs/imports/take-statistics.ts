/**
 * What the planner needs to know before many rows are joined: tables that were filled a moment ago are taken for empty, and each line is
 * then looked for among all others. PGlite never takes statistics by itself, a server only some time after.
 */
import { sql } from 'kysely';
import { APPLICATION_ROLE } from '../store/roles.ts';
import type { VrsTables } from '../store/tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

/** Fewer rows are joined fast enough in any order. */
const WORTH_IT_ROWS = 500;

/** Takes statistics where there are `rows` to be joined. Only the tables' owner may: no row is read or given to anybody. */
export async function takeStatistics(
  { database }: AreaTransaction,
  tables: readonly (keyof VrsTables)[],
  rows: number,
): Promise<void> {
  if (rows < WORTH_IT_ROWS) return;
  await sql`select set_config('role', 'none', true)`.execute(database);
  await sql`analyze ${sql.join(tables.map((name) => sql.table(name)))}`.execute(database);
  // Where this is not reached the transaction has failed, and the role ends with it.
  await sql`select set_config('role', ${APPLICATION_ROLE}, true)`.execute(database);
}
