/** Mail over SMTP: STARTTLS is required and the server's certificate checked, except on this machine where that is configured. */
import { err, ok } from 'neverthrow';
import { createTransport } from 'nodemailer';
import * as v from 'valibot';
import { ATTEMPT_LIMIT_MS, type DeliveryError } from '../../../notifications/index.ts';
import type { MailConfiguration } from './notification-configuration.ts';
import { mailOf, NotificationSchema } from './notification-message.ts';
import type { Receiver } from './receiver.ts';

/** Notifications of which some recipients have had theirs; of older ones it is forgotten, and all hear of them again. */
const MOST_HALF_SENT = 1_000;

export function mailReceiver(
  configuration: MailConfiguration,
  files: { readonly password: string | null; readonly ca: Buffer | null },
): Receiver {
  const { name, leastSeverity, host, port, from, to, user } = configuration;
  const encrypted = configuration.encryption === 'starttls';
  /** Whom a notification has not reached yet, where it has reached others. */
  const left = new Map<string, readonly string[]>();
  return {
    name,
    kind: 'mail',
    leastSeverity,
    async deliver(notificationId, body, signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_LIMIT_MS)]);
      const recipients = left.get(notificationId) ?? to;
      const { subject, text } = mailOf(v.parse(NotificationSchema, JSON.parse(body)));
      const transport = createTransport({
        host,
        port,
        secure: false,
        requireTLS: encrypted,
        ignoreTLS: !encrypted,
        tls: { minVersion: 'TLSv1.2', ...(files.ca === null ? {} : { ca: files.ca }) },
        ...(user === undefined || files.password === null ? {} : { auth: { user, pass: files.password } }),
        connectionTimeout: ATTEMPT_LIMIT_MS / 3,
        greetingTimeout: ATTEMPT_LIMIT_MS / 3,
        socketTimeout: ATTEMPT_LIMIT_MS / 3,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        const { rejected } = await transport.sendMail({
          from,
          to: [...recipients],
          signal: limit,
          subject,
          text,
          messageId: `<${notificationId}@kofu.invalid>`,
          headers: { 'Kofu-Notification': notificationId, 'Auto-Submitted': 'auto-generated' },
        });
        left.delete(notificationId);
        const refused = recipients.filter((recipient) => rejected.includes(recipient));
        if (refused.length === 0) return ok();
        left.set(notificationId, refused);
        for (const oldest of left.keys()) {
          if (left.size <= MOST_HALF_SENT) break;
          left.delete(oldest);
        }
        return err({ kind: 'refused' });
      } catch (cause) {
        return err({ kind: kindOf(cause, limit.aborted) });
      } finally {
        transport.close();
      }
    },
  };
}

function kindOf(cause: unknown, isLate: boolean): DeliveryError['kind'] {
  if (isLate || (cause instanceof Error && /timeout/i.test(cause.message))) return 'timed-out';
  // The server has answered, and not with a receipt.
  return cause instanceof Error && 'responseCode' in cause ? 'refused' : 'unreachable';
}
