import * as v from 'valibot';

const upperHex = (bytes: number) =>
  v.pipe(v.string(), v.regex(new RegExp(`^[0-9A-Fa-f]{${bytes * 2}}$`)), v.toUpperCase());

/** First digit of the key id by hierarchy: a production store can never hold a test key by mistake. */
const LEADING_DIGIT = { production: '5', 'jpki-test': '6', synthetic: '9' } as const;

/**
 * A key that signs issuer certificates (EF 0004). The real keys are not officially published, so they are configuration.
 * `keyId`: 16 bytes, `modulus`: 256 bytes, both in hex.
 */
export const CardAnchorSchema = v.pipe(
  v.strictObject({
    keyId: upperHex(16),
    modulus: upperHex(256),
    exponent: v.literal(65_537),
    environment: v.picklist(['production', 'jpki-test', 'synthetic']),
  }),
  v.check(
    ({ keyId, environment }) => Number.parseInt(keyId.slice(0, 2), 16) === LEADING_DIGIT[environment].charCodeAt(0),
    'the key id does not belong to this environment',
  ),
);

export type CardAnchor = {
  keyId: string;
  modulus: string;
  exponent: number;
  environment: 'production' | 'jpki-test' | 'synthetic';
};
