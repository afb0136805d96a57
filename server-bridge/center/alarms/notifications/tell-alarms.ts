/** Makes notifications of the alarms that are due: one for each receiver, of many alarms at once when a fleet fails at once. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { ALARM_CODES, type AlarmCode } from '../../alarm-codes.ts';
import * as store from '../../store/index.ts';
import type { RuleBook } from '../rule-book.ts';
import {
  isAtLeast,
  MOST_ALARMS_TOLD,
  type Notification,
  type NotifiedAlarm,
  NotifiedAlarmSchema,
} from './notification-message.ts';
import type { Receiver } from './receiver.ts';

/** More than that wait for nobody: a receiver that is away for long is told of what is open then. */
const MOST_WAITING = 500;

/** The codes that are told, by the instant before which they must have been told last to be told again. */
function codesToTell(rules: RuleBook, now: Date): store.CodesToTell {
  const byMinutes = new Map<number, AlarmCode[]>();
  for (const code of ALARM_CODES) {
    const { notify, repeatMinutes } = rules.rule(code);
    if (notify) byMinutes.set(repeatMinutes, [...(byMinutes.get(repeatMinutes) ?? []), code]);
  }
  return new Map(
    [...byMinutes].map(([minutes, codes]) => [
      minutes === 0 ? null : new Date(now.getTime() - minutes * 60_000),
      codes,
    ]),
  );
}

function notifiedOf(alarm: store.AlarmToTell): NotifiedAlarm[] {
  const parsed = v.safeParse(NotifiedAlarmSchema, {
    alarmId: alarm.id,
    reason: alarm.reason,
    code: alarm.code,
    severity: alarm.severity,
    terminalId: alarm.terminalId,
    storeId: alarm.storeId,
    times: alarm.times,
    raisedAt: alarm.raisedAt.toISOString(),
    lastAt: alarm.lastAt.toISOString(),
    endedAt: alarm.endedAt?.toISOString() ?? null,
  });
  // What does not fit the closed form is not told: better silence about a stray row than a stray word outside.
  return parsed.success ? [parsed.output] : [];
}

/** @throws when the store does not answer; then nothing counts as told */
export async function tellAlarms(parts: {
  readonly database: store.CenterDatabase;
  readonly rules: RuleBook;
  readonly receivers: readonly Receiver[];
  readonly now: () => Date;
}): Promise<void> {
  const { database, rules, receivers, now } = parts;
  if (receivers.length === 0) return;
  const at = now();
  await database.transaction().execute(async (transaction) => {
    const waiting = await store.waitingNotifications(transaction);
    const open = receivers.filter(({ name }) => (waiting.get(name) ?? 0) < MOST_WAITING);
    if (open.length === 0) return;
    const taken = await store.takeAlarmsToTell(transaction, codesToTell(rules, at), at, MOST_ALARMS_TOLD);
    const alarms = taken.flatMap(notifiedOf);
    for (const receiver of open) {
      const its = alarms.filter(({ severity }) => isAtLeast(severity, receiver.leastSeverity));
      if (its.length === 0) continue;
      const id = randomBytes(16).toString('base64url');
      const notification: Notification = { v: 1, notificationId: id, madeAt: at.toISOString(), alarms: its };
      await store.insertNotification(
        transaction,
        { id, receiver: receiver.name, body: JSON.stringify(notification) },
        at,
      );
    }
  });
}
