/** The issuing key, from where the configuration says it is. */
import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { thumbprintOf } from '../../certificates/index.ts';
import { openToken, tokenSigner } from '../../hardware-keys/index.ts';
import { type EcPublicJwk, EcPublicJwkSchema } from '../../protocol/index.ts';
import type { Issuer } from '../../terminal-certificates/index.ts';
import { type ConfigurationError, readNamedFile } from '../configuration.ts';
import type { IssuerConfiguration } from './enrolment-configuration.ts';

export type OpenIssuer = { readonly issuer: Issuer; close(): Promise<void> };

const invalid = (issue: string): ConfigurationError => ({
  kind: 'invalid-content',
  what: 'enrolment.issuer',
  issues: [issue],
});

/** Opens the issuing key and makes sure that it is the certificate's, and that the certificate may issue. */
export async function openIssuer(configured: IssuerConfiguration): Promise<Result<OpenIssuer, ConfigurationError>> {
  const read = await readNamedFile('enrolment.issuer.certificateFile', configured.certificateFile);
  if (read.isErr()) return err(read.error);
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(read.value);
  } catch {
    return err(invalid('not a certificate'));
  }
  const { asymmetricKeyDetails } = certificate.publicKey;
  if (!certificate.ca || asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    return err(invalid('the certificate is not that of an authority with a key on P-256'));
  }
  return configured.kind === 'file'
    ? await fileIssuer(certificate, configured.keyFile)
    : await tokenIssuer(certificate, configured);
}

async function fileIssuer(
  certificate: X509Certificate,
  keyFile: string,
): Promise<Result<OpenIssuer, ConfigurationError>> {
  const pem = await readNamedFile('enrolment.issuer.keyFile', keyFile);
  if (pem.isErr()) return err(pem.error);
  let key: KeyObject;
  try {
    key = createPrivateKey(pem.value);
    if (!certificate.checkPrivateKey(key)) return err(invalid('the key is not the certificate’s'));
  } catch {
    return err(invalid('the key file holds no private key'));
  } finally {
    pem.value.fill(0);
  }
  const issuer: Issuer = {
    certificate: certificate.toString(),
    sign: (data) => Promise.resolve(sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })),
  };
  return ok({ issuer, close: () => Promise.resolve() });
}

async function tokenIssuer(
  certificate: X509Certificate,
  configured: IssuerConfiguration & { readonly kind: 'pkcs11' },
): Promise<Result<OpenIssuer, ConfigurationError>> {
  const opened = await openToken(configured);
  if (opened.isErr()) return err(invalid(`the token cannot be opened: ${opened.error.kind}`));
  const { token, close } = opened.value;
  const signer = await tokenSigner(token, publicKeyOf(certificate), configured.keyLabel);
  if (signer.isErr()) {
    await close();
    return err(invalid(`the token does not sign: ${signer.error.kind}`));
  }
  return ok({ issuer: { certificate: certificate.toString(), sign: signer.value.sign }, close });
}

const PointSchema = v.object({ x: v.string(), y: v.string() });

function publicKeyOf(certificate: X509Certificate): EcPublicJwk {
  const { x, y } = v.parse(PointSchema, certificate.publicKey.export({ format: 'jwk' }));
  return v.parse(EcPublicJwkSchema, {
    kty: 'EC',
    crv: 'P-256',
    x,
    y,
    kid: thumbprintOf({ x, y }),
    alg: 'ES256',
    use: 'sig',
  });
}
