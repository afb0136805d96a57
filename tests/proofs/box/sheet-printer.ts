/**
 * A page printer by script. A job goes on by itself once it is accepted, whoever follows it: a host or a visit that dies does not
 * stop the paper. Every sheet that comes out is recorded with the bytes on it and the visit that sent it.
 */
import { after, becomes, listeners } from './generation.ts';

export type PrinterFault = 'none' | 'paper' | 'jam' | 'cover' | 'toner' | 'off';
export type JobEnd = 'completed' | 'aborted' | 'cancelled' | 'lost';

export type Sheet = { readonly bytes: Uint8Array; readonly visitId: string };
export type Job = {
  readonly id: number;
  readonly visitId: string;
  readonly bytes: Uint8Array;
  phase: 'waiting' | 'accepted' | 'moving' | 'ended';
  end: JobEnd | null;
  isOut: boolean;
};

const ACCEPT_MS = 300;
const FEED_MS = 2_000;
const CONFIRM_MS = 700;

export type SheetPrinter = {
  readonly fault: PrinterFault;
  readonly changed: ReturnType<typeof listeners<void>>;
  readonly sheets: readonly Sheet[];
  setFault(fault: PrinterFault): void;
  /** Power on and off in one instant: every job is forgotten. */
  restart(): void;
  /** The printer gives up the job it has. */
  abortJob(): void;
  openJob(): Job | null;
  /** Takes a document; null when it is off or has another job. */
  send(visitId: string, bytes: Uint8Array): Job | null;
  cancel(job: Job): void;
};

export function sheetPrinter(): SheetPrinter {
  const sheets: Sheet[] = [];
  const changed = listeners<void>();
  let fault: PrinterFault = 'none';
  let job: Job | null = null;

  const finish = (one: Job, end: JobEnd): void => {
    one.phase = 'ended';
    one.end = end;
    if (job === one) job = null;
    changed.tell();
  };
  const still = (one: Job): boolean => one.phase !== 'ended';
  /** The job stands while something is wrong. */
  const works = async (one: Job, durationMs: number): Promise<void> => {
    await after(durationMs);
    await becomes(changed, () => !still(one) || fault === 'none');
  };
  const run = async (one: Job): Promise<void> => {
    await works(one, ACCEPT_MS);
    if (!still(one)) return;
    one.phase = 'moving';
    changed.tell();
    await works(one, FEED_MS);
    if (!still(one)) return;
    one.isOut = true;
    sheets.push({ bytes: new Uint8Array(one.bytes), visitId: one.visitId });
    await after(CONFIRM_MS);
    if (still(one)) finish(one, 'completed');
  };

  return {
    get fault() {
      return fault;
    },
    changed,
    sheets,
    setFault(next) {
      fault = next;
      if (next === 'off' && job !== null) finish(job, 'lost');
      changed.tell();
    },
    restart() {
      if (job !== null) finish(job, 'lost');
    },
    abortJob() {
      if (job !== null) finish(job, 'aborted');
    },
    openJob: () => job,
    send(visitId, bytes) {
      if (fault === 'off' || job !== null) return null;
      const started: Job = {
        id: sheets.length + 1,
        visitId,
        bytes: new Uint8Array(bytes),
        phase: 'accepted',
        end: null,
        isOut: false,
      };
      job = started;
      void run(started);
      return started;
    },
    cancel(one) {
      if (still(one)) finish(one, 'cancelled');
    },
  };
}
