/** Printers without paper, with faults at the turn of a lever: for the workbench, demonstrations and tests. */
export {
  type EngineStep,
  type IppEveError,
  type IppEvePrinter,
  startIppEvePrinter,
} from './ippeve/ippeve-printer.ts';
export { startVirtualPagePrinter, type VirtualPagePrinterOptions } from './page/start-virtual-page-printer.ts';
export {
  LINE_MODES,
  type LineMode,
  PAGE_FAULTS,
  type PageFault,
  type PaperSize,
  type VirtualJobState,
  type VirtualPagePrinter,
  type VirtualPagePrinterEvent,
} from './page/virtual-page-printer.ts';
export {
  RECEIPT_FAULTS,
  RECEIPT_LINE_MODES,
  type ReceiptFault,
  type ReceiptLineMode,
  startVirtualReceiptPrinter,
  type VirtualReceiptPrinter,
  type VirtualReceiptPrinterOptions,
} from './receipt/start-virtual-receipt-printer.ts';
