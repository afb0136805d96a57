/** Staged changes of the directive, from draft to version. Every step of one is a condition on its row, so that it happens once. */
import { type Kysely, sql } from 'kysely';
import * as v from 'valibot';
import { type Scope, ScopeSchema } from '../console-api/places.ts';
import { type ChangePatch, ChangePatchSchema } from '../directives/directive-content.ts';
import type { CenterDatabase } from './open-store.ts';
import type { DirectiveChangesTable } from './tables/change-tables.ts';
import { type CenterTables, whole } from './tables.ts';

type Session = CenterDatabase | Kysely<CenterTables>;
export type ChangeState = DirectiveChangesTable['state'];

export type KeptChange = {
  readonly changeId: number;
  readonly scope: Scope;
  readonly patch: ChangePatch;
  readonly note: string;
  readonly baseDigest: string;
  readonly state: ChangeState;
  readonly fault: string | null;
  readonly draftedBy: string;
  readonly draftedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly effectiveAt: Date | null;
  readonly version: number | null;
};

const COLUMNS = [
  'change_id',
  'scope',
  'patch',
  'note',
  'base_digest',
  'state',
  'fault',
  'drafted_by',
  'drafted_at',
  'decided_by',
  'decided_at',
  'effective_at',
  'version',
] as const;

type Row = {
  readonly change_id: number | bigint | string;
  readonly scope: string;
  readonly patch: string;
  readonly note: string;
  readonly base_digest: string;
  readonly state: ChangeState;
  readonly fault: string | null;
  readonly drafted_by: string;
  readonly drafted_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly effective_at: Date | null;
  readonly version: number | bigint | string | null;
};

const changeOf = (row: Row): KeptChange => ({
  changeId: whole(row.change_id),
  scope: v.parse(ScopeSchema, JSON.parse(row.scope)),
  patch: v.parse(ChangePatchSchema, JSON.parse(row.patch)),
  note: row.note,
  baseDigest: row.base_digest,
  state: row.state,
  fault: row.fault,
  draftedBy: row.drafted_by,
  draftedAt: row.drafted_at,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  effectiveAt: row.effective_at,
  version: row.version === null ? null : whole(row.version),
});

/** Decisions that look at several changes are taken one at a time among all nodes. */
export async function lockChanges(session: Kysely<CenterTables>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('kofu directive changes'))`.execute(session);
}

export async function insertChange(
  session: Session,
  draft: Pick<KeptChange, 'scope' | 'patch' | 'note' | 'baseDigest' | 'draftedBy' | 'draftedAt' | 'effectiveAt'>,
): Promise<KeptChange> {
  const row = await session
    .insertInto('directive_changes')
    .values({
      scope: JSON.stringify(draft.scope),
      patch: JSON.stringify(draft.patch),
      note: draft.note,
      base_digest: draft.baseDigest,
      state: 'draft',
      fault: null,
      drafted_by: draft.draftedBy,
      drafted_at: draft.draftedAt,
      decided_by: null,
      decided_at: null,
      effective_at: draft.effectiveAt,
    })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return changeOf(row);
}

export async function findChange(session: Session, changeId: number): Promise<KeptChange | null> {
  const row = await session
    .selectFrom('directive_changes')
    .select(COLUMNS)
    .where(sql<boolean>`change_id = ${changeId}`)
    .executeTakeFirst();
  return row === undefined ? null : changeOf(row);
}

/** The newest first, before a change where one is named; no more than fit in so many characters of patches, yet at least one. */
export async function listChanges(
  session: Session,
  page: { readonly before: number | null; readonly limit: number; readonly characters: number },
): Promise<readonly KeptChange[]> {
  const rows = await session
    .with('page', (query) =>
      query
        .selectFrom('directive_changes')
        .select(COLUMNS)
        .select(sql<unknown>`sum(length(patch)) over (order by change_id desc)`.as('characters'))
        .select(sql<unknown>`row_number() over (order by change_id desc)`.as('place'))
        .$if(page.before !== null, (some) => some.where(sql<boolean>`change_id < ${page.before}`))
        .orderBy('change_id', 'desc')
        .limit(page.limit),
    )
    .selectFrom('page')
    .select(COLUMNS)
    .where(sql<boolean>`characters <= ${page.characters} or place = 1`)
    .orderBy('change_id', 'desc')
    .execute();
  return rows.map(changeOf);
}

export async function countDrafts(session: Session): Promise<number> {
  const { drafts } = await session
    .selectFrom('directive_changes')
    .select(sql<unknown>`count(*)`.as('drafts'))
    .where('state', '=', 'draft')
    .executeTakeFirstOrThrow();
  return Number(drafts);
}

/**
 * From one of some states to another, once. Whoever drafted it never approves or rejects it.
 *
 * @returns false when it was no longer in any of those states
 */
export async function decideChange(
  session: Session,
  changeId: number,
  decision: {
    readonly from: readonly ChangeState[];
    readonly to: 'approved' | 'rejected' | 'withdrawn' | 'failed';
    readonly fault?: string;
    readonly by: string;
    readonly at: Date;
  },
): Promise<boolean> {
  const updated = await session
    .updateTable('directive_changes')
    .set({ state: decision.to, fault: decision.fault ?? null, decided_by: decision.by, decided_at: decision.at })
    .where(sql<boolean>`change_id = ${changeId}`)
    .where('state', 'in', decision.from)
    .$if(decision.to !== 'withdrawn', (some) => some.where('drafted_by', '<>', decision.by))
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** @returns false when it was no longer approved */
export async function failChange(session: Session, changeId: number, fault: string): Promise<boolean> {
  const updated = await session
    .updateTable('directive_changes')
    .set({ state: 'failed', fault })
    .where(sql<boolean>`change_id = ${changeId}`)
    .where('state', '=', 'approved')
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** @returns false when it was no longer approved */
export async function markEffective(session: Session, changeId: number, version: number): Promise<boolean> {
  const updated = await session
    .updateTable('directive_changes')
    .set({ state: 'effective', version })
    .where(sql<boolean>`change_id = ${changeId}`)
    .where('state', '=', 'approved')
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
}

/** Approved changes whose instant has come, in the order of their instants. */
export async function dueChanges(session: Session, now: Date, limit: number): Promise<readonly KeptChange[]> {
  const rows = await session
    .selectFrom('directive_changes')
    .select(COLUMNS)
    .where('state', '=', 'approved')
    .where((where) => where.or([where('effective_at', 'is', null), where('effective_at', '<=', now)]))
    .orderBy(sql`coalesce(effective_at, decided_at)`)
    .orderBy('change_id')
    .limit(limit)
    .execute();
  return rows.map(changeOf);
}

/** Approved changes of one instant. */
export async function approvedAt(session: Session, instant: Date): Promise<readonly KeptChange[]> {
  const rows = await session
    .selectFrom('directive_changes')
    .select(COLUMNS)
    .where('state', '=', 'approved')
    .where('effective_at', '=', instant)
    .execute();
  return rows.map(changeOf);
}
