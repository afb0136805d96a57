/**
 * Fills one area with very many people for measuring: rows are encrypted as everywhere, but written in large sets as the owner of the
 * database, without checks of references and with the wide indexes made at the end. Never for anything but a database that is thrown away.
 */
import { type Kysely, sql } from 'kysely';
import type { MunicipalityCode } from '../../protocol/index.ts';
import { searchTermsOf } from '../register/search-terms.ts';
import type { AreaKeys } from '../store/area-keys.ts';
import type { VrsTables } from '../store/tables.ts';
import type { VrsStore } from '../store/vrs-store.ts';
import { type Invented, inventedPerson } from './invented-crowd.ts';

/** People in one transaction; what they need in memory is about a kilobyte each. */
const BATCH = 5_000;
const DOSES = 3;
const AREA_TABLES = ['people', 'tickets', 'doses', 'search_terms'] as const;
/** Tables whose rows are many for each person, and that nothing refers to. */
const INDEXED_LATER = ['search_terms', 'doses'] as const;

/** The id of the person of that index. */
export const idOfInvented = (index: number): string =>
  `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;

/** @returns keys of the area, for searching beside the store */
export async function fillArea(
  filled: { readonly database: Kysely<VrsTables>; readonly store: VrsStore },
  area: MunicipalityCode,
  people: number,
): Promise<AreaKeys> {
  const { database, store } = filled;
  const keys = await store.inArea(area, (transaction) => Promise.resolve(transaction.keys));
  if (keys === undefined) throw new Error(`no area ${area}`);
  const makeIndexes = await withoutIndexes(database);
  for (let first = 0; first < people; first += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, people - first) }, (_, index) => rowOf(keys, first + index));
    await writeBatch(database, area, JSON.stringify(rows));
  }
  await makeIndexes();
  for (const table of AREA_TABLES) await sql`vacuum (analyze) ${sql.table(table)}`.execute(database);
  return keys;
}

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;

function rowOf(keys: AreaKeys, index: number) {
  const person: Invented = inventedPerson(index);
  const id = idOfInvented(index);
  const seal = (column: string, text: string) => hex(keys.encrypt(column, id, text));
  return {
    person_id: id,
    number_hash: hex(keys.numberHash(person.individualNumber)),
    individual_number: seal('people.individual_number', person.individualNumber),
    reference_number: seal('people.reference_number', person.referenceNumber),
    reference_hash: hex(keys.lookupHash('reference-number', person.referenceNumber)),
    name: seal('people.name', person.name),
    kana: seal('people.kana', person.kana),
    birth_day: seal('people.birth_day', person.birthDay),
    sex: seal('people.sex', 'unknown'),
    ticket_hash: hex(keys.lookupHash('ticket-number', person.ticketNumber)),
    // The ticket has the person's id, and is sealed under it.
    ticket_number: seal('tickets.ticket_number', person.ticketNumber),
    terms: hex(Buffer.concat(searchTermsOf(keys, person))),
  };
}

async function writeBatch(database: Kysely<VrsTables>, area: string, json: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    // Who owns the database is kept apart as everybody is; references are right by construction.
    await sql`select set_config('kofu.area', ${area}, true), set_config('session_replication_role', 'replica', true)`.execute(
      transaction,
    );
    await sql`
      create temporary table given on commit drop as
      select * from json_to_recordset(${json}::json) as one (
        person_id uuid, number_hash bytea, individual_number bytea, reference_number bytea, reference_hash bytea, name bytea,
        kana bytea, birth_day bytea, sex bytea, ticket_hash bytea, ticket_number bytea, terms bytea)`.execute(
      transaction,
    );
    await sql`
      insert into people (area, person_id, number_hash, individual_number, reference_number, reference_hash, name, kana, birth_day,
        sex, protected)
      select ${area}, person_id, number_hash, individual_number, reference_number, reference_hash, name, kana, birth_day, sex, false
      from given`.execute(transaction);
    await sql`
      insert into tickets (area, ticket_id, person_id, ticket_hash, ticket_number, ticket_type, issued_on, registered_at, registered_by)
      select ${area}, person_id, person_id, ticket_hash, ticket_number, '1', '2021-04-01', now(), 'system' from given`.execute(
      transaction,
    );
    await sql`
      insert into search_terms (area, term, person_id)
      select distinct ${area}, substr(terms, 1 + 16 * place, 16), person_id
      from given, lateral generate_series(0, length(terms) / 16 - 1) as place`.execute(transaction);
    // Three doses, each month of 2021 a wave of its own; one dose in a thousand is doubted by its source.
    await sql`
      insert into doses (area, dose_id, person_id, number, day, product, lot, doubtful, doubt)
      select ${area}, gen_random_uuid(), person_id, number,
        to_char(date '2021-04-01' + (abs(hashtext(person_id::text)) % 90) + 120 * number, 'YYYY-MM-DD'),
        case when number = 3 then 'spikevax' else 'comirnaty' end, case when number = 3 then '9000003' else 'ZZ0001' end,
        doubtful, case when doubtful then 'said-by-source' end
      from given, lateral generate_series(1, ${sql.lit(DOSES)}) as number,
        lateral (select abs(hashtext(person_id::text || number)) % 1000 = 0 as doubtful) as said`.execute(transaction);
  });
}

/** Takes the indexes of the widest tables away. @returns puts them back */
async function withoutIndexes(database: Kysely<VrsTables>): Promise<() => Promise<void>> {
  const back: string[] = [];
  for (const table of INDEXED_LATER) {
    const { rows: constraints } = await sql<{ name: string; text: string }>`
      select conname as name, pg_get_constraintdef(oid) as text from pg_constraint
      where conrelid = ${table}::regclass and contype in ('p', 'u')`.execute(database);
    for (const { name, text } of constraints) {
      await sql`alter table ${sql.table(table)} drop constraint ${sql.id(name)}`.execute(database);
      back.push(`alter table ${table} add constraint "${name}" ${text}`);
    }
    const { rows: indexes } = await sql<{ name: string; text: string }>`
      select indexname as name, indexdef as text from pg_indexes where tablename = ${table} and schemaname = 'public'`.execute(
      database,
    );
    for (const { name, text } of indexes) {
      await sql`drop index ${sql.id(name)}`.execute(database);
      back.push(text);
    }
  }
  return async () => {
    for (const statement of back) await sql`${sql.raw(statement)}`.execute(database);
  };
}
