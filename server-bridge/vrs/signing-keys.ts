/** The keys of VRS, ready for use. */
import type { webcrypto } from 'node:crypto';
import type { VrsKeys } from '../certificates/index.ts';
import { type Es256Signer, importSealingKey, signerFromJwk } from '../sealing/index.ts';

export type SigningKeys = {
  readonly root: Es256Signer;
  readonly answer: Es256Signer;
  readonly healthCard: { readonly iss: string; readonly signer: Es256Signer };
  readonly vdsNc: { readonly signer: Es256Signer; readonly certificate: Uint8Array };
  /** Receiver keys by key id. */
  readonly sealing: ReadonlyMap<string, webcrypto.CryptoKeyPair>;
};

/** Brings the keys of the file into a form that can be used but not read back. */
export async function useKeys(keys: VrsKeys): Promise<SigningKeys> {
  const sealing = await Promise.all(
    keys.sealing.map(async ({ kid, key }) => [kid, await importSealingKey(key)] as const),
  );
  return {
    root: signerFromJwk(keys.root),
    answer: signerFromJwk(keys.answer),
    healthCard: { iss: keys.healthCard.iss, signer: signerFromJwk(keys.healthCard.key) },
    vdsNc: { signer: signerFromJwk(keys.vdsNc.key), certificate: Buffer.from(keys.vdsNc.certificate, 'base64') },
    sealing: new Map(sealing),
  };
}
