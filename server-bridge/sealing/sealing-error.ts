/** Why an envelope could not be made or opened. Never holds content of the envelope. */
export type SealingError =
  /** The sealed bytes have a length no sender produces, or a key is not a P-256 point. */
  | { readonly kind: 'malformed'; readonly cause?: unknown }
  /** The header names a sealing key that this receiver does not hold. */
  | { readonly kind: 'unknown-key' }
  /** Altered, foreign, or sealed under another header. Which of them cannot be told, by design. */
  | { readonly kind: 'not-opened'; readonly cause?: unknown }
  /** Opened, but the content is padded, written or shaped otherwise than agreed. */
  | { readonly kind: 'bad-content' }
  /** The plaintext does not fit in the largest envelope. */
  | { readonly kind: 'too-large' }
  /** The one-time key was wiped before. */
  | { readonly kind: 'wiped' };
