/** Rules, causes, comparisons and notifications of alarms. */
import type { ColumnType, Generated } from 'kysely';
import type { Instant, NullableInstant } from './column-types.ts';

export type AlarmRulesTable = {
  code: string;
  severity: 'critical' | 'major' | 'minor';
  after_seconds: number;
  repeat_minutes: number;
  notify: boolean;
  enabled: boolean;
  changed_at: Instant;
  changed_by: string;
};

/** A cause that stands at a terminal, whether it is an alarm already or not. */
export type AlarmCausesTable = {
  terminal_id: string;
  code: string;
  since_at: Instant;
  /** Away since then, but not for long enough to count as gone. */
  ended_at: NullableInstant;
  /** When it became an alarm. */
  raised_at: NullableInstant;
  /** What it is in particular: words of the terminal's with a comma between them. */
  detail: Generated<string>;
};

/** What was found when paper and applicant were compared (P2); says nothing of who the applicant was. */
export type AlarmComparisonsTable = {
  comparison_id: ColumnType<number | bigint | string, never, never>;
  alarm_id: number;
  /** How often the alarm had been seen by then: what is seen later is not covered. */
  times: number;
  finding: 'same-person' | 'other-person' | 'no-paper-issued';
  compared_by: string;
  compared_at: Instant;
  recorded_by: string;
  recorded_at: Instant;
  approved_by: string | null;
  approved_at: NullableInstant;
};

export type NotificationsTable = {
  /** Random; the same for every attempt. */
  notification_id: string;
  receiver: string;
  /** JSON, written once. */
  body: string;
  state: 'waiting' | 'sent' | 'given-up';
  attempts: number;
  /** Not before then; while an attempt is made, the end of its lease. */
  next_at: Instant;
  made_at: Instant;
  settled_at: NullableInstant;
};

export type AlarmRuleTables = {
  alarm_rules: AlarmRulesTable;
  alarm_causes: AlarmCausesTable;
  alarm_comparisons: AlarmComparisonsTable;
  notifications: NotificationsTable;
};
