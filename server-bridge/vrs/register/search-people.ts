/** Finding people of one municipality. All that is given must fit; nobody fits is an answer of its own (P10). */
import { type AliasableExpression, type ExpressionBuilder, type SelectQueryNode, sql } from 'kysely';
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
  const ids = await idsOf(transaction, search);
  const page = ids.slice(0, PAGE);
  // What is shown of a person is read for the page alone, however many fit.
  const lines = await readPeopleLines(transaction, page);
  return {
    people: page.flatMap((id) => {
      const line = lines.get(id);
      return line === undefined ? [] : [line];
    }),
    more: ids.length > PAGE,
  };
}

/** A query for ids of people, whatever table it asks. */
interface People extends AliasableExpression<{ person_id: string }> {
  readonly isSelectQueryBuilder: true;
  toOperationNode(): SelectQueryNode;
}

/** A page's people and one more, in the order of their ids: begun with what fits fewest, so that nothing is read of the others. */
async function idsOf(transaction: AreaTransaction, search: PeopleSearch): Promise<readonly string[]> {
  const { database, keys } = transaction;
  const [narrowest, ...others] = conditionsOf(transaction, search);
  let query = (
    narrowest === undefined
      ? database.selectFrom('people').where('area', '=', keys.area)
      : database.selectFrom(narrowest.as('people'))
  ).select('people.person_id');
  for (const other of others) query = query.where('people.person_id', 'in', other);
  const rows = await query
    .orderBy('people.person_id')
    .limit(PAGE + 1)
    .execute();
  return rows.map((row) => row.person_id);
}

/** Who fits each of what is given; first what one person has, then what dozens have, last what thousands may have. */
function conditionsOf({ database, keys }: AreaTransaction, search: PeopleSearch): readonly People[] {
  const { referenceNumber, ticketNumber, name, birthDay } = search;
  const { area } = keys;
  const conditions: People[] = [];
  if (referenceNumber !== undefined) {
    const hash = keys.lookupHash('reference-number', referenceNumber);
    conditions.push(
      database.selectFrom('people').select('person_id').where('area', '=', area).where('reference_hash', '=', hash),
    );
  }
  if (ticketNumber !== undefined) {
    const hash = keys.lookupHash('ticket-number', ticketNumber);
    conditions.push(
      database.selectFrom('tickets').select('person_id').where('area', '=', area).where('ticket_hash', '=', hash),
    );
  }
  const having = (terms: readonly Uint8Array[]) =>
    database
      .selectFrom('search_terms')
      .select('person_id')
      .where('area', '=', area)
      .where('term', 'in', [...terms]);
  if (birthDay !== undefined) conditions.push(having([termOfBirthDay(keys, birthDay)]));
  if (name === undefined) return conditions;
  const [written, read] = termsOfName(keys, name);
  if (conditions.length > 0) return [...conditions, having([written, read])];
  // A name alone may be that of thousands: the first of each term come in the order of the index, and the rest is left lying.
  const first = (term: Uint8Array) =>
    database
      .selectFrom(
        having([term])
          .orderBy('person_id')
          .limit(PAGE + 1)
          .as('first'),
      )
      .select('person_id');
  return [first(written).union(first(read))];
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
