/** The key that signs checkpoints: a file, a key in a hardware token, or one made beside a development store. */
import { chmod, stat, writeFile } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import { openToken, tokenSigner } from '../../hardware-keys/index.ts';
import { EcPublicJwkSchema } from '../../protocol/index.ts';
import { EcPrivateJwkSchema, generateSigningJwk, publicJwkOf, signerFromJwk } from '../../sealing/index.ts';
import { type ConfigurationError, readJsonFile, type StoreConfiguration } from '../configuration.ts';
import type { AuditKeyConfiguration } from './audit-configuration.ts';
import { auditPublicKey, type CheckpointKey } from './checkpoint-note.ts';

export type OpenAuditKey = CheckpointKey & { close(): Promise<void> };

const invalid = (issue: string): ConfigurationError => ({
  kind: 'invalid-content',
  what: 'audit.key',
  issues: [issue],
});

/**
 * Opens the key of the configuration. Where none is configured, an embedded store in a folder gets one made beside it, private and
 * public half; any other store is left without, and the answer is null: no other key of the center may take its place.
 */
export async function openAuditKey(
  configured: AuditKeyConfiguration | undefined,
  store: StoreConfiguration,
): Promise<Result<OpenAuditKey | null, ConfigurationError>> {
  if (configured?.kind === 'pkcs11') return await tokenKey(configured);
  if (configured?.kind === 'file') return await fileKey(configured.keyFile);
  if (store.kind !== 'pglite' || store.directory === null) return ok(null);
  const keyFile = `${store.directory}.audit-key.private.jwk.json`;
  try {
    await stat(keyFile);
  } catch {
    const made = await makeKey(keyFile, `${store.directory}.audit-key.public.jwk.json`);
    if (made.isErr()) return err(made.error);
  }
  return await fileKey(keyFile);
}

async function makeKey(keyFile: string, publicKeyFile: string): Promise<Result<void, ConfigurationError>> {
  try {
    const jwk = await generateSigningJwk();
    await writeFile(publicKeyFile, `${JSON.stringify(publicJwkOf(jwk))}\n`);
    await writeFile(keyFile, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: 'wx' });
    await chmod(keyFile, 0o600);
    return ok();
  } catch (cause) {
    return err({ kind: 'unreadable-file', what: 'the audit key beside the store', cause });
  }
}

async function fileKey(keyFile: string): Promise<Result<OpenAuditKey, ConfigurationError>> {
  const jwk = await readJsonFile('audit.key.keyFile', keyFile, EcPrivateJwkSchema);
  if (jwk.isErr()) return err(jwk.error);
  const { mode } = await stat(keyFile);
  if ((mode & 0o077) !== 0) return err(invalid('the key file is open to others'));
  try {
    return ok({
      signer: signerFromJwk(jwk.value),
      publicKey: auditPublicKey(jwk.value),
      close: () => Promise.resolve(),
    });
  } catch {
    return err(invalid('not a point of P-256'));
  }
}

async function tokenKey(
  configured: Extract<AuditKeyConfiguration, { kind: 'pkcs11' }>,
): Promise<Result<OpenAuditKey, ConfigurationError>> {
  const { modulePath, tokenLabel, pinFile, keyLabel, publicKeyFile } = configured;
  const jwk = await readJsonFile('audit.key.publicKeyFile', publicKeyFile, EcPublicJwkSchema);
  if (jwk.isErr()) return err(jwk.error);
  const opened = await openToken({ modulePath, tokenLabel, pinFile });
  if (opened.isErr()) return err(invalid(opened.error.kind));
  const { token, close } = opened.value;
  const signer = await tokenSigner(token, jwk.value, keyLabel);
  if (signer.isErr()) {
    await close();
    return err(invalid(signer.error.kind));
  }
  return ok({ signer: signer.value, publicKey: auditPublicKey(jwk.value), close });
}
