/** A page printer without paper: what it offers to whoever holds its levers (workbench, tests, demonstrations). */

/** A fault with which the mechanism stands still until it is mended. */
export const PAGE_FAULTS = ['paper-out', 'jam', 'cover-open', 'toner-empty', 'output-full'] as const;
export type PageFault = (typeof PAGE_FAULTS)[number];

/** How the line to the printer behaves. */
export const LINE_MODES = [
  'normal',
  /** Takes the request and never answers. */
  'hung',
  /** Nobody listens. */
  'offline',
  /** Answers with another request's id. */
  'wrong-request-id',
  /** Ends the answer in its middle, and says it is whole. */
  'cut-answer',
  /** Accepts the job and dies before saying so. */
  'lost-answer',
] as const;
export type LineMode = (typeof LINE_MODES)[number];

export type VirtualJobState = 'pending' | 'processing' | 'stopped' | 'canceled' | 'aborted' | 'completed';

export type VirtualPagePrinterEvent =
  | { readonly kind: 'job'; readonly jobId: number; readonly state: VirtualJobState }
  | { readonly kind: 'sheet'; readonly jobId: number; readonly paperInTray: number }
  | { readonly kind: 'paper-taken'; readonly sheets: number }
  | { readonly kind: 'faults'; readonly faults: readonly PageFault[] }
  | { readonly kind: 'line'; readonly mode: LineMode };

export type PaperSize = 'a4' | 'letter';

export interface VirtualPagePrinter {
  /** `ipp://127.0.0.1:port/ipp/print` */
  readonly uri: string;
  /** Finished documents, in memory only, and only when started with `keep`. */
  readonly printed: readonly { readonly jobId: number; readonly pdf: Uint8Array }[];
  /** Sheets lying in the output tray. */
  readonly paperInTray: number;
  readonly sheetsLoaded: number;
  /** printer-up-time: at least 1, and falls with a restart. */
  readonly upTimeSeconds: number;
  /** Somebody asked for the open job to be cancelled. */
  readonly openJobCancelled: boolean;
  readonly faults: readonly PageFault[];
  /** Takes everything out of the output tray. */
  takePaper(): number;
  /** Puts this many sheets into the input tray, instead of what was there. */
  loadPaper(sheets?: number, size?: PaperSize): void;
  raise(fault: PageFault): void;
  /** Mends the fault; the mechanism goes on where it stood. `paper-out` is mended by `loadPaper` as well. */
  clear(fault: PageFault): void;
  /** Adds a keyword to printer-state-reasons as it is, with any severity; `-error` stops the printer. */
  raiseReason(keyword: string): void;
  clearReason(keyword: string): void;
  setLine(mode: LineMode): Promise<void>;
  /** The open job, or the next one, is given up in the middle of its next sheet. */
  abortNextSheet(): void;
  /** Says "completed" for the next job after this many sheets, however many pages it has. */
  completeShort(sheets: number): void;
  /** Sheets stand still without any fault: a printer that takes its time. */
  holdSheets(held: boolean): void;
  /** Open jobs vanish, and the printer runs on as if they had never been. */
  forgetJobs(): void;
  /** Power off and on: up time begins again, open jobs are gone, paper stays where it is. */
  restart(): void;
  onEvent(listener: (event: VirtualPagePrinterEvent) => void): () => void;
  /** A job has begun to arrive, and nothing of it is taken yet. */
  onUpload(listener: () => void): () => void;
  stop(): Promise<void>;
}
