/** Terminals' keys, requests and certificates: made and read on the line, signed at the center. */
export { type CertificateProfile, type CertificateRole, extensionsOf } from './certificate-extensions.ts';
export {
  makeCertificateRequest,
  makeSoftwareKey,
  type RequestFault,
  type RequestKey,
  readCertificateRequest,
  terminalUri,
} from './certificate-request.ts';
export { keyComparison } from './key-comparison.ts';
export { writePrivateFile } from './private-file.ts';
export { BACKDATE_MS, serialNumber } from './serial-number.ts';
export { type Es256Sign, pemOf, signAnew } from './signed-der.ts';
export { type IssuedCertificate, type Issuer, issueTerminalCertificate } from './terminal-certificate.ts';
