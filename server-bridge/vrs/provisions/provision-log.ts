/** The log of provisions as either side sees it, and as the regulator does (V5). Kept seven years. */
import type { ExpressionBuilder } from 'kysely';
import * as v from 'valibot';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { ProvisionSchema, ProvisionsQuerySchema } from '../console-api/provisions.ts';
import { yearsBefore } from '../register/years-before.ts';
import { inEveryArea } from '../store/in-every-area.ts';
import { REGULATOR_ROLE, RETENTION_ROLE } from '../store/roles.ts';
import type { VrsTables } from '../store/tables.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';

export const PROVISION_YEARS = 7;
/** How long provided doses wait to be taken over. */
export const CONTENTS_DAYS = 30;
const PAGE = 100;
const DAY_MS = 86_400_000;

type Provision = v.InferInput<typeof ProvisionSchema>;

/** Which of them: of one side, of days in Japan. */
type Wanted = Omit<v.InferOutput<typeof ProvisionsQuerySchema>, 'before'>;
const isWanted =
  ({ side, from, to }: Wanted) =>
  (where: ExpressionBuilder<VrsTables, 'provisions'>) =>
    where.and([
      ...(side === undefined ? [] : [where('side', '=', side)]),
      ...(from === undefined ? [] : [where('at', '>=', startInJapan(from))]),
      ...(to === undefined ? [] : [where('at', '<', new Date(startInJapan(to).getTime() + DAY_MS))]),
    ]);

/** Newest first. */
export async function listProvisions(
  { database, keys }: AreaTransaction,
  wanted: v.InferOutput<typeof ProvisionsQuerySchema>,
  page = PAGE,
): Promise<{ readonly provisions: readonly Provision[]; readonly more: boolean }> {
  let query = database
    .selectFrom('provisions')
    .leftJoin('people', (join) =>
      join.onRef('people.area', '=', 'provisions.area').onRef('people.person_id', '=', 'provisions.person_id'),
    )
    .selectAll('provisions')
    .select('people.reference_number')
    .where('provisions.area', '=', keys.area)
    .where(isWanted(wanted));
  if (wanted.before !== undefined) {
    const last = await database
      .selectFrom('provisions')
      .select('at')
      .where('area', '=', keys.area)
      .where('provision_id', '=', wanted.before)
      .executeTakeFirst();
    if (last === undefined) return { provisions: [], more: false };
    query = query.where((where) =>
      where.or([
        where('at', '<', last.at),
        where.and([where('at', '=', last.at), where('provision_id', '<', wanted.before ?? '')]),
      ]),
    );
  }
  const rows = await query
    .orderBy('at', 'desc')
    .orderBy('provision_id', 'desc')
    .limit(page + 1)
    .execute();
  return {
    provisions: rows.slice(0, page).map((row) => ({
      ...sharedFacts(row),
      side: row.side,
      referenceNumber:
        row.reference_number === null || row.person_id === null
          ? null
          : keys.decrypt('people.reference_number', row.person_id, row.reference_number),
    })),
    more: rows.length > page,
  };
}

/** How many there are of a side and a time. */
export async function countProvisions({ database, keys }: AreaTransaction, wanted: Wanted): Promise<number> {
  const { count } = await database
    .selectFrom('provisions')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('area', '=', keys.area)
    .where(isWanted(wanted))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What the regulator sees of all municipalities: one line a provision, of the side that was asked; no person. */
export async function regulatorsView(
  store: VrsStore,
  span: { readonly from: Date; readonly to: Date },
): Promise<readonly Omit<Provision, 'referenceNumber' | 'side'>[]> {
  const rows = await store.outsideAreas(
    (database) =>
      database
        .selectFrom('provisions')
        .select(['provision_id', 'asking', 'asked', 'purpose', 'at', 'asked_by', 'result', 'doses', 'reviewed_by'])
        .where('side', '=', 'asked')
        .where('at', '>=', span.from)
        .where('at', '<', span.to)
        .orderBy('at')
        .orderBy('provision_id')
        .execute(),
    { role: REGULATOR_ROLE },
  );
  return rows.map(sharedFacts);
}

/** Marks one as reviewed by this side; false where there is none of that id. */
export async function reviewProvision(
  { database, keys }: AreaTransaction,
  provisionId: string,
  by: string,
  at: Date,
): Promise<boolean> {
  const updated = await database
    .updateTable('provisions')
    .set((set) => ({
      reviewed_by: set.fn.coalesce('reviewed_by', set.val(by)),
      reviewed_at: set.fn.coalesce('reviewed_at', set.val(at)),
    }))
    .where('area', '=', keys.area)
    .where('provision_id', '=', provisionId)
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** Erases provided doses nobody took over, and rows that have served their seven years. */
export async function eraseOldProvisions(store: VrsStore, now: Date, signal?: AbortSignal): Promise<void> {
  const end = yearsBefore(now, PROVISION_YEARS);
  const untaken = new Date(now.getTime() - CONTENTS_DAYS * DAY_MS);
  await inEveryArea(
    store,
    async (area) => {
      await store.inArea(area, ({ database }) =>
        database
          .updateTable('provisions')
          .set({ contents: null })
          .where('area', '=', area)
          .where('contents', 'is not', null)
          .where('at', '<', untaken)
          .execute(),
      );
      await store.inArea(
        area,
        ({ database }) => database.deleteFrom('provisions').where('area', '=', area).where('at', '<', end).execute(),
        { role: RETENTION_ROLE },
      );
    },
    signal,
  );
}

const startInJapan = (day: string): Date => new Date(`${day}T00:00:00.000+09:00`);

const sharedFacts = (row: {
  readonly provision_id: string;
  readonly at: Date;
  readonly asking: string;
  readonly asked: string;
  readonly purpose: 'moved-in';
  readonly asked_by: string;
  readonly result: 'provided' | 'unmatched';
  readonly doses: number;
  readonly reviewed_by: string | null;
}) => ({
  provisionId: row.provision_id,
  at: row.at.toISOString(),
  asking: v.parse(MunicipalityCodeSchema, row.asking),
  asked: v.parse(MunicipalityCodeSchema, row.asked),
  purpose: row.purpose,
  askedBy: row.asked_by,
  result: row.result,
  doses: row.doses,
  reviewedBy: row.reviewed_by,
});
