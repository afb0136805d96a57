/** What the staff listener is started with: certificates, the page, the key of second factors; each read once and checked. */
import { createSecureContext } from 'node:tls';
import { err, ok, type Result } from 'neverthrow';
import { type PageAsset, readPageAssets, type SecretBox, secretBoxFrom } from '../../staff-access/index.ts';
import { readText, type StartFileError } from '../start-files.ts';
import type { StaffConfiguration } from './staff-configuration.ts';

export type StaffFiles = {
  readonly tls: { readonly cert: Buffer; readonly key: Buffer; readonly ca: Buffer };
  readonly assets: ReadonlyMap<string, PageAsset>;
  readonly secrets: SecretBox;
};

/** Reads the key of second factors. */
export async function readStaffSecrets(file: string): Promise<Result<SecretBox, StartFileError>> {
  const text = await readText(file, 'secret');
  if (text.isErr()) return err(text.error);
  const secrets = secretBoxFrom(text.value);
  return secrets === null ? err({ kind: 'invalid-content', file }) : ok(secrets);
}

/** @returns null where the configuration has no staff listener */
export async function readStaffFiles(
  configuration: StaffConfiguration | undefined,
): Promise<Result<StaffFiles | null, StartFileError>> {
  if (configuration === undefined) return ok(null);
  const { tls, assetsDirectory } = configuration;
  const secrets = await readStaffSecrets(configuration.secretKeyFile);
  if (secrets.isErr()) return err(secrets.error);
  const key = await readText(tls.key, 'secret');
  if (key.isErr()) return err(key.error);
  const cert = await readText(tls.certificate);
  if (cert.isErr()) return err(cert.error);
  const ca = await readText(tls.clientCa);
  if (ca.isErr()) return err(ca.error);
  const assets = await readPageAssets(assetsDirectory, 'staff.assetsDirectory');
  if (assets.isErr()) {
    const { error } = assets;
    if (error.kind === 'invalid-content') return err({ kind: 'invalid-content', file: assetsDirectory });
    return err({ kind: 'unreadable-file', file: assetsDirectory, cause: error.cause });
  }
  const bytes = { cert: Buffer.from(cert.value), key: Buffer.from(key.value), ca: Buffer.from(ca.value) };
  try {
    createSecureContext({ ...bytes, minVersion: 'TLSv1.3' });
  } catch {
    return err({ kind: 'invalid-content', file: tls.certificate });
  }
  return ok({ tls: bytes, assets: assets.value, secrets: secrets.value });
}
