/** Finding people of one municipality. All that is given must fit; nobody fits is an answer of its own (P10). */
import { type ExpressionBuilder, sql } from 'kysely';
import type { VrsTables } from '../store/tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { openPersonFacts, PERSON_COLUMNS } from './read-person.ts';
import { termOfBirthDay, termsOfName } from './search-terms.ts';

const PAGE = 100;

export type PeopleSearch = {
  readonly referenceNumber?: string | undefined;
  readonly ticketNumber?: string | undefined;
  readonly name?: string | undefined;
  readonly birthDay?: string | undefined;
};

export type FoundPerson = ReturnType<typeof openPersonFacts> & {
  readonly doses: number;
  readonly doubtful: boolean;
};

/** At most a hundred people, and whether others fit as well. */
export async function searchPeople(
  transaction: AreaTransaction,
  search: PeopleSearch,
): Promise<{ readonly people: readonly FoundPerson[]; readonly more: boolean }> {
  const { database, keys } = transaction;
  const { area } = keys;
  let query = peopleLines(transaction);
  const { referenceNumber, ticketNumber, name, birthDay } = search;
  if (referenceNumber !== undefined) {
    query = query.where('reference_hash', '=', keys.lookupHash('reference-number', referenceNumber));
  }
  const having = (terms: readonly Uint8Array[]) =>
    database
      .selectFrom('search_terms')
      .select('person_id')
      .where('area', '=', area)
      .where('term', 'in', [...terms]);
  if (ticketNumber !== undefined) {
    query = query.where(
      'person_id',
      'in',
      database
        .selectFrom('tickets')
        .select('person_id')
        .where('area', '=', area)
        .where('ticket_hash', '=', keys.lookupHash('ticket-number', ticketNumber)),
    );
  }
  if (name !== undefined) query = query.where('person_id', 'in', having(termsOfName(keys, name)));
  if (birthDay !== undefined) query = query.where('person_id', 'in', having([termOfBirthDay(keys, birthDay)]));
  const rows = await query
    .orderBy('person_id')
    .limit(PAGE + 1)
    .execute();
  return { people: rows.slice(0, PAGE).map((row) => lineOf(transaction, row)), more: rows.length > PAGE };
}

/** The lines of these people, in no order. */
export async function readPeopleLines(
  transaction: AreaTransaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, FoundPerson>> {
  if (personIds.length === 0) return new Map();
  const rows = await peopleLines(transaction)
    .where('person_id', 'in', [...personIds])
    .execute();
  return new Map(rows.map((row) => [row.person_id, lineOf(transaction, row)]));
}

function peopleLines({ database, keys }: AreaTransaction) {
  const dosesOf = (select: ExpressionBuilder<VrsTables, 'people'>) =>
    select
      .selectFrom('doses')
      .whereRef('doses.area', '=', 'people.area')
      .whereRef('doses.person_id', '=', 'people.person_id');
  return database
    .selectFrom('people')
    .select(PERSON_COLUMNS)
    .select((select) => [
      dosesOf(select).select(sql<string>`count(*)`.as('count')).as('doses'),
      dosesOf(select).select(sql<boolean>`coalesce(bool_or(doubtful), false)`.as('any')).as('doubtful'),
    ])
    .where('area', '=', keys.area);
}

type Line = Parameters<typeof openPersonFacts>[1] & {
  readonly doses: string | null;
  readonly doubtful: boolean | null;
};

const lineOf = ({ keys }: AreaTransaction, row: Line): FoundPerson => ({
  ...openPersonFacts(keys, row),
  doses: Number(row.doses ?? 0),
  doubtful: row.doubtful ?? false,
});
