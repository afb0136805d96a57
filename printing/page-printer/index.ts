/** The page printer's door: one A4 page printer by IPP, printing from memory. */
export { type Clock, systemClock } from './clock.ts';
export { type PagePrinterConfiguration, PagePrinterConfigurationSchema } from './configuration.ts';
export type { Consumable, Consumables } from './consumables.ts';
export { PAGE_PRINTER_DELAYS, type PagePrinterDelays } from './delays.ts';
export type { IppFailure } from './ipp-failure.ts';
export { openPagePrinter, type PagePrinterOptions } from './open-page-printer.ts';
export {
  mayHavePrinted,
  type PagePrinter,
  type PagePrinterStatus,
  type PrintError,
  type PrintedJob,
  type PrintJobEvent,
  type PrintOptions,
  type PrintStage,
  type QualifyError,
} from './page-printer.ts';
export type { AttentionCause, PrinterReason, PrinterWarning } from './printer-reasons.ts';
export { testPage } from './test-page.ts';
