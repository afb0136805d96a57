/** Many rows in one statement: one JSON text, whatever the number of rows, which both databases read faster than parameters. */
import { type Kysely, sql } from 'kysely';
import type { VrsTables } from '../store/tables.ts';

export type Cell = string | number | boolean | null | Uint8Array;

/**
 * @param columns name and type of each column that is written; texts of the program, never of a file
 * @param rows cells in the order of `columns`
 */
export async function bulkInsert(
  database: Kysely<VrsTables>,
  table: keyof VrsTables,
  columns: Readonly<Record<string, 'uuid' | 'text' | 'bytea' | 'integer' | 'boolean' | 'timestamptz'>>,
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const names = Object.keys(columns);
  const list = sql.join(names.map((name) => sql.ref(name)));
  const types = sql.join(names.map((name) => sql`${sql.ref(name)} ${sql.raw(columns[name] ?? 'text')}`));
  const json = JSON.stringify(
    rows.map((row) => Object.fromEntries(names.map((name, index) => [name, jsonOf(row[index] ?? null)]))),
  );
  await sql`
    insert into ${sql.table(table)} (${list})
    select ${list} from json_to_recordset(${json}::json) as given (${types})`.execute(database);
}

/** Bytes in the database's own hexadecimal form. */
function jsonOf(cell: Cell): string | number | boolean | null {
  if (!(cell instanceof Uint8Array)) return cell;
  return `\\x${Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength).toString('hex')}`;
}
