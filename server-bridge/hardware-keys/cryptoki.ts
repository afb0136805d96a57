/**
 * The part of PKCS#11 (Cryptoki 2.40) that signing needs, as plain asynchronous functions. Each gives the module's return
 * code first; what it means is said in `token-error.ts`.
 */

/** A handle or an id of the module. */
export type Handle = bigint;

export type Attribute = { readonly type: number; readonly value: boolean | bigint | Uint8Array };

export type Cryptoki = {
  initialize(): Promise<number>;
  finalize(): Promise<number>;
  slotsWithToken(): Promise<{ code: number; slots: Handle[] }>;
  /** The token's label without the blanks that fill it up. */
  tokenLabel(slot: Handle): Promise<{ code: number; label: string }>;
  openSession(slot: Handle, mode: 'read' | 'write'): Promise<{ code: number; session: Handle }>;
  closeSession(session: Handle): Promise<number>;
  /** As the token's user. */
  login(session: Handle, pin: Uint8Array): Promise<number>;
  logout(session: Handle): Promise<number>;
  /** Objects with all these attributes, at most `limit`. */
  findObjects(
    session: Handle,
    template: readonly Attribute[],
    limit: number,
  ): Promise<{ code: number; objects: Handle[] }>;
  attribute(session: Handle, object: Handle, type: number): Promise<{ code: number; value: Uint8Array }>;
  /** Begins a signature by CKM_ECDSA. */
  signInit(session: Handle, key: Handle): Promise<number>;
  /** Signs a digest: r‖s. */
  sign(session: Handle, digest: Uint8Array): Promise<{ code: number; signature: Uint8Array }>;
  /** Makes a pair by CKM_EC_KEY_PAIR_GEN. */
  generateKeyPair(
    session: Handle,
    publicTemplate: readonly Attribute[],
    privateTemplate: readonly Attribute[],
  ): Promise<{ code: number; publicKey: Handle; privateKey: Handle }>;
  /** What wrapping other keys needs besides; left out by a module that only signs. */
  readonly secretKeys?: SecretKeyCalls;
};

/** Encryption with a key of the token, by CKM_AES_GCM with a tag of 16 bytes. */
export type SecretKeyCalls = {
  /** Makes a key by CKM_AES_KEY_GEN. */
  generate(session: Handle, template: readonly Attribute[]): Promise<{ code: number; key: Handle }>;
  /** Ciphertext and tag. */
  encrypt(session: Handle, key: Handle, given: GcmInput): Promise<{ code: number; bytes: Uint8Array }>;
  /** From ciphertext and tag; another code where they do not belong together. */
  decrypt(session: Handle, key: Handle, given: GcmInput): Promise<{ code: number; bytes: Uint8Array }>;
};

export type GcmInput = {
  /** 12 bytes, never twice with one key. */
  readonly nonce: Uint8Array;
  readonly associatedData: Uint8Array;
  readonly bytes: Uint8Array;
};

/** Attribute types (CKA_*). */
export const ATTRIBUTE = {
  class: 0x000,
  token: 0x001,
  private: 0x002,
  label: 0x003,
  value: 0x011,
  keyType: 0x100,
  id: 0x102,
  sensitive: 0x103,
  encrypt: 0x104,
  decrypt: 0x105,
  sign: 0x108,
  verify: 0x10a,
  valueLength: 0x161,
  extractable: 0x162,
  ecParameters: 0x180,
  ecPoint: 0x181,
} as const;

/** Object classes (CKO_*) and the key type of elliptic curves (CKK_EC). */
export const OBJECT_CLASS = { publicKey: 2n, privateKey: 3n, secretKey: 4n } as const;
export const KEY_TYPE_EC = 3n;
/** CKK_AES. */
export const KEY_TYPE_AES = 0x1fn;
