/** What can go wrong between VRS and its hardware token, and which return codes of PKCS#11 2.40 say so. */
export type TokenError =
  /** The library cannot be loaded, or is no PKCS#11 module. */
  | { readonly kind: 'module-missing'; readonly cause: unknown }
  /** No token of that label is there. */
  | { readonly kind: 'token-missing' }
  /** The token, its session or the login was lost while in use. */
  | { readonly kind: 'token-lost'; readonly code: number }
  | { readonly kind: 'pin-unreadable'; readonly cause: unknown }
  /** Not tried again in this process: every try brings the token nearer to its lock. */
  | { readonly kind: 'pin-wrong' }
  | { readonly kind: 'pin-locked' }
  | { readonly kind: 'key-missing'; readonly label: string }
  /** Two keys under one label: which one signs would be chance. */
  | { readonly kind: 'key-ambiguous'; readonly label: string }
  /** The key could leave the token. */
  | { readonly kind: 'key-exportable'; readonly label: string }
  /** The key in the token is not the one whose public half is published. */
  | { readonly kind: 'key-differs'; readonly label: string }
  /** More operations wait than the token is allowed. */
  | { readonly kind: 'busy' }
  /** No answer within the limit. */
  | { readonly kind: 'silent' }
  /** Any other return code. */
  | { readonly kind: 'failed'; readonly code: number };

/** Return codes (CKR_*) that are told apart. */
export const CODE = {
  ok: 0x000,
  slotIdInvalid: 0x003,
  attributeSensitive: 0x011,
  deviceError: 0x030,
  encryptedDataInvalid: 0x040,
  encryptedDataLengthRange: 0x041,
  deviceRemoved: 0x032,
  functionNotSupported: 0x054,
  keyHandleInvalid: 0x060,
  objectHandleInvalid: 0x082,
  pinIncorrect: 0x0a0,
  pinInvalid: 0x0a1,
  pinLengthRange: 0x0a2,
  pinLocked: 0x0a4,
  sessionClosed: 0x0b0,
  sessionHandleInvalid: 0x0b3,
  tokenNotPresent: 0x0e0,
  tokenNotRecognized: 0x0e1,
  userAlreadyLoggedIn: 0x100,
  userNotLoggedIn: 0x101,
  cryptokiNotInitialized: 0x190,
  cryptokiAlreadyInitialized: 0x191,
} as const;

const PIN_WRONG = new Set<number>([CODE.pinIncorrect, CODE.pinInvalid, CODE.pinLengthRange]);
const LOST = new Set<number>([
  CODE.slotIdInvalid,
  CODE.deviceError,
  CODE.deviceRemoved,
  CODE.keyHandleInvalid,
  CODE.objectHandleInvalid,
  CODE.sessionClosed,
  CODE.sessionHandleInvalid,
  CODE.tokenNotPresent,
  CODE.tokenNotRecognized,
  CODE.userNotLoggedIn,
  CODE.cryptokiNotInitialized,
]);

/** The error a return code stands for; an unknown one is kept as a number. */
export function errorOf(code: number): TokenError {
  if (PIN_WRONG.has(code)) return { kind: 'pin-wrong' };
  if (code === CODE.pinLocked) return { kind: 'pin-locked' };
  if (LOST.has(code)) return { kind: 'token-lost', code };
  return { kind: 'failed', code };
}
