import type { AttentionWatch } from './attention-watch.ts';
import type { Clock } from './clock.ts';
import type { PagePrinterDelays } from './delays.ts';
import type { IppRequests } from './ipp-requests.ts';
import type { PrintJobEvent } from './page-printer.ts';
import type { PrinterLook } from './printer-look.ts';

/** What the steps of printing one copy share. */
export type PrintContext = {
  readonly requests: IppRequests;
  readonly printer: PrinterLook;
  readonly clock: Clock;
  readonly delays: PagePrinterDelays;
  readonly attention: AttentionWatch;
  readonly pages: number;
  /** Aborts when the caller gives up or the printer is closed. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: PrintJobEvent) => void;
};
