/** Doses that somebody of the municipality has to look at, the oldest first. */
import { sql } from 'kysely';
import type * as v from 'valibot';
import type { DoubtfulSchema } from '../console-api/people.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { doseMessage } from './person-page.ts';
import { openDose } from './read-doses.ts';
import { readPeopleLines } from './search-people.ts';

const PAGE = 100;

/** @param after the last dose of the page before; where it has been deleted meanwhile the list begins anew, so that nothing is left out */
export async function listDoubtful(
  transaction: AreaTransaction,
  after: string | undefined,
): Promise<v.InferInput<typeof DoubtfulSchema>> {
  const { database, keys } = transaction;
  const { area } = keys;
  const doubtful = database.selectFrom('doses').where('area', '=', area).where('doubtful', '=', true);
  const { total } = await doubtful.select(sql<string>`count(*)`.as('total')).executeTakeFirstOrThrow();
  let query = doubtful.selectAll();
  const last =
    after === undefined
      ? undefined
      : await database
          .selectFrom('doses')
          .select(['dose_id', 'registered_at'])
          .where('area', '=', area)
          .where('dose_id', '=', after)
          .executeTakeFirst();
  if (last !== undefined) {
    query = query.where((where) =>
      where.eb(
        where.refTuple('registered_at', 'dose_id'),
        '>',
        where.parens(
          // A last dose that has been confirmed meanwhile still has its place.
          where.tuple(sql<Date>`${last.registered_at}::timestamptz`, sql<string>`${last.dose_id}::uuid`),
        ),
      ),
    );
  }
  const rows = await query
    .orderBy('registered_at')
    .orderBy('dose_id')
    .limit(PAGE + 1)
    .execute();
  const page = rows.slice(0, PAGE);
  const people = await readPeopleLines(transaction, [...new Set(page.map(({ person_id: id }) => id))]);
  return {
    total: Number(total),
    doses: page.flatMap((row) => {
      const person = people.get(row.person_id);
      const dose = doseMessage({ ...openDose(keys, row), ticketNumber: null });
      return person === undefined ? [] : [{ person, dose }];
    }),
    more: rows.length > PAGE,
  };
}
