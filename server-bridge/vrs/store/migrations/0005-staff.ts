/** Accounts, sessions and registered terminals of the municipalities' staff (V10). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const staff: Migration = {
  async up(_database: Kysely<unknown>): Promise<void> {},
};
