/** The center's schema, step by step. SQL common to PostgreSQL 15 and PGlite (18). A released step is never changed. */
import type { Kysely } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import { initial } from './migrations/0001-initial.ts';
import { eventLogs } from './migrations/0002-event-logs.ts';
import { registry } from './migrations/0003-registry.ts';
import { audit } from './migrations/0004-audit.ts';
import { staff } from './migrations/0005-staff.ts';
import { change } from './migrations/0006-change.ts';
import { enrolment } from './migrations/0007-enrolment.ts';
import { rollOut } from './migrations/0008-roll-out.ts';
import { alarmRule } from './migrations/0009-alarm-rule.ts';
import { history } from './migrations/0010-history.ts';
import { alarmRulesOff } from './migrations/0011-alarm-rules-off.ts';
import { heldEnrolments } from './migrations/0012-held-enrolments.ts';
import { auditIntents } from './migrations/0013-audit-intents.ts';
import { connections } from './migrations/0014-connections.ts';
import { causeDetails } from './migrations/0015-cause-details.ts';

const steps = {
  '0001-initial': initial,
  '0002-event-logs': eventLogs,
  '0003-registry': registry,
  '0004-audit': audit,
  '0005-staff': staff,
  '0006-change': change,
  '0007-enrolment': enrolment,
  '0008-roll-out': rollOut,
  '0009-alarm-rule': alarmRule,
  '0010-history': history,
  '0011-alarm-rules-off': alarmRulesOff,
  '0012-held-enrolments': heldEnrolments,
  '0013-audit-intents': auditIntents,
  '0014-connections': connections,
  '0015-cause-details': causeDetails,
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
