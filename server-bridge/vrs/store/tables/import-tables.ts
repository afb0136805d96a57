/** Tables of migration step 0007. */
export type ImportTables = Record<never, never>;
