/** A webhook as a receiver of alarms. */
import { postWebhook } from '../../../notifications/index.ts';
import type { WebhookConfiguration } from './notification-configuration.ts';
import type { Receiver } from './receiver.ts';

export function webhookReceiver(
  { name, leastSeverity, url }: WebhookConfiguration,
  files: { readonly secret: string; readonly ca: Buffer | null },
  now: () => Date,
): Receiver {
  const webhook = { url, ...files, userAgent: 'kofu-center' };
  return {
    name,
    kind: 'webhook',
    leastSeverity,
    deliver: (notificationId, body, signal) => postWebhook(webhook, { notificationId, body, at: now() }, signal),
  };
}
