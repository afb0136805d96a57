/** The door of the hardware keys: a token of a PKCS#11 module, signers over its keys, and what can go wrong. */
export { type OpenToken, openToken } from './open-token.ts';
export { TOKEN_LIMITS, type Token } from './token.ts';
export type { TokenError } from './token-error.ts';
export { generateTokenKey, TokenSigningFailed, tokenSigner } from './token-signer.ts';
export { generateWrappingKey, unwrapByToken, wrapByToken } from './token-wrapping.ts';
