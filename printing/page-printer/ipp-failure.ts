import type { IppDecodeError } from './ipp/index.ts';

/** Why a request got no usable answer. */
export type IppFailure =
  /** `code` is the operating system's or the TLS library's word for it. */
  | { readonly kind: 'no-connection'; readonly code: string }
  | { readonly kind: 'connection-lost'; readonly code: string }
  | { readonly kind: 'no-answer'; readonly limitMs: number }
  | { readonly kind: 'http-status'; readonly status: number }
  | { readonly kind: 'answer-too-long' }
  | { readonly kind: 'malformed-answer'; readonly cause: IppDecodeError | 'unexpected-attributes' }
  /** The answer belongs to another request. */
  | { readonly kind: 'wrong-request-id' }
  /** IPP status other than success where success was the only use of the request. */
  | { readonly kind: 'ipp-status'; readonly statusCode: number }
  | { readonly kind: 'aborted' };

/** A failure, and whether any byte of the request may have reached the printer. */
export type SendFailure = { readonly failure: IppFailure; readonly sent: boolean };
