import { err, type Result } from 'neverthrow';
import * as v from 'valibot';
import { AttentionWatch } from './attention-watch.ts';
import { type Clock, pause, systemClock } from './clock.ts';
import { type PagePrinterConfiguration, PagePrinterConfigurationSchema } from './configuration.ts';
import { PAGE_PRINTER_DELAYS, type PagePrinterDelays } from './delays.ts';
import { clearQueue } from './end-job.ts';
import { followJob } from './follow-job.ts';
import { IppConnection } from './ipp-connection.ts';
import { IppRequests } from './ipp-requests.ts';
import type {
  PagePrinter,
  PagePrinterStatus,
  PrintError,
  PrintedJob,
  PrintOptions,
  QualifyError,
} from './page-printer.ts';
import type { PrintContext } from './print-context.ts';
import { PrinterLook } from './printer-look.ts';
import { printerStatus } from './printer-status.ts';
import { submitJob } from './submit-job.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export type PagePrinterOptions = { readonly clock?: Clock; readonly delays?: Partial<PagePrinterDelays> };

type StatusListener = (status: PagePrinterStatus) => void;

/**
 * A page printer reached by IPP, straight from memory: no spool, no file, no copy of the page (design §11, invariant B).
 * Connects when first asked; throws for a configuration that the schema refuses.
 */
export function openPagePrinter(
  configuration: PagePrinterConfiguration,
  options: PagePrinterOptions = {},
): PagePrinter {
  v.assert(PagePrinterConfigurationSchema, configuration);
  return new IppPagePrinter(configuration, options);
}

class IppPagePrinter implements PagePrinter {
  readonly #connection: IppConnection;
  readonly #requests: IppRequests;
  readonly #printer: PrinterLook;
  readonly #clock: Clock;
  readonly #delays: PagePrinterDelays;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<StatusListener>();
  #lastTold: string | undefined;
  #lastStatus: PagePrinterStatus | undefined;
  #watching: Promise<void> | undefined;
  #printing: Promise<unknown> | undefined;

  constructor(configuration: PagePrinterConfiguration, options: PagePrinterOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#delays = { ...PAGE_PRINTER_DELAYS, ...options.delays };
    this.#connection = new IppConnection(configuration, this.#clock);
    this.#requests = new IppRequests(this.#connection, configuration.uri);
    this.#printer = new PrinterLook(this.#requests, (status) => this.#tell(status));
  }

  async qualify(signal?: AbortSignal): Promise<Result<void, QualifyError>> {
    this.#printer.forget();
    const seen = await this.#printer.look({ limitMs: this.#delays.requestLimitMs, signal });
    return seen.map(() => undefined);
  }

  async status(signal?: AbortSignal): Promise<PagePrinterStatus> {
    const seen = await this.#printer.look({ limitMs: this.#delays.requestLimitMs, signal });
    return seen.match(printerStatus, (error) => error);
  }

  watch(listener: StatusListener): () => void {
    this.#listeners.add(listener);
    if (this.#lastStatus !== undefined) listener(this.#lastStatus);
    this.#watching ??= this.#poll();
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async print(pdf: Uint8Array, options: PrintOptions): Promise<Result<PrintedJob, PrintError>> {
    if (this.#printing !== undefined) return err({ kind: 'busy' });
    const printing = this.#printOne(pdf, options);
    this.#printing = printing;
    try {
      return await printing;
    } finally {
      this.#printing = undefined;
    }
  }

  cancelOpenJobs(): Promise<void> {
    return clearQueue({ requests: this.#requests, delays: this.#delays });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#listeners.clear();
    await this.#printing;
    this.#connection.close();
    await this.#watching;
  }

  async #printOne(pdf: Uint8Array, options: PrintOptions): Promise<Result<PrintedJob, PrintError>> {
    const onEvent = options.onEvent ?? (() => {});
    const limitMs = options.attentionLimitMs ?? this.#delays.attentionLimitMs;
    const context: PrintContext = {
      requests: this.#requests,
      printer: this.#printer,
      clock: this.#clock,
      delays: this.#delays,
      attention: new AttentionWatch(this.#clock, limitMs, onEvent),
      pages: options.pages,
      signal: options.signal ? AbortSignal.any([options.signal, this.#closing.signal]) : this.#closing.signal,
      onEvent,
    };
    const ready = await waitUntilReady(context);
    if (ready.isErr()) return err(ready.error);
    const submitted = await submitJob(context, pdf);
    if (submitted.isErr()) return err(submitted.error);
    onEvent({ kind: 'accepted', jobId: submitted.value });
    return followJob(context, submitted.value, ready.value.upTimeSeconds);
  }

  /** Looks at the idle printer as long as somebody listens. While a job is open, following it is looking enough. */
  async #poll(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#listeners.size > 0 && !signal.aborted) {
      if (this.#printing === undefined) {
        await this.#printer.look({ limitMs: this.#delays.requestLimitMs, signal });
      }
      await pause(this.#clock, this.#delays.idlePollMs, signal);
    }
    this.#watching = undefined;
    this.#lastStatus = undefined;
    this.#lastTold = undefined;
  }

  #tell(status: PagePrinterStatus): void {
    // A printer that is away is away, whichever way the last attempt failed.
    const told = status.kind === 'unreachable' ? status.kind : JSON.stringify(status);
    if (told === this.#lastTold) return;
    this.#lastTold = told;
    this.#lastStatus = status;
    for (const listener of this.#listeners) listener(status);
  }
}
