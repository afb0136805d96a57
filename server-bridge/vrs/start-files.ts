/** The files a VRS process is started with, each read once, checked, and refused where others could read a secret. */
import { readFile, stat } from 'node:fs/promises';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { type CardAnchor, CardAnchorSchema } from '../../card-reader/index.ts';
import { type VrsKeys, VrsKeysSchema } from '../certificates/index.ts';
import type { TokenError } from '../hardware-keys/index.ts';
import { openTokenMasterKey } from './area-keys/token-master-key.ts';
import type { MasterKeyConfiguration, VrsConfiguration } from './configuration.ts';
import type { PublicTls } from './http/public-keys-server.ts';
import type { VrsTls } from './http/vrs-server.ts';
import { KEY_BYTES } from './store/field-cipher.ts';
import { fileMasterKey, type MasterKey } from './store/master-key.ts';

export type StartFileError =
  | { readonly kind: 'unreadable-file'; readonly file: string; readonly cause?: unknown }
  | { readonly kind: 'invalid-content'; readonly file: string }
  /** The file holds secrets, and its mode lets group or others at it. */
  | { readonly kind: 'open-to-others'; readonly file: string }
  /** The token with the master key; `file` is its module. */
  | { readonly kind: 'master-key-token'; readonly file: string; readonly cause: TokenError };

export type StartFiles = {
  readonly keys: VrsKeys;
  readonly masterKey: MasterKey;
  /** Ends the way to the token, where the master key is in one. */
  readonly closeMasterKey: () => Promise<void>;
  readonly anchors: readonly CardAnchor[];
  /** CSCA certificates in DER; null where none are configured. */
  readonly passportAnchors: readonly Uint8Array[] | null;
  readonly tls: VrsTls;
  readonly publicTls: PublicTls | null;
};

const PassportAnchorsSchema = v.pipe(
  v.array(v.pipe(v.string(), v.base64(), v.minLength(100), v.maxLength(16_384))),
  v.minLength(1),
  v.maxLength(2_000),
);
const MasterKeySchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}\n?$/));

/** Reads everything the configuration names. */
export async function readStartFiles(configuration: VrsConfiguration): Promise<Result<StartFiles, StartFileError>> {
  const keys = await readJson(configuration.keysFile, VrsKeysSchema, 'secret');
  if (keys.isErr()) return err(keys.error);
  const anchors = await readJson(configuration.cardAnchorsFile, v.pipe(v.array(CardAnchorSchema), v.minLength(1)));
  if (anchors.isErr()) return err(anchors.error);
  const passportAnchors = await readPassportAnchors(configuration);
  if (passportAnchors.isErr()) return err(passportAnchors.error);
  const { tls } = configuration;
  const key = await readText(tls.key, 'secret');
  const cert = await readText(tls.certificate);
  const ca = await readText(tls.clientCa);
  if (key.isErr()) return err(key.error);
  if (cert.isErr()) return err(cert.error);
  if (ca.isErr()) return err(ca.error);
  const publicTls = await readPublicTls(configuration);
  if (publicTls.isErr()) return err(publicTls.error);
  const { signing } = configuration;
  // Read anew for each login; here it is only made sure that nobody else can read it.
  const pin = signing.kind === 'pkcs11' ? await readText(signing.pinFile, 'secret') : ok('');
  if (pin.isErr()) return err(pin.error);
  const { masterKey: given, masterKeyFile: file } = configuration;
  const masterKey = await openMasterKey(given ?? { kind: 'file', file: file ?? '' });
  if (masterKey.isErr()) return err(masterKey.error);
  return ok({
    keys: keys.value,
    masterKey: masterKey.value.masterKey,
    closeMasterKey: masterKey.value.close,
    anchors: anchors.value,
    passportAnchors: passportAnchors.value,
    tls: { key: Buffer.from(key.value), cert: Buffer.from(cert.value), ca: Buffer.from(ca.value) },
    publicTls: publicTls.value,
  });
}

/** The master key of a configuration: from its file, or from its token. */
export async function openMasterKey(
  configuration: MasterKeyConfiguration,
): Promise<Result<{ readonly masterKey: MasterKey; readonly close: () => Promise<void> }, StartFileError>> {
  switch (configuration.kind) {
    case 'file': {
      const { file } = configuration;
      const text = await readText(file, 'secret');
      if (text.isErr()) return err(text.error);
      const bytes = Buffer.from(text.value, 'base64url');
      if (!v.is(MasterKeySchema, text.value) || bytes.length !== KEY_BYTES)
        return err({ kind: 'invalid-content', file });
      return ok({ masterKey: fileMasterKey(bytes), close: () => Promise.resolve() });
    }
    case 'pkcs11': {
      const pin = await readText(configuration.pinFile, 'secret');
      if (pin.isErr()) return err(pin.error);
      const opened = await openTokenMasterKey(configuration);
      return opened.mapErr((cause) => ({ kind: 'master-key-token', file: configuration.modulePath, cause }) as const);
    }
    default: {
      const never: never = configuration;
      throw new Error(`unknown master key ${String(never)}`);
    }
  }
}

async function readPassportAnchors({
  passportAnchorsFile: file,
}: VrsConfiguration): Promise<Result<Uint8Array[] | null, StartFileError>> {
  if (file === undefined) return ok(null);
  const read = await readJson(file, PassportAnchorsSchema);
  return read.map((list) => list.map((text) => new Uint8Array(Buffer.from(text, 'base64'))));
}

async function readPublicTls({ publicListen }: VrsConfiguration): Promise<Result<PublicTls | null, StartFileError>> {
  if (publicListen === undefined) return ok(null);
  const key = await readText(publicListen.key, 'secret');
  if (key.isErr()) return err(key.error);
  const cert = await readText(publicListen.certificate);
  return cert.map((text) => ({ key: key.value, cert: text }));
}

/** Reads a text file; one with secrets only where its mode keeps others from it. */
export async function readText(
  file: string,
  secrecy: 'secret' | 'public' = 'public',
): Promise<Result<string, StartFileError>> {
  try {
    const { mode } = await stat(file);
    if (secrecy === 'secret' && (mode & 0o077) !== 0) return err({ kind: 'open-to-others', file });
    return ok(await readFile(file, 'utf8'));
  } catch (cause) {
    return err({ kind: 'unreadable-file', file, cause });
  }
}

/** Reads a JSON file by a schema. The error never quotes the content. */
export async function readJson<Schema extends v.GenericSchema>(
  file: string,
  schema: Schema,
  secrecy: 'secret' | 'public' = 'public',
): Promise<Result<v.InferOutput<Schema>, StartFileError>> {
  const text = await readText(file, secrecy);
  if (text.isErr()) return err(text.error);
  try {
    const parsed = v.safeParse(schema, JSON.parse(text.value));
    return parsed.success ? ok(parsed.output) : err({ kind: 'invalid-content', file });
  } catch {
    return err({ kind: 'invalid-content', file });
  }
}
