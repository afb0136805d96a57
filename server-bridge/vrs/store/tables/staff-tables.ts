/** Tables of migration step 0005. */
export type StaffTables = Record<never, never>;
