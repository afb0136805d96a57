/**
 * Certificate revocation lists of country-signing authorities (RFC 5280 §5; reference certificate-formats §3.3): a list
 * counts only under the signature of the authority that issued the signer.
 */
import 'reflect-metadata';
import { X509Crl } from '@peculiar/x509';
import type { TrustedSigner } from './barcode-signer.ts';

export type Revocation = 'vouched-for' | 'revoked-signer' | 'revocation-unknown';

/** What the lists say of a signer. An entry in an old list still counts; silence counts in a list that holds now only. */
export async function revocationOf(
  { certificate, authority }: TrustedSigner,
  lists: readonly Uint8Array[],
  now: Date,
): Promise<Revocation> {
  let vouchedFor = false;
  for (const der of lists) {
    const list = parse(der);
    if (list === undefined || list.issuer !== authority.subject) continue;
    if (!(await isSignedBy(list, authority))) continue;
    if (list.findRevoked(certificate) !== null) return 'revoked-signer';
    vouchedFor ||= list.thisUpdate <= now && list.nextUpdate !== undefined && now <= list.nextUpdate;
  }
  return vouchedFor ? 'vouched-for' : 'revocation-unknown';
}

function parse(der: Uint8Array): X509Crl | undefined {
  try {
    return new X509Crl(Uint8Array.from(der));
  } catch {
    return undefined;
  }
}

async function isSignedBy(list: X509Crl, authority: TrustedSigner['authority']): Promise<boolean> {
  try {
    return await list.verify({ publicKey: authority });
  } catch {
    // An algorithm nobody knows has signed nothing.
    return false;
  }
}
