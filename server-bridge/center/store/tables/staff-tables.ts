/** People of the center: accounts, second factors, sessions. */

export type StaffTables = Record<never, never>;
