/**
 * The page printer as one process sees it. Follows a job to its end by the printer's own words, with the answers of the real
 * client: what it cannot know it does not claim.
 */
import { err, ok, type Result } from 'neverthrow';
import type { PagePrinter, PagePrinterStatus, PrintError, PrintedJob, PrintOptions } from '../../../printing/index.ts';
import { becomes, type Generation } from './generation.ts';
import type { Job, SheetPrinter } from './sheet-printer.ts';

const ATTENTION_LIMIT_MS = 120_000;
/** How long a printer that is off may stay so before its job counts as unreachable. */
const OFF_LIMIT_MS = 20_000;

export type PagePrinterClientOptions = {
  printer: SheetPrinter;
  generation: Generation;
  /** For whom the sheets of this client are, asked when a job is sent. */
  visitId: () => string;
  /** Tells the proof that printing is asked for, before anything moves. */
  onPrint: () => void;
};

export function pagePrinterClient(o: PagePrinterClientOptions): PagePrinter {
  const { printer, generation } = o;
  const statusNow = (): PagePrinterStatus => statusOf(printer);
  return {
    qualify: async () => ok(),
    status: () => generation.gets(Promise.resolve(statusNow())),
    watch(listener) {
      const heard = generation.hears(listener);
      let last = '';
      const tell = (): void => {
        const status = statusNow();
        const key = JSON.stringify(status);
        if (key === last) return;
        last = key;
        heard(status);
      };
      tell();
      return printer.changed.add(tell);
    },
    print: (pdf, options) => {
      o.onPrint();
      // What is given up by a process that is no more reaches no printer.
      const given = new AbortController();
      options.signal?.addEventListener(
        'abort',
        generation.hears(() => given.abort()),
        { once: true },
      );
      if (options.signal?.aborted === true) given.abort();
      return generation.gets(print(o, pdf, { ...options, signal: given.signal }));
    },
    async cancelOpenJobs() {
      const job = printer.openJob();
      if (job !== null && generation.alive && printer.fault !== 'off') printer.cancel(job);
    },
    close: async () => {},
  };
}

async function print(
  { printer, generation, visitId }: PagePrinterClientOptions,
  pdf: Uint8Array,
  options: PrintOptions,
): Promise<Result<PrintedJob, PrintError>> {
  const { signal, onEvent } = options;
  const limitMs = options.attentionLimitMs ?? ATTENTION_LIMIT_MS;
  if (printer.openJob() !== null) return err({ kind: 'busy' });
  if (printer.fault === 'off') return err({ kind: 'unreachable', stage: 'before-accept' });
  if (printer.fault !== 'none') {
    const cause = printer.fault;
    onEvent?.({ kind: 'attention', cause, reasons: [] });
    const mended = await becomes(printer.changed, () => printer.fault === 'none', { limitMs, signal });
    if (!mended && signal?.aborted === true) return err({ kind: 'cancelled', stage: 'before-accept' });
    if (!mended) return err({ kind: 'stuck', stage: 'before-accept', cause, reasons: [] });
    onEvent?.({ kind: 'attention-cleared' });
  }
  // A process that has died or stands still meanwhile sends nothing.
  if (!generation.alive) return err({ kind: 'unreachable', stage: 'before-accept' });
  const job = printer.send(visitId(), pdf);
  if (job === null) return err({ kind: 'unreachable', stage: 'before-accept' });
  onEvent?.({ kind: 'accepted', jobId: job.id });
  return await follow(printer, job, { ...options, attentionLimitMs: limitMs });
}

async function follow(
  printer: SheetPrinter,
  job: Job,
  o: PrintOptions & { attentionLimitMs: number },
): Promise<Result<PrintedJob, PrintError>> {
  const cancelled = (): void => printer.cancel(job);
  o.signal?.addEventListener('abort', cancelled, { once: true });
  try {
    while (job.end === null) {
      const { fault } = printer;
      if (fault === 'none' || fault === 'off') {
        await becomes(printer.changed, () => job.end !== null || printer.fault !== fault);
        continue;
      }
      o.onEvent?.({ kind: 'attention', cause: fault, reasons: [] });
      const mended = await becomes(printer.changed, () => job.end !== null || printer.fault !== fault, {
        limitMs: o.attentionLimitMs,
      });
      if (mended) o.onEvent?.({ kind: 'attention-cleared' });
      else {
        printer.cancel(job);
        return err({ kind: 'stuck', stage: 'after-accept', cause: fault, reasons: [] });
      }
    }
  } finally {
    o.signal?.removeEventListener('abort', cancelled);
  }
  switch (job.end) {
    case 'completed':
      return ok({ jobId: job.id, sheets: 1 });
    case 'aborted':
      return err({ kind: 'aborted', sheets: 0, reasons: [] });
    case 'cancelled':
      return err({ kind: 'cancelled', stage: 'after-accept' });
    case 'lost': {
      const back = await becomes(printer.changed, () => printer.fault !== 'off', { limitMs: OFF_LIMIT_MS });
      return err(back ? { kind: 'printer-restarted' } : { kind: 'unreachable', stage: 'after-accept' });
    }
    default: {
      const never: never = job.end;
      throw new Error(`Unknown end ${String(never)}`);
    }
  }
}

function statusOf(printer: SheetPrinter): PagePrinterStatus {
  const { fault } = printer;
  switch (fault) {
    case 'none':
      return printer.openJob() === null
        ? { kind: 'ready', warnings: [], consumables: { supplies: [], a4Sheets: null, paperNearEnd: false } }
        : { kind: 'busy' };
    case 'off':
      return { kind: 'unreachable' };
    case 'paper':
    case 'jam':
    case 'cover':
    case 'toner':
      return { kind: 'attention', cause: fault, reasons: [] };
    default: {
      const never: never = fault;
      throw new Error(`Unknown fault ${String(never)}`);
    }
  }
}
