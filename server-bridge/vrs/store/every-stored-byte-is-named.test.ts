import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { KEYED_TABLES, OTHER_BYTES, STAGED_COLUMNS, TERM_COLUMN } from './keyed-columns.ts';
import { AREA_TABLES } from './tables.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
}, 120_000);
afterAll(() => filled.close());

/** Bytes of the one table without an area: a challenge is random and of nobody. */
const OUTSIDE = ['challenges.challenge'];

const named = (): string[] => [
  ...KEYED_TABLES.flatMap(({ table, sealed, hashes, plain }) =>
    [...Object.keys(sealed), ...Object.keys(hashes), ...plain].map((column) => `${table}.${column}`),
  ),
  `${TERM_COLUMN.table}.${TERM_COLUMN.column}`,
  ...Object.entries(STAGED_COLUMNS).flatMap(([table, { sealed, hashes }]) =>
    [...sealed, ...hashes].map((column) => `${table}.${column}`),
  ),
  ...Object.entries(OTHER_BYTES).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
];

describe('the list of encrypted columns and hashes', () => {
  it('names every bytea column that the database has, once', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and data_type = 'bytea'`.execute(filled.open.database);
    expect(named().toSorted()).toEqual(
      rows
        .map(({ name }) => name)
        .filter((name) => !OUTSIDE.includes(name))
        .toSorted(),
    );
  });

  it('names the key of each table as the database does', async () => {
    for (const { table, key, underPerson } of KEYED_TABLES) {
      expect(AREA_TABLES).toContain(table);
      const { rows } = await sql<{ name: string }>`
        select attname::text as name from pg_index, pg_attribute
        where indrelid = ${table}::regclass and indisprimary and attrelid = indrelid and attnum = any (indkey::int2[])`.execute(
        filled.open.database,
      );
      const keys = rows.map(({ name }) => name).filter((name) => name !== 'area');
      expect(keys.toSorted()).toEqual(Object.keys(key).toSorted());
      const columns = await sql<{ name: string }>`
        select attname::text as name from pg_attribute where attrelid = ${table}::regclass and attnum > 0`.execute(
        filled.open.database,
      );
      expect(!underPerson || columns.rows.some(({ name }) => name === 'person_id')).toBe(true);
    }
  });

  it('says of each value what opens it: nothing is stored that its own place does not open', async () => {
    for (const area of await filled.store.areas()) {
      await filled.store.inArea(area, async ({ database, keys }) => {
        for (const { table, key, sealed } of KEYED_TABLES) {
          const names = Object.keys(key).map((name) => sql`${sql.ref(name)}::text as ${sql.ref(name)}`);
          const columns = Object.keys(sealed).map((column) => sql.ref(column));
          const { rows } = await sql<Record<string, Uint8Array | string | null>>`
            select ${sql.join([...names, ...columns])} from ${sql.table(table)}`.execute(database);
          for (const row of rows) {
            for (const [column, { place, row: parts }] of Object.entries(sealed)) {
              const stored = row[column];
              if (!(stored instanceof Uint8Array)) continue;
              expect(keys.decrypt(place, parts.map((part) => String(row[part])).join('/'), stored)).not.toBe('');
            }
          }
        }
      });
    }
  });
});
