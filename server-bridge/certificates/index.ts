/** Certificates: what they say, how they are signed, and how anybody verifies them offline. */
export { type HealthCardContent, healthCardContentOf, healthCardName } from './health-card/content.ts';
export { JWS_LIMIT_CHARACTERS, jwsOfShcQrText, shcQrText } from './health-card/qr-text.ts';
export { type HealthCardTooLong, signHealthCard } from './health-card/sign.ts';
export { type HealthCardError, verifyHealthCard } from './health-card/verify.ts';
export { generateVrsKeys } from './keys/generate-vrs-keys.ts';
export {
  KEY_SET_LIFE_MS,
  type VrsKeys,
  VrsKeysSchema,
  vrsPublicKeySet,
  vrsRootPublicKey,
} from './keys/vrs-keys.ts';
export { cvxOn, type Product } from './products/product.ts';
export { PRODUCTS, productOf } from './products/product-table.ts';
export { type VdsNcContent, type VdsNcContentError, vdsNcContentOf, vdsNcName } from './vds-nc/content.ts';
export { signVdsNc, VDS_NC_LIMIT_BYTES, type VdsNcTooLong } from './vds-nc/sign.ts';
export { type VdsNcError, verifyVdsNc } from './vds-nc/verify.ts';
