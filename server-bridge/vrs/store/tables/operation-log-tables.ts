/** Tables of migration step 0006. */
export type OperationLogTables = Record<never, never>;
