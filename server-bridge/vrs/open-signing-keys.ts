/** Opens the signing keys where the configuration says they are. */
import { err, ok, type Result } from 'neverthrow';
import type { VrsKeys } from '../certificates/index.ts';
import { openToken, tokenSigner } from '../hardware-keys/index.ts';
import type { SigningConfiguration } from './configuration.ts';
import { type SigningKeyError, type SigningKeys, useKeys } from './signing-keys.ts';

export type OpenSigningKeys = { readonly keys: SigningKeys; readonly close: () => Promise<void> };

/** The keys, each tried once, so that a node with a wrong token or PIN does not start. */
export async function openSigningKeys(
  configuration: SigningConfiguration,
  vrsKeys: VrsKeys,
): Promise<Result<OpenSigningKeys, SigningKeyError>> {
  if (configuration.kind === 'files') {
    return (await useKeys(vrsKeys)).map((keys) => ({ keys, close: () => Promise.resolve() }));
  }
  const opened = await openToken(configuration);
  if (opened.isErr()) return err({ kind: 'token', cause: opened.error });
  const { token, close } = opened.value;
  const keys = await useKeys(vrsKeys, (key) => tokenSigner(token, key, configuration.keyLabels[key.kid] ?? key.kid));
  if (keys.isOk()) return ok({ keys: keys.value, close });
  await close();
  return err(keys.error);
}
