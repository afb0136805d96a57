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

export type DeliveryError = {
  readonly kind: 'unreachable' | 'timed-out' | 'refused';
  /** What an HTTP receiver answered. */
  readonly status?: number;
};

/** No attempt lasts longer. */
export const ATTEMPT_LIMIT_MS = 15_000;

export type Webhook = {
  readonly url: string;
  /** At least 32 printable characters that the receiver has too. */
  readonly secret: string;
  /** Authorities that count for this receiver instead of the machine's. */
  readonly ca: Buffer | null;
  /** Which part of Kofu speaks. */
  readonly userAgent: string;
};

/** The signature of a body at a time. */
export function signatureOf(secret: string, seconds: number, notificationId: string, body: string): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${notificationId}.${body}`, 'utf8').digest('hex');
  return `t=${seconds},v1=${mac}`;
}

/**
 * One attempt, which ends within `ATTEMPT_LIMIT_MS`.
 *
 * @param signal nobody waits for it any more
 */
export function postWebhook(
  { url: address, secret, ca, userAgent }: Webhook,
  message: { readonly notificationId: string; readonly body: string; readonly at: Date },
  signal: AbortSignal,
): Promise<Result<void, DeliveryError>> {
  const { notificationId, body, at } = message;
  const url = new URL(address);
  const bytes = Buffer.from(body, 'utf8');
  const options = {
    method: 'POST',
    agent: false,
    signal: AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_LIMIT_MS)]),
    headers: {
      'content-type': 'application/json',
      'content-length': bytes.length,
      'user-agent': userAgent,
      'kofu-notification': notificationId,
      'kofu-signature': signatureOf(secret, Math.floor(at.getTime() / 1_000), notificationId, body),
    },
  } as const;
  return new Promise((resolve) => {
    const sent =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) })
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
}
