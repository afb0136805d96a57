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
  sign: 0x108,
  verify: 0x10a,
  extractable: 0x162,
  ecParameters: 0x180,
  ecPoint: 0x181,
} as const;

/** Object classes (CKO_*) and the key type of elliptic curves (CKK_EC). */
export const OBJECT_CLASS = { publicKey: 2n, privateKey: 3n } as const;
export const KEY_TYPE_EC = 3n;
