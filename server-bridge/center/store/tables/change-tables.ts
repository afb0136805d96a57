/** Staged changes of the directive. */

export type ChangeTables = Record<never, never>;
