/** VRS's schema, step by step. SQL common to PostgreSQL 15 and PGlite (18). A released step is never changed. */
import type { Kysely } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import { areas, passportsInApplications, tables } from './migrations/0001-first-areas.ts';
import { registers } from './migrations/0004-registers.ts';
import { staff } from './migrations/0005-staff.ts';
import { operationLog } from './migrations/0006-operation-log.ts';
import { imports } from './migrations/0007-imports.ts';
import { provisions } from './migrations/0008-provisions.ts';
import { areaKeys } from './migrations/0009-area-keys.ts';
import { tablets } from './migrations/0010-tablets.ts';
import { issuing } from './migrations/0011-issuing.ts';
import { areaBackups } from './migrations/0012-area-backups.ts';
import { retentionAndTheLog } from './migrations/0012-retention-and-the-log.ts';
import { stagedReferences } from './migrations/0013-staged-references.ts';
import { protectionNotSaid } from './migrations/0014-protection-not-said.ts';
import { restoringTakesNoLogAway } from './migrations/0015-restoring-takes-no-log-away.ts';

const steps = {
  '0001-tables': tables,
  '0002-areas': areas,
  '0003-passports-in-applications': passportsInApplications,
  '0004-registers': registers,
  '0005-staff': staff,
  '0006-operation-log': operationLog,
  '0007-imports': imports,
  '0008-provisions': provisions,
  '0009-area-keys': areaKeys,
  '0010-tablets': tablets,
  '0011-issuing': issuing,
  '0012-retention-and-the-log': retentionAndTheLog,
  '0012-area-backups': areaBackups,
  '0013-staged-references': stagedReferences,
  '0014-protection-not-said': protectionNotSaid,
  '0015-restoring-takes-no-log-away': restoringTakesNoLogAway,
};
const provider: MigrationProvider = { getMigrations: () => Promise.resolve(steps) };

/**
 * Brings the store to the newest schema, or to a named step of it (a test of what a step makes of older rows).
 * @throws what the database said when a step fails
 */
export async function migrate<T>(database: Kysely<T>, step?: keyof typeof steps): Promise<void> {
  const migrator = new Migrator({ db: database, provider });
  const { error } = await (step === undefined ? migrator.migrateToLatest() : migrator.migrateTo(step));
  if (error !== undefined) throw error;
}
