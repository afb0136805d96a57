/** Development certificates and keys for line, center and VRS. Never for service. */
export {
  authorityProfile,
  clientProfile,
  DAY_MS,
  LIFETIME_DAYS,
  localServerProfile,
  RENEW_WITH_DAYS_LEFT,
} from './certificate-profiles.ts';
export { type CredentialPaths, ensureCredential } from './credential-files.ts';
export { createDevelopmentTrust, type DevelopmentTrust, type TrustError } from './development-trust.ts';
