/** Where a webhook may be: HTTPS, or plain HTTP on this machine. No name or password in it. */
import * as v from 'valibot';

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', '[::1]', 'localhost'];
export const isLoopback = (host: string): boolean => LOOPBACK.includes(host);

export const WebhookUrlSchema = v.pipe(
  v.string(),
  v.maxLength(2_000),
  v.check((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname, username, password, hash } = new URL(text);
    if (username !== '' || password !== '' || hash !== '') return false;
    return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  }),
);

/** What the secret of a webhook is made of. */
export const WebhookSecretSchema = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{32,512}$/));
