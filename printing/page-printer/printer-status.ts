import type { PagePrinterStatus } from './page-printer.ts';
import type { PrinterState } from './printer-attributes.ts';
import { type Attention, attentionFrom, warningsFrom } from './printer-reasons.ts';

/** Keyword of ours, beside the printer's own, for a tray without A4. */
export const A4_NOT_LOADED = 'a4-not-loaded';

/**
 * What stops a new page: the printer's reasons, a stop without a reason, a printer that takes no jobs, or no A4 in it.
 * The list of loaded media is asked as well as the reasons, because each is known to be right where the other is not.
 */
export function attentionBeforePrinting(printer: PrinterState): Attention | undefined {
  const attention = attentionFrom(printer.reasons);
  if (attention !== undefined) return attention;
  if (printer.state === 'stopped') return { cause: 'other', reasons: ['stopped'] };
  if (!printer.acceptingJobs) return { cause: 'other', reasons: ['not-accepting-jobs'] };
  if (!printer.a4Ready) return { cause: 'paper', reasons: [A4_NOT_LOADED] };
  return undefined;
}

/** The printer's attributes as the terminal's one word about it. */
export function printerStatus(printer: PrinterState): PagePrinterStatus {
  const attention = attentionBeforePrinting(printer);
  if (attention !== undefined) return { kind: 'attention', ...attention };
  if (printer.state === 'processing' || printer.queuedJobs > 0) return { kind: 'busy' };
  return { kind: 'ready', warnings: warningsFrom(printer.reasons), consumables: printer.consumables };
}
