/** Encrypting rows of one area anew, a few at a time, each only where it is still what was read. */
import { sql } from 'kysely';
import { generationOf, headOf } from '../store/field-cipher.ts';
import type { KeyedTable } from '../store/keyed-columns.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

/** Values of a key column, as texts; the place of a row in the order of the key. */
export type RowKey = readonly string[];
type Row = Readonly<Record<string, Uint8Array | string | number | null>>;

export type Batch = {
  /** Where to go on; null at the end. */
  readonly after: RowKey | null;
  readonly changed: number;
};

/** Encrypts up to `limit` rows after a place with the newest keys. Rows whose person somebody holds are left for another round. */
export async function resealBatch(
  transaction: AreaTransaction,
  table: KeyedTable,
  after: RowKey | null,
  limit: number,
): Promise<Batch> {
  const { database, keys } = transaction;
  const columns = Object.keys(table.sealed);
  const names = Object.keys(table.key);
  const old = columns.map((column) => isOfOther(column, keys.generation));
  const person = table.underPerson ? sql`, person_id::text as person_id_held` : sql``;
  const { rows } = await sql<Row>`
    select ${sql.join(names.map((name) => sql`${sql.ref(name)}::text as ${sql.ref(name)}`))},
      ${sql.join(columns.map((column) => sql.ref(column)))} ${person}
    from ${sql.table(table.table)}
    where area = ${keys.area} and (${sql.join(old, sql` or `)}) ${after === null ? sql`` : behind(table, after)}
    order by ${sql.join(names.map((name) => sql.ref(`${table.table}.${name}`)))} limit ${sql.lit(limit)}`.execute(
    database,
  );
  const last = rows.at(-1);
  if (last === undefined) return { after: null, changed: 0 };
  const free = table.underPerson ? await holdPeople(transaction, rows) : rows;
  const changed = await writeAnew(transaction, table, free);
  return { after: rows.length < limit ? null : keyOf(table, last), changed };
}

/** Whether a value is of another generation than this one. */
export const isOfOther = (column: string, generation: number) =>
  sql`(${sql.ref(column)} is not null and substring(${sql.ref(column)} from 1 for 5) <> ${headOf(generation)})`;

const behind = (table: KeyedTable, after: RowKey) => sql`
  and (${sql.join(Object.keys(table.key).map((name) => sql.ref(name)))}) >
    (${sql.join(Object.values(table.key).map((type, index) => sql`${after[index]}::${sql.raw(type)}`))})`;

const keyOf = (table: KeyedTable, row: Row): RowKey => Object.keys(table.key).map((name) => String(row[name]));

/** The rows of people whom nobody holds; they are ours until the transaction ends. */
async function holdPeople({ database, keys }: AreaTransaction, rows: readonly Row[]): Promise<readonly Row[]> {
  const ids = [...new Set(rows.map((row) => String(row['person_id_held'])))];
  const held = await database
    .selectFrom('people')
    .select('person_id')
    .where('area', '=', keys.area)
    .where('person_id', 'in', ids)
    .orderBy('person_id')
    .forUpdate()
    .skipLocked()
    .execute();
  const free = new Set(held.map((row) => row.person_id));
  return rows.filter((row) => free.has(String(row['person_id_held'])));
}

async function writeAnew({ database, keys }: AreaTransaction, table: KeyedTable, rows: readonly Row[]) {
  if (rows.length === 0) return 0;
  const anew = rows.map((row) => {
    const given: Record<string, string | null> = {};
    for (const name of Object.keys(table.key)) given[name] = String(row[name]);
    for (const [column, { place, row: parts }] of Object.entries(table.sealed)) {
      const stored = row[column];
      if (!(stored instanceof Uint8Array)) continue;
      given[`old_${column}`] = hex(stored);
      if (generationOf(stored) === keys.generation) continue;
      const name = parts.map((part) => String(row[part])).join('/');
      given[column] = hex(keys.encrypt(place, name, keys.decrypt(place, name, stored)));
    }
    return given;
  });
  const columns = Object.keys(table.sealed);
  const ref = (name: string) => sql.ref(name);
  const types = [
    ...Object.entries(table.key).map(([name, type]) => sql`${ref(name)} ${sql.raw(type)}`),
    ...columns.flatMap((column) => [sql`${ref(column)} bytea`, sql`${ref(`old_${column}`)} bytea`]),
  ];
  const result = await sql`
    update ${sql.table(table.table)} as kept
    set ${sql.join(columns.map((column) => sql`${ref(column)} = coalesce(${ref(`given.${column}`)}, ${ref(`kept.${column}`)})`))}
    from json_to_recordset(${JSON.stringify(anew)}::json) as given (${sql.join(types)})
    where kept.area = ${keys.area}
      and ${sql.join(
        Object.keys(table.key).map((name) => sql`${ref(`kept.${name}`)} = ${ref(`given.${name}`)}`),
        sql` and `,
      )}
      and ${sql.join(
        columns.map((column) => sql`${ref(`kept.${column}`)} is not distinct from ${ref(`given.old_${column}`)}`),
        sql` and `,
      )}`.execute(database);
  return Number(result.numAffectedRows ?? 0n);
}

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;
