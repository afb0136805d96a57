/** Receivers with the files their configuration names. */
import { err, ok, type Result } from 'neverthrow';
import { type ConfigurationError, readNamedFile } from '../../configuration.ts';
import { mailReceiver } from './mail.ts';
import type { NotificationConfiguration } from './notification-configuration.ts';
import type { Receiver } from './receiver.ts';
import { webhookReceiver } from './webhook-receiver.ts';

const SECRET_PATTERN = /^[\x21-\x7e]{32,512}$/;
const PASSWORD_PATTERN = /^[\x20-\x7e]{1,512}$/;

async function readText(what: string, file: string, pattern: RegExp): Promise<Result<string, ConfigurationError>> {
  const bytes = await readNamedFile(what, file);
  if (bytes.isErr()) return err(bytes.error);
  const text = bytes.value.toString('utf8').trim();
  if (!pattern.test(text)) return err({ kind: 'invalid-content', what, issues: ['not printable, or of wrong length'] });
  return ok(text);
}

async function readAuthority(
  what: string,
  file: string | undefined,
): Promise<Result<Buffer | null, ConfigurationError>> {
  return file === undefined ? ok(null) : await readNamedFile(what, file);
}

/** @param configuration without it there is nobody to tell */
export async function openReceivers(
  configuration: NotificationConfiguration | undefined,
  now: () => Date,
): Promise<Result<readonly Receiver[], ConfigurationError>> {
  const receivers: Receiver[] = [];
  for (const receiver of configuration?.receivers ?? []) {
    const what = `notifications.${receiver.name}`;
    const ca = await readAuthority(`${what}.caFile`, receiver.caFile);
    if (ca.isErr()) return err(ca.error);
    if (receiver.kind === 'webhook') {
      const secret = await readText(`${what}.secretFile`, receiver.secretFile, SECRET_PATTERN);
      if (secret.isErr()) return err(secret.error);
      receivers.push(webhookReceiver(receiver, { secret: secret.value, ca: ca.value }, now));
      continue;
    }
    let password: string | null = null;
    if (receiver.passwordFile !== undefined) {
      const read = await readText(`${what}.passwordFile`, receiver.passwordFile, PASSWORD_PATTERN);
      if (read.isErr()) return err(read.error);
      password = read.value;
    }
    receivers.push(mailReceiver(receiver, { password, ca: ca.value }));
  }
  return ok(receivers);
}
