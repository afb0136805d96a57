/**
 * A terminal's key in a PKCS#11 token (a TPM through tpm2-pkcs11, SoftHSM2 in tests). Requests are signed in the token through our own
 * binding; TLS reaches the key through the OpenSSL engine of Debian's libengine-pkcs11-openssl. Engines are deprecated in OpenSSL 3,
 * so this file is the only one that knows of them.
 */
import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { generateTokenKey, type OpenToken, openToken, type TokenError, tokenSigner } from '../hardware-keys/index.ts';
import type { RequestKey } from '../terminal-certificates/index.ts';

/** The engine's own name, and the name of its file. */
const ENGINE_ID = 'pkcs11';

const path = v.pipe(v.string(), v.startsWith('/'));
/** Labels stand in a URI: nothing that would have to be escaped there. */
const label = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,31}$/));

export const TokenConfigurationSchema = v.strictObject({
  modulePath: path,
  tokenLabel: label,
  /** The PIN and nothing else: the engine takes a line end for a part of it. */
  pinFile: path,
  /** Keys are made under this name and a random end. */
  keyLabel: v.pipe(label, v.maxLength(20)),
  /** The OpenSSL engine; Debian: /usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so */
  engineFile: v.pipe(path, v.endsWith(`/${ENGINE_ID}.so`)),
});
export type TokenConfiguration = v.InferOutput<typeof TokenConfigurationSchema>;

/** What stands in the key file for a key that is in a token. */
const NOTE = /^pkcs11-key ([A-Za-z0-9][A-Za-z0-9 ._-]{0,31}) ([A-Za-z0-9_-]{40,400})\n$/;
export type TokenKey = { readonly label: string; readonly publicKey: KeyObject };

const noteOf = ({ label: name, publicKey }: TokenKey): string =>
  `pkcs11-key ${name} ${publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')}\n`;

/** The key that a key file names; null when it names none. */
export function tokenKeyOf(keyText: string): TokenKey | null {
  const [, name, spki] = NOTE.exec(keyText) ?? [];
  if (name === undefined || spki === undefined) return null;
  try {
    const publicKey = createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' });
    return { label: name, publicKey };
  } catch {
    return null;
  }
}

/**
 * Tokens stay open until the process ends. PKCS#11 knows one login for a whole process: closing ours would take the engine's away,
 * and the living line's key with it.
 */
const openTokens = new Map<string, ReturnType<typeof openToken>>();

async function tokenOf(configuration: TokenConfiguration): Promise<Result<OpenToken, TokenError>> {
  const name = JSON.stringify([configuration.modulePath, configuration.tokenLabel]);
  const opening = openTokens.get(name) ?? openToken(configuration);
  openTokens.set(name, opening);
  const opened = await opening;
  if (opened.isErr()) openTokens.delete(name);
  return opened;
}

/** Makes a key in the token and signs with it there. `keyText` is what its key file is to hold. */
export async function withNewTokenKey<T>(
  configuration: TokenConfiguration,
  use: (key: RequestKey & { readonly keyText: string }) => Promise<T>,
): Promise<Result<T, TokenError>> {
  const opened = await tokenOf(configuration);
  if (opened.isErr()) return err(opened.error);
  const { token } = opened.value;
  const name = `${configuration.keyLabel}-${randomBytes(4).toString('hex')}`;
  const jwk = await generateTokenKey(token, name);
  if (jwk.isErr()) return err(jwk.error);
  const signer = await tokenSigner(token, jwk.value, name);
  if (signer.isErr()) return err(signer.error);
  const { kty, crv, x, y } = jwk.value;
  const publicKey = createPublicKey({ format: 'jwk', key: { kty, crv, x, y } });
  return ok(await use({ publicKey, sign: signer.value.sign, keyText: noteOf({ label: name, publicKey }) }));
}

export type EngineKey = { readonly privateKeyEngine: string; readonly privateKeyIdentifier: string };

/** What TLS needs to use a key of the token. The PIN is read by the engine from its file and is never in this program's memory. */
export function engineKeyOf(token: TokenConfiguration, key: TokenKey): EngineKey {
  // Neither has another way in: OpenSSL looks for engines where the environment says, the engine for its module. Named by its file
  // instead of by its id, an engine could be loaded once in a process and never again, not even for the next key.
  process.env['OPENSSL_ENGINES'] = dirname(token.engineFile);
  process.env['PKCS11_MODULE_PATH'] = token.modulePath;
  const of = (text: string): string => text.replaceAll(' ', '%20');
  return {
    privateKeyEngine: ENGINE_ID,
    privateKeyIdentifier: `pkcs11:token=${of(token.tokenLabel)};object=${of(key.label)};type=private?pin-source=file:${token.pinFile}`,
  };
}
