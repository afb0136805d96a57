/** Mail over SMTP: STARTTLS is required and the server's certificate checked, except on this machine where that is configured. */
import { err, ok } from 'neverthrow';
import { createTransport } from 'nodemailer';
import * as v from 'valibot';
import type { MailConfiguration } from './notification-configuration.ts';
import { mailOf, NotificationSchema } from './notification-message.ts';
import { ATTEMPT_LIMIT_MS, type Receiver } from './receiver.ts';

export function mailReceiver(
  configuration: MailConfiguration,
  files: { readonly password: string | null; readonly ca: Buffer | null },
): Receiver {
  const { name, leastSeverity, host, port, from, to, user } = configuration;
  const encrypted = configuration.encryption === 'starttls';
  return {
    name,
    kind: 'mail',
    leastSeverity,
    async deliver(notificationId, body) {
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
        await transport.sendMail({
          from,
          to,
          subject,
          text,
          messageId: `<${notificationId}@kofu.invalid>`,
          headers: { 'Kofu-Notification': notificationId, 'Auto-Submitted': 'auto-generated' },
        });
        return ok();
      } catch (cause) {
        return err({ kind: cause instanceof Error && /timeout/i.test(cause.message) ? 'timed-out' : 'unreachable' });
      } finally {
        transport.close();
      }
    },
  };
}
