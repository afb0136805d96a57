/**
 * A terminal's key in a PKCS#11 token (a TPM through tpm2-pkcs11, SoftHSM2 in tests). Requests are signed in the token through our own
 * binding; TLS reaches the key through the OpenSSL engine of Debian's libengine-pkcs11-openssl. Engines are deprecated in OpenSSL 3,
 * so this file is the only one that knows of them.
 */
import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { generateTokenKey, openToken, type TokenError, tokenSigner } from '../hardware-keys/index.ts';
import type { RequestKey } from '../trust/index.ts';

const path = v.pipe(v.string(), v.startsWith('/'));
/** Labels stand in a URI: nothing that would have to be escaped there. */
const label = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,31}$/));

export const TokenConfigurationSchema = v.strictObject({
  modulePath: path,
  tokenLabel: label,
  pinFile: path,
  /** Keys are made under this name and a random end. */
  keyLabel: v.pipe(label, v.maxLength(20)),
  /** The OpenSSL engine; Debian: /usr/lib/x86_64-linux-gnu/engines-3/pkcs11.so */
  engineFile: path,
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

/** Makes a key in the token and signs with it there. `keyText` is what its key file is to hold. */
export async function withNewTokenKey<T>(
  token: TokenConfiguration,
  use: (key: RequestKey & { readonly keyText: string }) => Promise<T>,
): Promise<Result<T, TokenError>> {
  const opened = await openToken(token);
  if (opened.isErr()) return err(opened.error);
  try {
    const name = `${token.keyLabel}-${randomBytes(4).toString('hex')}`;
    const jwk = await generateTokenKey(opened.value.token, name);
    if (jwk.isErr()) return err(jwk.error);
    const signer = await tokenSigner(opened.value.token, jwk.value, name);
    if (signer.isErr()) return err(signer.error);
    const { kty, crv, x, y } = jwk.value;
    const publicKey = createPublicKey({ format: 'jwk', key: { kty, crv, x, y } });
    return ok(await use({ publicKey, sign: signer.value.sign, keyText: noteOf({ label: name, publicKey }) }));
  } finally {
    await opened.value.close();
  }
}

export type EngineKey = { readonly privateKeyEngine: string; readonly privateKeyIdentifier: string };

/** What TLS needs to use a key of the token. The PIN is read by the engine from its file and is never in this program's memory. */
export function engineKeyOf(token: TokenConfiguration, key: TokenKey): EngineKey {
  // The engine has no other way to be told the module; it reads the environment when it is loaded.
  process.env['PKCS11_MODULE_PATH'] = token.modulePath;
  const of = (text: string): string => text.replaceAll(' ', '%20');
  return {
    privateKeyEngine: token.engineFile,
    privateKeyIdentifier: `pkcs11:token=${of(token.tokenLabel)};object=${of(key.label)};type=private?pin-source=file:${token.pinFile}`,
  };
}
