import { X509Certificate } from 'node:crypto';
import type { RequestOptions } from 'node:https';

/**
 * TLS that trusts exactly one certificate: the printer's own, as it was read when the printer was installed. Its name is
 * not compared, for it says nothing the pin does not; a certificate that differs in one bit is refused.
 */
export function pinnedTls(certificatePem: string): RequestOptions {
  const pinned = new X509Certificate(certificatePem).fingerprint256;
  return {
    ca: certificatePem,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    checkServerIdentity: (_host, certificate) =>
      certificate.fingerprint256 === pinned ? undefined : new Error('the printer shows another certificate'),
  };
}
