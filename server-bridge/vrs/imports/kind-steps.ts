/** What differs between the kinds of files: how lines are staged, what is checked among them, how they become visible. */
import type * as v from 'valibot';
import type { FileIn } from '../municipal-files/index.ts';
import type { VrsTables } from '../store/tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import type { Refusal } from './file-fault.ts';

export type StagedLine<Row> = { readonly line: number; readonly row: Row };

/** Which import, and as of when and by whom it is written. */
export type ImportScope = { readonly importId: string; readonly by: string; readonly at: Date };

export type Outcome = {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly doubtful: number;
};

export type KindSteps<Schema extends v.GenericSchema> = {
  readonly format: FileIn<Schema>;
  /** Where lines are staged, and the registers they are joined with. */
  readonly staging: readonly (keyof VrsTables)[];
  readonly joined: readonly (keyof VrsTables)[];
  /** Writes lines to the staging tables, compared with what is registered. Gives lines it refuses instead. */
  stage(
    transaction: AreaTransaction,
    scope: ImportScope,
    lines: readonly StagedLine<v.InferOutput<Schema>>[],
  ): Promise<readonly Refusal[]>;
  /** Writes refusals of what only all lines together show: the same twice, somebody else's number. */
  checkAll(transaction: AreaTransaction, scope: ImportScope): Promise<void>;
  /**
   * Compares again what somebody has changed meanwhile, and works out what needs all lines; in as many small transactions as it takes.
   * Called before each try of `apply`.
   */
  settle(run: <T>(work: (transaction: AreaTransaction) => Promise<T>) => Promise<T>, scope: ImportScope): Promise<void>;
  /** Makes everything visible. Null where somebody has changed something after `settle`: nothing may be kept of it then. */
  apply(transaction: AreaTransaction, scope: ImportScope): Promise<Outcome | null>;
  /** How many lines are staged: as many as were read, or the staging tables have been lost. */
  count(transaction: AreaTransaction, scope: ImportScope): Promise<number>;
};
