/**
 * Follows an accepted job to its confirmed end. "Printed" means: the printer says completed, nothing is wrong with it
 * that could concern the last sheet, and it did not count fewer sheets than there are pages.
 */
import { err, ok, type Result } from 'neverthrow';
import { pause } from './clock.ts';
import { cancelJob } from './end-job.ts';
import type { IppFailure } from './ipp-failure.ts';
import type { Job } from './job-attributes.ts';
import type { PrintError, PrintedJob } from './page-printer.ts';
import type { PrintContext } from './print-context.ts';
import type { PrinterState } from './printer-attributes.ts';
import { type Attention, attentionFrom, parsePrinterReasons } from './printer-reasons.ts';

type Outcome = Result<PrintedJob, PrintError>;
type View = { readonly printer: PrinterState; readonly job: Job };
type ViewError =
  | { readonly kind: 'silent'; readonly cause: IppFailure }
  | { readonly kind: 'printer-restarted' | 'job-lost' };

export async function followJob(context: PrintContext, jobId: number, upTimeSeconds: number): Promise<Outcome> {
  const follower = new JobFollower(context, jobId, upTimeSeconds);
  for (;;) {
    const outcome = await follower.step();
    if (outcome !== undefined) return outcome;
    await pause(context.clock, context.delays.jobPollMs, follower.pauseSignal);
  }
}

class JobFollower {
  readonly #context: PrintContext;
  readonly #jobId: number;
  #upTimeSeconds: number;
  #sheets = 0;
  #lastAnswerMs: number;
  #lastProgressMs: number;
  #completedMs: number | undefined;
  #cancelledMs: number | undefined;

  constructor(context: PrintContext, jobId: number, upTimeSeconds: number) {
    this.#context = context;
    this.#jobId = jobId;
    this.#upTimeSeconds = upTimeSeconds;
    this.#lastAnswerMs = context.clock.nowMs();
    this.#lastProgressMs = this.#lastAnswerMs;
  }

  /** Cuts a pause short when the caller gives up, once. */
  get pauseSignal(): AbortSignal | undefined {
    return this.#cancelledMs === undefined ? this.#context.signal : undefined;
  }

  /** One look; `undefined` while the end is not known. */
  async step(): Promise<Outcome | undefined> {
    if (this.#context.signal.aborted && this.#cancelledMs === undefined) {
      this.#cancelledMs = this.#context.clock.nowMs();
      await cancelJob(this.#context, this.#jobId);
    }
    const view = await this.#look();
    if (view.isErr()) return this.#afterSilence(view.error);
    this.#lastAnswerMs = this.#context.clock.nowMs();
    this.#tellProgress(view.value.job);
    return this.#judge(view.value);
  }

  async #look(): Promise<Result<View, ViewError>> {
    const { requests, printer, delays } = this.#context;
    const limits = { limitMs: delays.requestLimitMs };
    const job = await requests.getJob(this.#jobId, limits);
    if (job.isErr()) return err({ kind: 'silent', cause: job.error });
    // The printer is asked after the job: if it restarted in between, its up time tells, and the job is not called done.
    const seen = await printer.look(limits);
    if (seen.isErr()) return err(silence(seen.error));
    if (seen.value.upTimeSeconds < this.#upTimeSeconds) return err({ kind: 'printer-restarted' });
    this.#upTimeSeconds = seen.value.upTimeSeconds;
    return job.value === undefined ? err({ kind: 'job-lost' }) : ok({ printer: seen.value, job: job.value });
  }

  #afterSilence(error: ViewError): Outcome | undefined {
    if (error.kind !== 'silent') return err({ kind: error.kind });
    const { clock, delays } = this.#context;
    if (this.#cancelOverdue()) return err({ kind: 'cancelled', stage: 'after-accept' });
    if (clock.nowMs() - this.#lastAnswerMs < delays.silenceLimitMs) return undefined;
    return err({ kind: 'unreachable', stage: 'after-accept', cause: error.cause });
  }

  #tellProgress(job: Job): void {
    if (job.sheets <= this.#sheets) return;
    this.#sheets = job.sheets;
    this.#lastProgressMs = this.#context.clock.nowMs();
    this.#context.onEvent({ kind: 'printing', sheets: job.sheets });
  }

  #judge(view: View): Outcome | Promise<Outcome> | undefined {
    const { job } = view;
    this.#context.attention.update(this.#attention(view));
    switch (job.state) {
      case 'canceled':
        return err({ kind: 'cancelled', stage: 'after-accept' });
      case 'aborted':
        return err({ kind: 'aborted', sheets: job.sheets, reasons: job.reasons });
      case 'completed':
        return this.#judgeCompleted(job);
      case 'pending':
      case 'held':
      case 'processing':
      case 'stopped':
        return this.#judgeOpen();
      default: {
        const never: never = job.state;
        throw new Error(`unknown job state ${String(never)}`);
      }
    }
  }

  #judgeCompleted(job: Job): Outcome | undefined {
    const { attention, clock, delays, pages } = this.#context;
    const { current } = attention;
    if (current !== undefined) {
      return attention.overdue ? err({ kind: 'stuck', stage: 'after-accept', ...current }) : undefined;
    }
    if (job.sheets === 0 || job.sheets >= pages) return ok({ jobId: job.jobId, sheets: job.sheets || pages });
    this.#completedMs ??= clock.nowMs();
    if (clock.nowMs() - this.#completedMs < delays.settleLimitMs) return undefined;
    return err({ kind: 'incomplete', sheets: job.sheets });
  }

  #judgeOpen(): Outcome | Promise<Outcome> | undefined {
    const { attention, clock, delays } = this.#context;
    if (this.#cancelOverdue()) return err({ kind: 'cancelled', stage: 'after-accept' });
    const { current } = attention;
    if (current !== undefined) {
      this.#lastProgressMs = clock.nowMs();
      return attention.overdue ? this.#giveUp(current) : undefined;
    }
    if (clock.nowMs() - this.#lastProgressMs < delays.progressLimitMs) return undefined;
    return this.#giveUp({ cause: 'no-progress', reasons: [] });
  }

  async #giveUp(why: Pick<Extract<PrintError, { kind: 'stuck' }>, 'cause' | 'reasons'>): Promise<Outcome> {
    await cancelJob(this.#context, this.#jobId);
    return err({ kind: 'stuck', stage: 'after-accept', cause: why.cause, reasons: why.reasons });
  }

  #cancelOverdue(): boolean {
    const { clock, delays } = this.#context;
    return this.#cancelledMs !== undefined && clock.nowMs() - this.#cancelledMs >= delays.cancelLimitMs;
  }

  #attention({ printer, job }: View): Attention | undefined {
    const reasons = [...printer.reasons, ...parsePrinterReasons(job.printerReasons)];
    const attention = attentionFrom(reasons);
    const stopped = printer.state === 'stopped' || job.state === 'stopped';
    if (attention === undefined && stopped) return { cause: 'other', reasons: ['stopped'] };
    // The last sheet of the tray may have been our last page: with every page counted, the empty tray is the next copy's.
    const allCounted = job.state === 'completed' && job.sheets >= this.#context.pages;
    return allCounted && attention?.cause === 'paper' ? undefined : attention;
  }
}

function silence(error: { kind: 'unqualified' } | { kind: 'unreachable'; cause: IppFailure }): ViewError {
  if (error.kind === 'unreachable') return { kind: 'silent', cause: error.cause };
  return { kind: 'silent', cause: { kind: 'malformed-answer', cause: 'unexpected-attributes' } };
}
