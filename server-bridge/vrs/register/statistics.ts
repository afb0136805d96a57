/** Counts of one municipality without persons. A count below ten is not told: nobody is to be found by it. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { CertificateKindSchema } from '../../protocol/index.ts';
import type { StatisticsSchema } from '../console-api/people.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

const SMALLEST_TOLD = 10;

const told = (count: number | string): number | null => (Number(count) < SMALLEST_TOLD ? null : Number(count));
const counted = sql<string>`count(*)`.as('count');

/** @param span days in Japan, both included */
export async function readStatistics(
  { database, keys }: AreaTransaction,
  span: { readonly from: string; readonly to: string },
): Promise<v.InferInput<typeof StatisticsSchema>> {
  const { area } = keys;
  const people = await database.selectFrom('people').select(counted).where('area', '=', area).executeTakeFirstOrThrow();
  const doses = database
    .selectFrom('doses')
    .where('area', '=', area)
    .where('day', '>=', span.from)
    .where('day', '<=', span.to);
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
    .where('issued_on', '>=', span.from)
    .where('issued_on', '<=', span.to)
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
