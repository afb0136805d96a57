/** Taking jobs back. The best that can be done is done; whether it helped is for a person to see at the printer. */
import type { PrintContext } from './print-context.ts';

type Printer = Pick<PrintContext, 'requests' | 'delays'>;

/** Not bound to the caller's signal: giving up is the very reason for cancelling. */
export async function cancelJob({ requests, delays }: Printer, jobId: number): Promise<void> {
  await requests.cancelJob(jobId, { limitMs: delays.requestLimitMs });
}

/** Cancels every unfinished job: the terminal is the only one who prints here. */
export async function clearQueue({ requests, delays }: Printer): Promise<void> {
  const open = await requests.openJobIds({ limitMs: delays.requestLimitMs });
  for (const jobId of open.unwrapOr([])) await cancelJob({ requests, delays }, jobId);
}
