import type { Migration } from 'kysely/migration';

/** People of the center: accounts, second factors, sessions. */
export const staff: Migration = {
  async up(): Promise<void> {},
};
