import { err, ok, type Result } from 'neverthrow';
import { pause } from './clock.ts';
import type { PrintError } from './page-printer.ts';
import type { PrintContext } from './print-context.ts';
import type { PrinterState } from './printer-attributes.ts';
import { A4_NOT_LOADED, attentionBeforePrinting } from './printer-status.ts';

/**
 * Before anything is sent: waits, within limits, until the printer is idle, has nothing queued, A4 loaded and nothing to
 * complain of. A page that is not yet in the printer cannot come out after its owner has left.
 */
export async function waitUntilReady(context: PrintContext): Promise<Result<PrinterState, PrintError>> {
  const { attention, clock, delays, signal } = context;
  const startedMs = clock.nowMs();
  for (;;) {
    const seen = await context.printer.look({ limitMs: delays.requestLimitMs, signal });
    if (signal.aborted) return err({ kind: 'cancelled', stage: 'before-accept' });
    if (seen.isErr()) {
      return err(seen.error.kind === 'unqualified' ? seen.error : { ...seen.error, stage: 'before-accept' });
    }
    attention.update(attentionBeforePrinting(seen.value));
    const { current } = attention;
    if (current === undefined) {
      if (seen.value.state === 'idle' && seen.value.queuedJobs === 0) return ok(seen.value);
      if (clock.nowMs() - startedMs >= delays.busyLimitMs) return err({ kind: 'busy' });
    } else if (attention.overdue) {
      if (current.reasons.includes(A4_NOT_LOADED)) return err({ kind: 'not-a4' });
      return err({ kind: 'stuck', stage: 'before-accept', ...current });
    }
    await pause(clock, delays.jobPollMs, signal);
  }
}
