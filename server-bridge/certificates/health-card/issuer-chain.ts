/**
 * The certificates of an issuing key (`x5c`: leaf, authority, root). A paper lives longer than its issuer's certificates, so
 * the chain is judged at the time of issue, unless the reader asks for more (reference certificate-formats §2.4).
 */
import { X509Certificate } from 'node:crypto';
import type { EcPublicJwk } from '../../protocol/index.ts';

/**
 * Whether the chain of the key holds: the leaf is this key and this issuer, each is signed by the next, all in their time.
 *
 * @param roots DER in base64; where given, the chain must be there and end in one of them
 */
export function issuerChainHolds(key: EcPublicJwk, iss: string, at: Date, roots?: readonly string[]): boolean {
  if (key.x5c === undefined) return roots === undefined;
  try {
    const chain = key.x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
    const [leaf] = chain;
    const root = chain.at(-1);
    if (leaf === undefined || root === undefined || chain.length < 2) return false;
    const { x, y } = leaf.publicKey.export({ format: 'jwk' });
    if (roots !== undefined && !roots.some((der) => root.raw.equals(Buffer.from(der, 'base64')))) return false;
    return (
      x === key.x &&
      y === key.y &&
      !leaf.ca &&
      leaf.subjectAltName === `URI:${iss}` &&
      chain.every((one) => one.validFromDate <= at && at <= one.validToDate) &&
      [...chain.slice(1), root].every((issuer, index) => isIssuedBy(chain[index], issuer))
    );
  } catch {
    // A certificate that cannot be parsed vouches for nothing.
    return false;
  }
}

function isIssuedBy(certificate: X509Certificate | undefined, issuer: X509Certificate): boolean {
  return certificate?.checkIssued(issuer) === true && issuer.ca && certificate.verify(issuer.publicKey);
}
