/** The master key in a PKCS#11 token: it wraps and unwraps there, and never comes out (V9). */
import { err, ok, type Result } from 'neverthrow';
import { type OpenToken, openToken, type TokenError, unwrapByToken, wrapByToken } from '../../hardware-keys/index.ts';
import type { MasterKeyConfiguration } from '../configuration.ts';
import type { MasterKey } from '../store/master-key.ts';

export type OpenMasterKey = { readonly masterKey: MasterKey; readonly close: () => Promise<void> };

/** Of what a token has wrapped. A key file writes 01 there, and neither takes the other's. */
const BY_TOKEN = 3;

/** Opens the token, and tries the key once, so that a node with a wrong PIN or label does not start. */
export async function openTokenMasterKey(
  configuration: Extract<MasterKeyConfiguration, { kind: 'pkcs11' }>,
): Promise<Result<OpenMasterKey, TokenError>> {
  const opened = await openToken(configuration);
  if (opened.isErr()) return err(opened.error);
  const { token, close } = opened.value;
  const tried = await wrapByToken(token, configuration.keyLabel, 'trial', new Uint8Array(1));
  if (tried.isErr()) {
    await close();
    return err(tried.error);
  }
  return ok({ masterKey: masterKeyIn(token, configuration.keyLabel), close });
}

function masterKeyIn(token: OpenToken['token'], label: string): MasterKey {
  return {
    wrap: async (place, keys) =>
      (await wrapByToken(token, label, place, keys))
        .map((wrapped) => Buffer.concat([Buffer.of(BY_TOKEN), wrapped]))
        .mapErr((cause) => ({ kind: 'master-key-unavailable', cause }) as const),
    unwrap: async (place, wrapped) => {
      if (wrapped[0] !== BY_TOKEN) return err({ kind: 'wrong-master-key' });
      const opened = await unwrapByToken(token, label, place, wrapped.subarray(1));
      if (opened.isErr()) return err({ kind: 'master-key-unavailable', cause: opened.error });
      return opened.value === null ? err({ kind: 'wrong-master-key' }) : ok(opened.value);
    },
  };
}
