/** The listener of tablets in the configuration of a VRS process. */
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { VrsTls } from '../http/vrs-server.ts';

const path = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

export const TabletConfigurationSchema = v.strictObject({
  /** Of the sites' network; `port` 0 takes a free one. */
  listen: v.strictObject({
    host: v.pipe(v.string(), v.minLength(1)),
    port: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(65_535)),
  }),
  /** PEM files. `clientCa` is the authority of tablets, and the only one. */
  tls: v.strictObject({ key: path, certificate: path, clientCa: path }),
});
export type TabletConfiguration = v.InferOutput<typeof TabletConfigurationSchema>;

export type TabletFileError =
  | { readonly kind: 'unreadable-file'; readonly file: string; readonly cause: unknown }
  | { readonly kind: 'invalid-content'; readonly file: string };

/** Reads and checks the files; null where there is no listener of tablets. */
export async function readTabletTls(
  configuration: TabletConfiguration | undefined,
): Promise<Result<VrsTls | null, TabletFileError>> {
  if (configuration === undefined) return ok(null);
  const { tls } = configuration;
  const read = async (file: string): Promise<Result<Buffer, TabletFileError>> => {
    try {
      return ok(await readFile(file));
    } catch (cause) {
      return err({ kind: 'unreadable-file', file, cause });
    }
  };
  const [key, cert, ca] = [await read(tls.key), await read(tls.certificate), await read(tls.clientCa)];
  if (key.isErr()) return err(key.error);
  if (cert.isErr()) return err(cert.error);
  if (ca.isErr()) return err(ca.error);
  const files = { key: key.value, cert: cert.value, ca: ca.value };
  try {
    createSecureContext({ ...files, minVersion: 'TLSv1.3' });
  } catch {
    return err({ kind: 'invalid-content', file: tls.certificate });
  }
  return ok(files);
}
