/** Who is told of what looks like misuse, in the configuration of a VRS process. */
import { readFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type Webhook, WebhookSecretSchema, WebhookUrlSchema } from '../../notifications/index.ts';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

export const NoticeConfigurationSchema = v.strictObject({
  webhooks: v.pipe(
    v.array(v.strictObject({ url: WebhookUrlSchema, secretFile: path, caFile: v.optional(path) })),
    v.maxLength(20),
  ),
});
export type NoticeConfiguration = v.InferOutput<typeof NoticeConfigurationSchema>;

export type NoticeFileError =
  | { readonly kind: 'unreadable-file'; readonly file: string; readonly cause: unknown }
  | { readonly kind: 'invalid-content'; readonly file: string };

/** Reads secrets and authorities. */
export async function readWebhooks(
  configuration: NoticeConfiguration | undefined,
): Promise<Result<readonly Webhook[], NoticeFileError>> {
  const webhooks: Webhook[] = [];
  for (const { url, secretFile, caFile } of configuration?.webhooks ?? []) {
    const secret = await readBytes(secretFile);
    if (secret.isErr()) return err(secret.error);
    const text = v.safeParse(WebhookSecretSchema, secret.value.toString('utf8').trim());
    if (!text.success) return err({ kind: 'invalid-content', file: secretFile });
    const ca = caFile === undefined ? ok(null) : await readBytes(caFile);
    if (ca.isErr()) return err(ca.error);
    webhooks.push({ url, secret: text.output, ca: ca.value, userAgent: 'kofu-vrs' });
  }
  return ok(webhooks);
}

async function readBytes(file: string): Promise<Result<Buffer, NoticeFileError>> {
  try {
    return ok(await readFile(file));
  } catch (cause) {
    return err({ kind: 'unreadable-file', file, cause });
  }
}
