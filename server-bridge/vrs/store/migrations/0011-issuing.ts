/** What issuing records beside the certificate (V7, P5). */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const issuing: Migration = {
  async up(_database: Kysely<unknown>): Promise<void> {},
};
