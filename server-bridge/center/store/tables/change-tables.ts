/** Staged changes of the directive. */
import type { ColumnType } from 'kysely';
import type { Instant, NullableInstant, Whole } from './column-types.ts';

export type DirectiveChangesTable = {
  /** Made by the database. */
  change_id: ColumnType<number | bigint | string, never, never>;
  /** JSON of the scope. */
  scope: string;
  /** JSON of the patch. */
  patch: string;
  note: string;
  /** SHA-256 over what the patch would replace, as it was when it was drafted. */
  base_digest: string;
  state: 'draft' | 'approved' | 'rejected' | 'withdrawn' | 'effective' | 'failed';
  /** Why it failed, in one word. */
  fault: string | null;
  drafted_by: string;
  drafted_at: Instant;
  decided_by: string | null;
  decided_at: NullableInstant;
  effective_at: NullableInstant;
  version: ColumnType<number | bigint | string | null, number | null | undefined, number | null>;
};

/** One row: how often places were changed. Triggers of `terminal_places` keep it. */
export type PlaceRevisionsTable = { only_row: boolean; revision: Whole };

export type ChangeTables = {
  directive_changes: DirectiveChangesTable;
  place_revisions: PlaceRevisionsTable;
};
