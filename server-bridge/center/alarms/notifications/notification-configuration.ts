/** Who is told of alarms, and how: webhooks and mail. Everything a message may say is in `notification-message.ts`. */
import * as v from 'valibot';
import { isLoopback, WebhookUrlSchema } from '../../../notifications/index.ts';
import { SeveritySchema } from '../../console-api/alarms.ts';

const path = v.pipe(v.string(), v.minLength(1));
/** Stands in log, audit trail and outbox. */
const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,29}$/));
const address = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}$/));
/** Alarms below it are not told to this receiver. */
const leastSeverity = v.optional(SeveritySchema, 'minor');

export const WebhookConfigurationSchema = v.strictObject({
  kind: v.literal('webhook'),
  name,
  leastSeverity,
  url: WebhookUrlSchema,
  /** At least 32 printable characters that the receiver has too. */
  secretFile: path,
  /** Authorities that count for this receiver instead of the machine's. */
  caFile: v.optional(path),
});

export const MailConfigurationSchema = v.pipe(
  v.strictObject({
    kind: v.literal('mail'),
    name,
    leastSeverity,
    host: v.pipe(v.string(), v.regex(/^[A-Za-z0-9.:-]{1,255}$/)),
    port: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535)),
    /** `none` only on this machine. */
    encryption: v.optional(v.picklist(['starttls', 'none']), 'starttls'),
    from: address,
    to: v.pipe(v.array(address), v.minLength(1), v.maxLength(20)),
    user: v.optional(v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,120}$/))),
    passwordFile: v.optional(path),
    caFile: v.optional(path),
  }),
  v.check(({ encryption, host }) => encryption === 'starttls' || isLoopback(host)),
  v.check(({ user, passwordFile }) => (user === undefined) === (passwordFile === undefined)),
);

export const NotificationConfigurationSchema = v.strictObject({
  receivers: v.pipe(
    v.array(v.variant('kind', [WebhookConfigurationSchema, MailConfigurationSchema])),
    v.maxLength(20),
    v.check((receivers) => new Set(receivers.map((receiver) => receiver.name)).size === receivers.length),
  ),
  /** After so many attempts that failed, somebody is called. */
  alarmAfterAttempts: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(100)), 5),
  /** Then a notification is given up; the alarm itself stands as it is. */
  giveUpAfterHours: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(168)), 24),
});
export type NotificationConfiguration = v.InferOutput<typeof NotificationConfigurationSchema>;
export type WebhookConfiguration = v.InferOutput<typeof WebhookConfigurationSchema>;
export type MailConfiguration = v.InferOutput<typeof MailConfigurationSchema>;

/** How many terminals that fail the right-person check within which time stop issuing for all (P2). */
export const AlarmConfigurationSchema = v.strictObject({
  routeStop: v.optional(
    v.strictObject({
      terminals: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(2), v.maxValue(1_000)), 2),
      withinMinutes: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1_440)), 15),
    }),
    {},
  ),
});
