/** Tables of migration step 0009. */
export type AreaKeyTables = Record<never, never>;
