/** Putting an area back takes no log away: what came after the backup stays, of provisions (V5) and of detections (V11) too. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { RESTORE_ROLE } from '../roles.ts';

export const restoringTakesNoLogAway: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`revoke delete on provisions, detections from ${sql.id(RESTORE_ROLE)}`.execute(database);
  },
};
