/** Trays, sheets, faults and jobs of the virtual page printer; knows nothing of IPP. */
import { setTimeout as delay } from 'node:timers/promises';
import type { PageFault, PaperSize, VirtualJobState, VirtualPagePrinterEvent } from './virtual-page-printer.ts';

export type VirtualJob = {
  readonly id: number;
  readonly name: string;
  readonly userName: string;
  readonly pages: number;
  readonly pdf: Uint8Array;
  readonly createdUpTimeSeconds: number;
  processingUpTimeSeconds: number | undefined;
  completedUpTimeSeconds: number | undefined;
  state: VirtualJobState;
  reason: string;
  sheets: number;
  cancelRequested: boolean;
};

export type MechanismOptions = { readonly sheetMs: number; readonly keep: boolean; readonly upTimeSeconds: number };

const FULL_TRAY_SHEETS = 250;
const LOW_TRAY_SHEETS = 10;
const FULL_TONER_PERCENT = 80;
const LOW_TONER_PERCENT = 5;
const OPEN_STATES: readonly VirtualJobState[] = ['pending', 'processing', 'stopped'];
const FAULT_REASONS: Readonly<Record<PageFault, string>> = {
  'paper-out': 'media-empty-error',
  jam: 'media-jam-error',
  'cover-open': 'cover-open-error',
  'toner-empty': 'toner-empty-error',
  'output-full': 'output-area-full-error',
};

export const isOpen = (job: VirtualJob): boolean => OPEN_STATES.includes(job.state);

export class PrintMechanism {
  readonly printed: { jobId: number; pdf: Uint8Array }[] = [];
  paperInTray = 0;
  sheetsLoaded = FULL_TRAY_SHEETS;
  paperSize: PaperSize = 'a4';
  abortAtNextSheet = false;
  completeAfterSheets: number | undefined;
  #held = false;
  readonly #faults = new Set<PageFault>();
  readonly #reasons = new Set<string>();
  readonly #jobs = new Map<number, VirtualJob>();
  readonly #options: MechanismOptions;
  readonly #tell: (event: VirtualPagePrinterEvent) => void;
  #startedMs: number;
  #lastJobId = 0;
  #wakers: (() => void)[] = [];
  #running: Promise<void> = Promise.resolve();

  constructor(options: MechanismOptions, tell: (event: VirtualPagePrinterEvent) => void) {
    this.#options = options;
    this.#tell = tell;
    this.#startedMs = performance.now() - (options.upTimeSeconds - 1) * 1000;
  }

