/** The receipt printer's door: one ESC/POS printer on the network, and the receipt as a picture. */
export {
  openReceiptPrinter,
  RECEIPT_PRINTER_DELAYS,
  type ReceiptConfiguration,
  type ReceiptPrinterDelays,
  receiptConfigurationSchema,
} from './open-receipt-printer.ts';
export { type ReceiptFacts, ReceiptFactsSchema } from './receipt-facts.ts';
export type {
  ReceiptAttentionCause,
  ReceiptError,
  ReceiptEvent,
  ReceiptLineError,
  ReceiptPrinter,
  ReceiptPrinterStatus,
  ReceiptPrintOptions,
} from './receipt-printer.ts';
export { receiptToSvg } from './receipt-render.ts';
