/** Terminals' requests and certificates; and all of development's certificates and keys, which are never for service. */
export { DAY_MS, LIFETIME_DAYS, RENEW_WITH_DAYS_LEFT } from './certificate-profiles.ts';
export {
  makeCertificateRequest,
  makeSoftwareKey,
  type RequestFault,
  type RequestKey,
  readCertificateRequest,
  terminalUri,
} from './certificate-request.ts';
export { type CredentialPaths, writePrivateFile } from './credential-files.ts';
export { createDevelopmentTrust, type DevelopmentTrust, type TrustError } from './development-trust.ts';
export { type Es256Sign, pemOf, signAnew } from './signed-der.ts';
export { type IssuedCertificate, type Issuer, issueTerminalCertificate } from './terminal-certificate.ts';
