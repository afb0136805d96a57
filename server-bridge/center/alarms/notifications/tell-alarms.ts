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

/** More than that wait for nobody: a receiver that is away for long is told of what is open when it is back (`tellMissed`). */
const MOST_WAITING = 500;
/** Of what it missed, the gravest first. */
const MOST_MISSED = 2_000;

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

type Parts = {
  readonly database: store.CenterDatabase;
  readonly rules: RuleBook;
  readonly receivers: readonly Receiver[];
  readonly now: () => Date;
};

async function tell(
  transaction: Parameters<typeof store.insertNotification>[0],
  receiver: string,
  alarms: Notification['alarms'],
  at: Date,
): Promise<void> {
  const id = randomBytes(16).toString('base64url');
  const notification: Notification = { v: 1, notificationId: id, madeAt: at.toISOString(), alarms };
  await store.insertNotification(transaction, { id, receiver, body: JSON.stringify(notification) }, at);
}

/** @throws when the store does not answer; then nothing counts as told */
export async function tellAlarms(parts: Parts): Promise<void> {
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
      if (its.length > 0) await tell(transaction, receiver.name, its, at);
    }
  });
}

/** Tells a receiver for which nothing more was kept what others were told meanwhile and is open still. @throws as above */
export async function tellMissed({ database, rules, receivers, now }: Parts): Promise<void> {
  const codes = ALARM_CODES.filter((code) => rules.rule(code).notify);
  for (const { name, leastSeverity } of receivers) {
    await database.transaction().execute(async (transaction) => {
      if (((await store.waitingNotifications(transaction)).get(name) ?? 0) >= MOST_WAITING) return;
      const missed = (await store.missedAlarms(transaction, name, codes, MOST_MISSED)).flatMap(notifiedOf);
      const its = missed.filter(({ severity }) => isAtLeast(severity, leastSeverity));
      const at = now();
      for (let from = 0; from < its.length; from += MOST_ALARMS_TOLD) {
        await tell(transaction, name, its.slice(from, from + MOST_ALARMS_TOLD), at);
      }
    });
  }
}