  get faults(): readonly PageFault[] {
    const faults: PageFault[] = [...this.#faults];
    return this.sheetsLoaded === 0 && !faults.includes('paper-out') ? [...faults, 'paper-out'] : faults;
  }

  /** printer-state-reasons, without `none`. */
  get reasons(): readonly string[] {
    const low = this.sheetsLoaded > 0 && this.sheetsLoaded <= LOW_TRAY_SHEETS ? ['media-low-warning'] : [];
    return [...this.faults.map((fault) => FAULT_REASONS[fault]), ...this.#reasons, ...low];
  }

  /** What the printer says of its toner: nothing is left once it calls it empty. */
  get tonerPercent(): number {
    if (this.#faults.has('toner-empty')) return 0;
    return this.#reasons.has('toner-low-warning') ? LOW_TONER_PERCENT : FULL_TONER_PERCENT;
  }

  get stopped(): boolean {
    return this.reasons.some((reason) => reason.endsWith('-error'));
  }

  /** At least 1, and falls with a restart (RFC 8011 §5.4.29). */
  get upTimeSeconds(): number {
    return Math.floor((performance.now() - this.#startedMs) / 1000) + 1;
  }

  get jobs(): readonly VirtualJob[] {
    return [...this.#jobs.values()];
  }

  get openJob(): VirtualJob | undefined {
    return this.jobs.find(isOpen);
  }

  job(id: number): VirtualJob | undefined {
    return this.#jobs.get(id);
  }

  setFault(fault: PageFault, present: boolean): void {
    if (present) this.#faults.add(fault);
    else this.#faults.delete(fault);
    if (!present && fault === 'paper-out' && this.sheetsLoaded === 0) this.sheetsLoaded = FULL_TRAY_SHEETS;
    this.#changed();
  }

  setReason(keyword: string, present: boolean): void {
    if (present) this.#reasons.add(keyword);
    else this.#reasons.delete(keyword);
    this.#changed();
  }

  setHeld(held: boolean): void {
    this.#held = held;
    this.#wake();
  }

  load(sheets: number, size: PaperSize): void {
    this.sheetsLoaded = sheets;
    this.paperSize = size;
    this.#faults.delete('paper-out');
    this.#changed();
  }

  take(): number {
    const sheets = this.paperInTray;
    this.paperInTray = 0;
    this.#faults.delete('output-full');
    this.#tell({ kind: 'paper-taken', sheets });
    this.#changed();
    return sheets;
  }

  /** Takes a job and begins with it; `pages` undefined is a document that cannot be read. */
  accept(document: { name: string; userName: string; pages: number | undefined; pdf: Uint8Array }): VirtualJob {
    this.#lastJobId += 1;
    const job: VirtualJob = {
      ...document,
      id: this.#lastJobId,
      pages: document.pages ?? 0,
      createdUpTimeSeconds: this.upTimeSeconds,
      processingUpTimeSeconds: undefined,
      completedUpTimeSeconds: undefined,
      state: 'pending',
      reason: 'none',
      sheets: 0,
      cancelRequested: false,
    };
    this.#jobs.set(job.id, job);
    this.#running = document.pages === undefined ? this.#reject(job) : this.#print(job);
    return job;
  }

  cancel(job: VirtualJob): void {
    job.cancelRequested = true;
    job.reason = 'processing-to-stop-point';
    this.#wake();
  }

  forgetJobs(): void {
    for (const job of this.jobs.filter(isOpen)) this.#jobs.delete(job.id);
    this.#wake();
  }

  restart(): void {
    for (const job of this.jobs) this.#jobs.delete(job.id);
    this.#startedMs = performance.now();
    this.abortAtNextSheet = false;
    this.#wake();
  }

  /** Forgets everything and waits until the mechanism stands still. */
  async stop(): Promise<void> {
    this.restart();
    await this.#running;
  }

  async #reject(job: VirtualJob): Promise<void> {
    await delay(0);
    this.#end(job, 'aborted', 'document-format-error');
  }

  async #print(job: VirtualJob): Promise<void> {
    await delay(0);
    this.#set(job, 'processing', 'job-printing');
    while (this.#knows(job)) {
      const enough = Math.min(job.pages, this.completeAfterSheets ?? job.pages);
      if (job.sheets >= enough) {
        this.completeAfterSheets = undefined;
        return this.#end(job, 'completed', 'job-completed-successfully');
      }
      if (job.cancelRequested) return this.#end(job, 'canceled', 'job-canceled-by-user');
      if (this.stopped) {
        this.#set(job, 'stopped', 'printer-stopped');
        await this.#change();
      } else if (this.#held) {
        await this.#change();
      } else {
        if (job.state === 'stopped') this.#set(job, 'processing', 'job-printing');
        await this.#printSheet(job);
      }
    }
  }

  /** A sheet in motion when the mechanism stops is spoilt: it leaves the input tray and never lies in the output. */
  async #printSheet(job: VirtualJob): Promise<void> {
    this.sheetsLoaded -= 1;
    await Promise.race([delay(this.#options.sheetMs), this.#spoiltOrGone(job)]);
    if (!this.#knows(job) || this.#spoilt) return;
    if (this.abortAtNextSheet) {
      this.abortAtNextSheet = false;
      this.#end(job, 'aborted', 'aborted-by-system');
      return;
    }
    job.sheets += 1;
    this.paperInTray += 1;
    this.#tell({ kind: 'sheet', jobId: job.id, paperInTray: this.paperInTray });
  }

  async #spoiltOrGone(job: VirtualJob): Promise<void> {
    do await this.#change();
    while (this.#knows(job) && !this.#spoilt);
  }

  /** The tray running empty behind the sheet does not hurt it. */
  get #spoilt(): boolean {
    return this.reasons.some((reason) => reason.endsWith('-error') && reason !== FAULT_REASONS['paper-out']);
  }

  #knows(job: VirtualJob): boolean {
    return this.#jobs.get(job.id) === job && isOpen(job);
  }

  #end(job: VirtualJob, state: VirtualJobState, reason: string): void {
    if (!this.#knows(job)) return;
    if (state === 'completed' && this.#options.keep)
      this.printed.push({ jobId: job.id, pdf: Uint8Array.from(job.pdf) });
    job.pdf.fill(0);
    this.#set(job, state, reason);
  }

  #set(job: VirtualJob, state: VirtualJobState, reason: string): void {
    const changed = job.state !== state;
    job.state = state;
    job.reason = reason;
    if (state === 'processing') job.processingUpTimeSeconds ??= this.upTimeSeconds;
    if (!isOpen(job)) job.completedUpTimeSeconds ??= this.upTimeSeconds;
    if (changed) this.#tell({ kind: 'job', jobId: job.id, state });
  }

  #changed(): void {
    this.#tell({ kind: 'faults', faults: this.faults });
    this.#wake();
  }

  /** Resolves at the next turn of any lever. */
  #change(): Promise<void> {
    return new Promise((resolve) => this.#wakers.push(resolve));
  }

  #wake(): void {
    for (const wake of this.#wakers.splice(0)) wake();
  }
}
