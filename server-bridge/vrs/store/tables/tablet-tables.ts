/** Tables of migration step 0010. */
export type TabletTables = Record<never, never>;
