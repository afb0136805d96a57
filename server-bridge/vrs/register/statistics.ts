/**
 * Counts of one municipality without persons: of whole months, in tens, and none below ten. So neither two questions about neighbouring
 * days nor a sum beside its parts leave a count by which somebody is found.
 */
import { sql } from 'kysely';
import * as v from 'valibot';
import { CertificateKindSchema } from '../../protocol/index.ts';
import type { StatisticsSchema } from '../console-api/people.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

const SMALLEST_TOLD = 10;

const told = (count: number | string): number | null =>
  Number(count) < SMALLEST_TOLD ? null : Number(count) - (Number(count) % SMALLEST_TOLD);
const monthOf = (day: string): string => day.slice(0, 7);
const counted = sql<string>`count(*)`.as('count');

/** @param span days in Japan; the whole months in which they are */
export async function readStatistics(
  { database, keys }: AreaTransaction,
  span: { readonly from: string; readonly to: string },
): Promise<v.InferInput<typeof StatisticsSchema>> {
  const { area } = keys;
  const people = await database.selectFrom('people').select(counted).where('area', '=', area).executeTakeFirstOrThrow();
  const doses = database
    .selectFrom('doses')
    .where('area', '=', area)
    .where('day', '>=', `${monthOf(span.from)}-01`)
    .where('day', '<=', `${monthOf(span.to)}-31`);
  const month = sql<string>`substr(day, 1, 7)`;
  const byMonth = await doses
    .select([month.as('month'), 'number', counted])
    .groupBy([month, 'number'])
    .orderBy(month)
    .orderBy('number')
    .execute();
  const byProduct = await doses.select(['product', counted]).groupBy('product').orderBy('product').execute();
  const doubtful = await doses.select(counted).where('doubtful', '=', true).executeTakeFirstOrThrow();
  const issuedMonth = sql<string>`substr(issued_on, 1, 7)`;
  const certificates = await database
    .selectFrom('certificates')
    .select([issuedMonth.as('month'), 'kind', counted])
    .where('area', '=', area)
    .where('issued_on', '>=', `${monthOf(span.from)}-01`)
    .where('issued_on', '<=', `${monthOf(span.to)}-31`)
    .groupBy([issuedMonth, 'kind'])
    .orderBy(issuedMonth)
    .orderBy('kind')
    .execute();
  return {
    people: Number(people.count),
    doubtfulDoses: told(doubtful.count),
    dosesByMonth: byMonth.map((row) => ({ month: row.month, number: row.number, doses: told(row.count) })),
    dosesByProduct: byProduct.map((row) => ({ product: row.product, doses: told(row.count) })),
    certificatesByMonth: certificates.map((row) => ({
      month: row.month,
      kind: v.parse(CertificateKindSchema, row.kind),
      certificates: told(row.count),
    })),
  };
}
