/** Certificates: what they say, how they are signed, and how anybody verifies them offline. */
export { type HealthCardContent, healthCardContentOf, healthCardName } from './health-card/content.ts';
export { JWS_LIMIT_CHARACTERS, jwsOfShcQrText, shcQrText } from './health-card/qr-text.ts';
export { type HealthCardSignError, signHealthCard } from './health-card/sign.ts';
export { type CertificatePath, type HealthCardError, verifyHealthCard } from './health-card/verify.ts';
export { generateVrsKeys, type KeyPurpose, type MakeSigningKey } from './keys/generate-vrs-keys.ts';
export {
  type ArchiveError,
  JwksSchema,
  type KeyArchive,
  KeyArchiveSchema,
  trustOf,
  updateArchive,
} from './keys/key-archive.ts';
export { inUseAt } from './keys/key-schedule.ts';
export { healthCardPublicKeys, KEY_SET_LIFE_MS, vrsPublicKeySet, vrsRootPublicKey } from './keys/public-keys.ts';
export {
  ANNOUNCEMENT_MS,
  type RemoveKeyError,
  removeHealthCardKey,
  rollOverVrsKeys,
  SIGNING_KEY_YEAR_MS,
  withoutOldKeys,
} from './keys/roll-over.ts';
export { privateKeyOf, publicHalfOf, type SigningKey, thumbprintOf } from './keys/signing-key.ts';
export { type VrsKeys, VrsKeysSchema } from './keys/vrs-keys.ts';
export { codesOn, type DoseCodes, GENERIC_CODE_NOTE, GENERIC_CVX, type Product } from './products/product.ts';
export { PRODUCTS, productOf } from './products/product-table.ts';
export { type VdsNcContent, type VdsNcContentError, vdsNcContentOf, vdsNcName } from './vds-nc/content.ts';
export { signVdsNc, VDS_NC_LIMIT_BYTES, type VdsNcSignError } from './vds-nc/sign.ts';
export { type VdsNcError, verifyVdsNc } from './vds-nc/verify.ts';
export { type CodeTrust, type CodeVerdict, verifyCode } from './verify-code.ts';
