/** All that a notification may say: code, severity, terminal, store, counts and times. Nothing of a person (C2). */
import * as v from 'valibot';
import { InstantSchema, TerminalIdSchema } from '../../../protocol/index.ts';
import { ALARM_CODES, CENTER_ITSELF } from '../../alarm-codes.ts';
import { SeveritySchema } from '../../console-api/alarms.ts';
import { StoreIdSchema } from '../../console-api/places.ts';

const instant = InstantSchema;
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

export const NotifiedAlarmSchema = v.strictObject({
  alarmId: count,
  /** `repeated`: it stands, and nobody has acknowledged it. */
  reason: v.picklist(['raised', 'repeated', 'ended']),
  code: v.picklist(ALARM_CODES),
  severity: SeveritySchema,
  terminalId: v.union([TerminalIdSchema, v.literal(CENTER_ITSELF)]),
  /** Null where the terminal is not registered. */
  storeId: v.nullable(StoreIdSchema),
  times: count,
  raisedAt: instant,
  lastAt: instant,
  endedAt: v.nullable(instant),
});
export type NotifiedAlarm = v.InferOutput<typeof NotifiedAlarmSchema>;

export const MOST_ALARMS_TOLD = 100;

export const NotificationSchema = v.strictObject({
  v: v.literal(1),
  /** The same in every attempt: a receiver that has it already may drop it. */
  notificationId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  madeAt: instant,
  alarms: v.pipe(v.array(NotifiedAlarmSchema), v.minLength(1), v.maxLength(2 * MOST_ALARMS_TOLD)),
});
export type Notification = v.InferOutput<typeof NotificationSchema>;

const SEVERITY_ORDER = { critical: 0, major: 1, minor: 2 } as const;

/** Whether an alarm is grave enough for a receiver. */
export const isAtLeast = (severity: NotifiedAlarm['severity'], least: NotifiedAlarm['severity']): boolean =>
  SEVERITY_ORDER[severity] <= SEVERITY_ORDER[least];

/** A mail of it: ASCII, from enumerated words only, so that nothing can leave its line. */
export function mailOf({ notificationId, alarms }: Notification): { readonly subject: string; readonly text: string } {
  const gravest = alarms.toSorted((a, b) => SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity])[0];
  const more = alarms.length > 1 ? ` and ${alarms.length - 1} more` : '';
  const subject = gravest === undefined ? 'Kofu' : `Kofu ${gravest.severity}: ${gravest.code} ${gravest.reason}${more}`;
  const lines = alarms.map((alarm) =>
    [
      alarm.severity,
      alarm.code,
      alarm.reason,
      `terminal ${alarm.terminalId}`,
      `store ${alarm.storeId ?? '-'}`,
      `times ${alarm.times}`,
      `raised ${alarm.raisedAt}`,
      `last ${alarm.lastAt}`,
      ...(alarm.endedAt === null ? [] : [`ended ${alarm.endedAt}`]),
      `alarm ${alarm.alarmId}`,
    ].join(' | '),
  );
  return { subject, text: `${lines.join('\n')}\n\nnotification ${notificationId}\n` };
}
