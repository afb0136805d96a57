/**
 * Which hash becomes which. Prepared beforehand, in small transactions: a pair depends on the value alone, so none grows stale however
 * rows change meanwhile. Then all hashes of an area change in one transaction, and a search never meets two kinds.
 */
import { sql } from 'kysely';
import { openPersonFacts, PERSON_COLUMNS } from '../register/read-person.ts';
import { searchTermsOf } from '../register/search-terms.ts';
import type { AreaKeys } from '../store/area-keys.ts';
import { KEYED_TABLES, type KeyedTable } from '../store/keyed-columns.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

type Pair = readonly [old: Uint8Array, anew: Uint8Array];
type Hashed = { readonly table: KeyedTable; readonly column: string };

const HASHED: readonly Hashed[] = KEYED_TABLES.flatMap((table) =>
  Object.keys(table.hashes).map((column) => ({ table, column })),
);

/** Prepares pairs for up to `limit` rows of each column, without those of people whom somebody holds. @returns how many rows still had none */
export async function pairHashes(transaction: AreaTransaction, limit: number): Promise<number> {
  let found = 0;
  for (const one of HASHED) found += await pairColumn(transaction, one, limit);
  return found + (await pairTerms(transaction, limit));
}

const withoutPair = (column: string) => sql`
  ${sql.ref(`kept.${column}`)} is not null and not exists (
    select from area_key_hashes pair where pair.area = kept.area and pair.old_hash = ${sql.ref(`kept.${column}`)})`;

async function pairColumn(transaction: AreaTransaction, { table, column }: Hashed, limit: number): Promise<number> {
  const { database, keys } = transaction;
  const hash = table.hashes[column];
  const sealed = hash === undefined ? undefined : table.sealed[hash.of];
  if (hash === undefined || sealed === undefined) throw new Error('a hash is made from an encrypted column');
  const { rows } = await sql<Record<string, Uint8Array | string | null>>`
    select ${sql.ref(hash.of)} as sealed, ${sql.ref(column)} as hash,
      ${sql.join(sealed.row.map((name) => sql`${sql.ref(name)}::text as ${sql.ref(name)}`))}
    from ${sql.table(table.table)} kept where area = ${keys.area} and ${withoutPair(column)}
    limit ${sql.lit(limit)}`.execute(database);
  const next = nextOf(keys);
  await keepPairs(
    transaction,
    rows.map(({ sealed: stored, hash: old, ...row }): Pair => {
      if (!(stored instanceof Uint8Array) || !(old instanceof Uint8Array))
        throw new Error('a hash has its value beside it');
      const name = sealed.row.map((part) => String(row[part])).join('/');
      const opened = keys.decrypt(sealed.place, name, stored);
      // The opening of a mark is salt and reference number.
      const value = table.table === 'operation_log' ? (opened.split(' ', 2)[1] ?? '') : opened;
      const { purpose } = hash;
      return [old, purpose === 'individual-number' ? next.numberHash(value) : next.lookupHash(purpose, value)];
    }),
  );
  return rows.length;
}

/**
 * Only of people whom nobody holds, and who are ours until the transaction ends: whoever changes a name holds the person, and would else
 * put in terms between our reading the name and our taking away what has no pair. Who is left out comes later, at the latest in the
 * switch, when nobody else is in the area.
 */
async function pairTerms(transaction: AreaTransaction, limit: number): Promise<number> {
  const { database, keys } = transaction;
  const { rows } = await sql<{ person_id: string }>`
    select distinct person_id from search_terms kept where area = ${keys.area} and ${withoutPair('term')}
    limit ${sql.lit(limit)}`.execute(database);
  if (rows.length === 0) return 0;
  const people = await database
    .selectFrom('people')
    .select(PERSON_COLUMNS)
    .where('area', '=', keys.area)
    .where(
      'person_id',
      'in',
      rows.map((row) => row.person_id),
    )
    .orderBy('person_id')
    .forUpdate()
    .skipLocked()
    .execute();
  if (people.length === 0) return 0;
  const ids = people.map((row) => row.person_id);
  const next = nextOf(keys);
  const pairs = people.flatMap((row): Pair[] => {
    const person = openPersonFacts(keys, row);
    const anew = searchTermsOf(next, person);
    return searchTermsOf(keys, person).flatMap((old, index): Pair[] => {
      const other = anew[index];
      return other === undefined ? [] : [[old, other]];
    });
  });
  await keepPairs(transaction, pairs);
  // What is left then is a term of no spelling of that person any more: it finds somebody by what nobody is called.
  await sql`
    delete from search_terms kept
    where area = ${keys.area} and person_id in (${sql.join(ids)}) and ${withoutPair('term')}`.execute(database);
  return people.length;
}

/** How many hashes of the area there are to be paired at most. */
export async function countHashes({ database, keys }: AreaTransaction): Promise<number> {
  const columns = [...HASHED.map((one) => ({ table: one.table.table, column: one.column })), TERMS];
  const each = columns.map(
    ({ table, column }) => sql`(select count(${sql.ref(column)}) from ${sql.table(table)} where area = ${keys.area})`,
  );
  const { rows } = await sql<{ hashes: string | number }>`select ${sql.join(each, sql` + `)} as hashes`.execute(
    database,
  );
  return Number(rows[0]?.hashes ?? 0);
}

const nextOf = (keys: AreaKeys): AreaKeys => {
  if (keys.next === null) throw new Error('there are incoming keys while hashes are prepared');
  return keys.next;
};

async function keepPairs({ database }: AreaTransaction, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  const hex = (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}`;
  const json = JSON.stringify(pairs.map(([old, anew]) => ({ old_hash: hex(old), new_hash: hex(anew) })));
  await sql`
    insert into area_key_hashes (old_hash, new_hash)
    select old_hash, new_hash from json_to_recordset(${json}::json) as given (old_hash bytea, new_hash bytea)
    on conflict (area, old_hash) do nothing`.execute(database);
}

/** Puts every hash's successor in its place, and forgets the pairs. Whoever calls this is alone in the area, and every hash has a pair. */
export async function switchHashes({ database, keys }: AreaTransaction): Promise<void> {
  for (const { table, column } of [...HASHED.map((one) => ({ table: one.table.table, column: one.column })), TERMS]) {
    await sql`
      update ${sql.table(table)} kept set ${sql.ref(column)} = pair.new_hash
      from area_key_hashes pair
      where kept.area = ${keys.area} and pair.area = kept.area and pair.old_hash = ${sql.ref(`kept.${column}`)}`.execute(
      database,
    );
  }
  await database.deleteFrom('area_key_hashes').where('area', '=', keys.area).execute();
}

const TERMS = { table: 'search_terms', column: 'term' } as const;
