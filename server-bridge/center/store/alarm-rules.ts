/** The rules of alarms that staff have set; codes without a row have their default. */
import type { AlarmRule } from '../console-api/alarms.ts';
import type { CenterDatabase } from './open-store.ts';

export async function keptRules(database: CenterDatabase): Promise<readonly AlarmRule[]> {
  const rows = await database.selectFrom('alarm_rules').selectAll().execute();
  return rows.map((row) => ({
    code: row.code,
    severity: row.severity,
    afterSeconds: row.after_seconds,
    repeatMinutes: row.repeat_minutes,
    notify: row.notify,
    enabled: row.enabled,
  }));
}

/** @param by the account that set it */
export async function keepRule(database: CenterDatabase, rule: AlarmRule, by: string, now: Date): Promise<void> {
  const row = {
    severity: rule.severity,
    after_seconds: rule.afterSeconds,
    repeat_minutes: rule.repeatMinutes,
    notify: rule.notify,
    enabled: rule.enabled,
    changed_at: now,
    changed_by: by,
  };
  await database
    .insertInto('alarm_rules')
    .values({ code: rule.code, ...row })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
    .execute();
}
