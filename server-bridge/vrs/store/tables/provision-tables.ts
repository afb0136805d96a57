/** Tables of migration step 0008. */
export type ProvisionTables = Record<never, never>;
