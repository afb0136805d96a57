import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Rules of alarms can be off, and what was set to what is found in the audit trail without reading all of it. */
export const alarmRulesOff: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`alter table alarm_rules add column enabled boolean not null default true`.execute(database);
    await sql`create index audit_rule_changes on audit_entries (place) where action = 'rule-changed'`.execute(database);
  },
};
