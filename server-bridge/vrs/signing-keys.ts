/** The keys of VRS, ready for use: each by the time at which it is asked for, so that a roll-over needs no restart (P14). */
import { type webcrypto, X509Certificate } from 'node:crypto';
import { err, ok, Result } from 'neverthrow';
import { inUseAt, privateKeyOf, type SigningKey, type VrsKeys } from '../certificates/index.ts';
import type { TokenError } from '../hardware-keys/index.ts';
import { type Es256Signer, importSealingKey, signerFromJwk } from '../sealing/index.ts';

export type SigningKeys = {
  readonly root: Es256Signer;
  readonly answerAt: (now: Date) => Es256Signer;
  /** Throws {@link NoUsableKey} where the key's certificates do not hold: what it signed would be refused everywhere. */
  readonly healthCardAt: (now: Date) => { readonly iss: string; readonly signer: Es256Signer };
  /** Throws {@link NoUsableKey} where the signer's certificate does not hold. */
  readonly vdsNcAt: (now: Date) => { readonly signer: Es256Signer; readonly certificate: Uint8Array };
  /** Receiver keys by key id. */
  readonly sealing: ReadonlyMap<string, webcrypto.CryptoKeyPair>;
};

/** The key that should sign now has certificates that do not hold now: somebody has forgotten to roll over. */
export class NoUsableKey extends Error {
  override readonly name = 'NoUsableKey';
}

export type SigningKeyError =
  /** The file holds the public half only, and no token is configured. */
  | { readonly kind: 'private-key-missing'; readonly kid: string }
  | { readonly kind: 'token'; readonly cause: TokenError };

/** Gives a signer for a key whose private half is in a token. */
export type TokenSigners = (key: SigningKey) => Promise<Result<Es256Signer, TokenError>>;

/** Brings the keys of the file, and of the token where one is configured, into a form that can be used but not read back. */
export async function useKeys(
  keys: VrsKeys,
  tokenSigners?: TokenSigners,
): Promise<Result<SigningKeys, SigningKeyError>> {
  const scheduled = [keys.answer, keys.healthCard.keys, keys.vdsNc.signers].flatMap((list) =>
    list.map(({ key }) => key),
  );
  const made = Result.combine(await Promise.all([keys.root, ...scheduled].map((key) => signerFor(key, tokenSigners))));
  if (made.isErr()) return err(made.error);
  const signers = new Map(made.value.map((signer) => [signer.kid, signer]));
  const signerOf = ({ kid }: SigningKey): Es256Signer => {
    const signer = signers.get(kid);
    if (signer === undefined) throw new Error('every key of the file has a signer');
    return signer;
  };
  const sealing = await Promise.all(
    keys.sealing.map(async ({ kid, key }) => [kid, await importSealingKey(key)] as const),
  );
  return ok({
    root: signerOf(keys.root),
    answerAt: (now) => signerOf(inUseAt(keys.answer, now).key),
    healthCardAt: (now) => {
      const { key } = inUseAt(keys.healthCard.keys, now);
      requireInTime(key.x5c ?? [], now);
      return { iss: keys.healthCard.iss, signer: signerOf(key) };
    },
    vdsNcAt: (now) => {
      const { key, certificate } = inUseAt(keys.vdsNc.signers, now);
      requireInTime([certificate], now);
      return { signer: signerOf(key), certificate: Buffer.from(certificate, 'base64') };
    },
    sealing: new Map(sealing),
  });
}

async function signerFor(
  key: SigningKey,
  tokenSigners: TokenSigners | undefined,
): Promise<Result<Es256Signer, SigningKeyError>> {
  const privateKey = privateKeyOf(key);
  if (privateKey !== undefined) return ok(signerFromJwk(privateKey));
  if (tokenSigners === undefined) return err({ kind: 'private-key-missing', kid: key.kid });
  return (await tokenSigners(key)).mapErr((cause) => ({ kind: 'token', cause }));
}

function requireInTime(certificates: readonly string[], now: Date): void {
  for (const der of certificates) {
    const { validFromDate, validToDate } = new X509Certificate(Buffer.from(der, 'base64'));
    if (now < validFromDate || validToDate < now) throw new NoUsableKey();
  }
}
