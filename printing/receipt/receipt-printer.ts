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

/** What the printer says while a receipt is on its way. */
export type ReceiptEvent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'attention'; readonly cause: ReceiptAttentionCause }
  | { readonly kind: 'attention-cleared' }
  | { readonly kind: 'paper-near-end' };

export type ReceiptPrintOptions = {
  readonly onEvent?: (event: ReceiptEvent) => void;
  /** How long a fault may last until somebody has mended it; then the rest is taken back from the printer. */
  readonly attentionLimitMs?: number;
};

export interface ReceiptPrinter {
  /** Asks the printer now. */
  status(): Promise<ReceiptPrinterStatus>;
  /** Prints one receipt and watches the printer meanwhile; resolves when it says that it has processed all of it. */
  print(facts: ReceiptFacts, options?: ReceiptPrintOptions): Promise<Result<void, ReceiptError>>;
  close(): Promise<void>;
}
