/**
 * What a page printer is to the rest of the terminal: its status as a closed union, and printing one copy followed to
 * its confirmed end (design, invariant E: a print is done when the printer says so).
 */
import type { Result } from 'neverthrow';
import type { Consumables } from './consumables.ts';
import type { IppFailure } from './ipp-failure.ts';
import type { AttentionCause, PrinterWarning } from './printer-reasons.ts';

export type PagePrinterStatus =
  /** It can print; warnings and levels say what will be needed soon. */
  | { readonly kind: 'ready'; readonly warnings: readonly PrinterWarning[]; readonly consumables: Consumables }
  /** Printing, or a job is waiting in it. */
  | { readonly kind: 'busy' }
  /** Somebody must do something at the printer; the reasons are its own keywords. */
  | { readonly kind: 'attention'; readonly cause: AttentionCause; readonly reasons: readonly string[] }
  /** It answers, but cannot do what certificates need; `missing` names each point. */
  | { readonly kind: 'unqualified'; readonly missing: readonly string[] }
  | { readonly kind: 'unreachable'; readonly cause?: IppFailure };

export type PrintJobEvent =
  | { readonly kind: 'accepted'; readonly jobId: number }
  | { readonly kind: 'printing'; readonly sheets: number }
  | { readonly kind: 'attention'; readonly cause: AttentionCause; readonly reasons: readonly string[] }
  | { readonly kind: 'attention-cleared' };

/** Before: the printer cannot have the document. After: it has it, or may have it, whole or in part. */
export type PrintStage = 'before-accept' | 'after-accept';

export type PrintError =
  | { readonly kind: 'unreachable'; readonly stage: PrintStage; readonly cause?: IppFailure }
  | { readonly kind: 'unqualified'; readonly missing: readonly string[] }
  /** The printer said no; IPP status code (RFC 8011 §B). Nothing was printed. */
  | { readonly kind: 'refused'; readonly statusCode: number }
  /** Another job, of ours or of somebody else, is open. Nothing was sent. */
  | { readonly kind: 'busy' }
  /** No A4 paper was loaded within the limit. Nothing was sent. */
  | { readonly kind: 'not-a4' }
  /** The printer gave the job up by itself; `sheets` came out as far as it counts them. */
  | { readonly kind: 'aborted'; readonly sheets: number; readonly reasons: readonly string[] }
  /** Cancelled, here or at the printer. After acceptance it may have been printed all the same: ask the clerk. */
  | { readonly kind: 'cancelled'; readonly stage: PrintStage }
  /** A fault was not mended, or nothing moved, within the limit. A job already sent was cancelled, as far as that goes. */
  | {
      readonly kind: 'stuck';
      readonly stage: PrintStage;
      readonly cause: AttentionCause | 'no-progress';
      readonly reasons: readonly string[];
    }
  | { readonly kind: 'printer-restarted' }
  /** The printer no longer knows the job. */
  | { readonly kind: 'job-lost' }
  /** The printer says "completed" but counted fewer sheets than the document has pages. */
  | { readonly kind: 'incomplete'; readonly sheets: number };

export type PrintedJob = {
  readonly jobId: number;
  /** Sheets as counted by the printer, or the pages of the document where it does not count. */
  readonly sheets: number;
};

export type PrintOptions = {
  /** Pages of the document, one-sided: as many sheets must come out. */
  readonly pages: number;
  /** Before acceptance: gives up. Afterwards: cancels the job at the printer and waits for its end. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: PrintJobEvent) => void;
  readonly attentionLimitMs?: number;
};

export type QualifyError = Extract<PagePrinterStatus, { kind: 'unqualified' | 'unreachable' }>;

export interface PagePrinter {
  /** Asks the printer for everything certificates need of it. */
  qualify(signal?: AbortSignal): Promise<Result<void, QualifyError>>;
  /** Asks the printer now. */
  status(signal?: AbortSignal): Promise<PagePrinterStatus>;
  /** Calls back with the first status and with every change; returns the way to stop. */
  watch(listener: (status: PagePrinterStatus) => void): () => void;
  /**
   * Prints one copy. Waits until the printer is ready, sends the whole document, follows the job and resolves only when
   * its end is known. The bytes stay the caller's: no copy is kept, and they may be wiped as soon as this resolves.
   */
  print(pdf: Uint8Array, options: PrintOptions): Promise<Result<PrintedJob, PrintError>>;
  /**
   * Takes back every job that is not finished, whoever sent it: a page nobody waits for any more must not come out for the
   * next person. The best that can be done is done; whether a sheet came out all the same is for a person to see.
   */
  cancelOpenJobs(): Promise<void>;
  /** Stops watching, gives up what is open and lets the connections go. */
  close(): Promise<void>;
}

/** Whether paper may have come out in spite of the error: then a person must look before anything is printed again. */
export function mayHavePrinted(error: PrintError): boolean {
  switch (error.kind) {
    case 'unreachable':
    case 'cancelled':
    case 'stuck':
      return error.stage === 'after-accept';
    case 'aborted':
    case 'printer-restarted':
    case 'job-lost':
    case 'incomplete':
      return true;
    case 'unqualified':
    case 'refused':
    case 'busy':
    case 'not-a4':
      return false;
    default: {
      const never: never = error;
      throw new Error(`unknown print error ${String(never)}`);
    }
  }
}
