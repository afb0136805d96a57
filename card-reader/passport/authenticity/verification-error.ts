/** Why a passport's data is not believed. `issuer-unknown` means "cannot verify": no anchor of its country is configured. */
export type PassportVerificationError =
  | { kind: 'object-malformed'; file: string }
  /** An algorithm or a key that is too weak (SHA-1, RSA below 2,048 bits) or not known here. */
  | { kind: 'algorithm-refused'; of: 'hash' | 'signature' | 'certificate' }
  /** A configured anchor is no usable CSCA certificate; `index` counts from 0. */
  | { kind: 'anchor-malformed'; index: number }
  | { kind: 'issuer-unknown' }
  | { kind: 'issuer-expired' }
  | { kind: 'signer-certificate-forged' }
  | { kind: 'signer-expired' }
  | { kind: 'signer-not-yet-valid' }
  /** The certificate may not sign passports: key usage, a CA, or a signer of something else under the same CSCA. */
  | { kind: 'signer-not-for-passports' }
  /** Certificates and MRZ do not name the same issuing state. */
  | { kind: 'country-differs' }
  | { kind: 'signature-forged' }
  /** The hash of DG1 is not the signed one. */
  | { kind: 'data-altered' }
  | { kind: 'passport-expired' };
