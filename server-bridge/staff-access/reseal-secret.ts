/** A second factor under the key that seals now, so that an older key can be taken out of the file. */
import type { SecretBox } from './secret-box.ts';

export type ResealedSecret =
  | { readonly kind: 'anew'; readonly sealed: string }
  /** Under the newest key already. */
  | { readonly kind: 'as-it-was' }
  /** None of the keys opens it: the account has to be renewed. */
  | { readonly kind: 'lost' };

/** @param owner to whom the secret is bound, see `ownerOf` */
export function resealSecret(secrets: SecretBox, owner: string, sealed: string): ResealedSecret {
  if (secrets.isNewest(owner, sealed)) return { kind: 'as-it-was' };
  const secret = secrets.open(owner, sealed);
  if (secret === null) return { kind: 'lost' };
  try {
    return { kind: 'anew', sealed: secrets.seal(owner, secret) };
  } finally {
    secret.fill(0);
  }
}
