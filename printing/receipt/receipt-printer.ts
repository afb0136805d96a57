import type { Result } from 'neverthrow';
import type { ReceiptDocumentError } from './receipt-document.ts';
import type { ReceiptFacts } from './receipt-facts.ts';

export type ReceiptAttentionCause = 'paper' | 'cover' | 'cutter' | 'other';

export type ReceiptPrinterStatus =
  | { readonly kind: 'ready'; readonly paperNearEnd: boolean }
  | { readonly kind: 'attention'; readonly cause: ReceiptAttentionCause }
  | { readonly kind: 'unreachable'; readonly cause?: ReceiptLineError };

/** `code` is the operating system's word for it. */
export type ReceiptLineError =
  | { readonly kind: 'no-connection'; readonly code: string }
  | { readonly kind: 'connection-lost' }
  | { readonly kind: 'no-answer'; readonly limitMs: number }
  | { readonly kind: 'not-a-status-byte' };

export type ReceiptError =
  | ReceiptDocumentError
  /** Nothing was sent. */
  | { readonly kind: 'unreachable'; readonly cause?: ReceiptLineError }
  /** Another receipt is being printed. */
  | { readonly kind: 'busy' }
  /** `mayHavePrinted`: the receipt was on its way when the fault was seen. */
  | { readonly kind: 'attention'; readonly cause: ReceiptAttentionCause; readonly mayHavePrinted: boolean }
  /** Sent, and no word that it was printed. */
  | { readonly kind: 'not-confirmed'; readonly cause: ReceiptLineError };

export interface ReceiptPrinter {
  /** Asks the printer now. */
  status(): Promise<ReceiptPrinterStatus>;
  /** Prints one receipt; resolves when the printer says that it has processed all of it. */
  print(facts: ReceiptFacts): Promise<Result<void, ReceiptError>>;
  close(): Promise<void>;
}
