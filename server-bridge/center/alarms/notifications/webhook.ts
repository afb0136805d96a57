/**
 * A webhook: one HTTPS POST of JSON, signed. Headers:
 *   kofu-notification   the notification's id, the same in every attempt
 *   kofu-signature      `t=SECONDS,v1=HEX`: HMAC-SHA-256 (RFC 2104) under the shared secret over `SECONDS.ID.BODY`
 * Any answer of 200 to 299 is a receipt. No redirect is followed and nothing of the answer is read.
 */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { err, ok, type Result } from 'neverthrow';
import type { WebhookConfiguration } from './notification-configuration.ts';
import { ATTEMPT_LIMIT_MS, type DeliveryError, type Receiver } from './receiver.ts';

/** The signature of a body at a time. */
export function signatureOf(secret: string, seconds: number, notificationId: string, body: string): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${notificationId}.${body}`, 'utf8').digest('hex');
  return `t=${seconds},v1=${mac}`;
}

export function webhookReceiver(
  configuration: WebhookConfiguration,
  files: { readonly secret: string; readonly ca: Buffer | null },
  now: () => Date,
): Receiver {
  const { name, leastSeverity } = configuration;
  const url = new URL(configuration.url);
  return {
    name,
    kind: 'webhook',
    leastSeverity,
    deliver(notificationId, body, signal) {
      const seconds = Math.floor(now().getTime() / 1_000);
      const bytes = Buffer.from(body, 'utf8');
      const options = {
        method: 'POST',
        agent: false,
        signal: AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_LIMIT_MS)]),
        headers: {
          'content-type': 'application/json',
          'content-length': bytes.length,
          'user-agent': 'kofu-center',
          'kofu-notification': notificationId,
          'kofu-signature': signatureOf(files.secret, seconds, notificationId, body),
        },
      } as const;
      return new Promise<Result<void, DeliveryError>>((resolve) => {
        const sent =
          url.protocol === 'https:'
            ? httpsRequest(url, {
                ...options,
                minVersion: 'TLSv1.2',
                ...(files.ca === null ? {} : { ca: files.ca }),
              })
            : httpRequest(url, options);
        sent.once('response', (response) => {
          const status = response.statusCode ?? 0;
          response.destroy();
          resolve(status >= 200 && status <= 299 ? ok() : err({ kind: 'refused', status }));
        });
        sent.on('error', (cause) => {
          const kind = cause.name === 'AbortError' || cause.name === 'TimeoutError' ? 'timed-out' : 'unreachable';
          resolve(err({ kind }));
        });
        sent.end(bytes);
      });
    },
  };
}
