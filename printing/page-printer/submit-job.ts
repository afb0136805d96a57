import { err, ok, type Result } from 'neverthrow';
import { cancelJob, clearQueue } from './end-job.ts';
import { STATUS } from './ipp/index.ts';
import type { PrintError } from './page-printer.ts';
import type { PrintContext } from './print-context.ts';

const FIRST_HTTP_SERVER_ERROR = 500;

/**
 * Sends the whole document as one job. When nobody can say whether it arrived, the printer's queue is cleared and the
 * error says "after-accept": a document cut short is printed as far as it came.
 */
export async function submitJob(context: PrintContext, pdf: Uint8Array): Promise<Result<number, PrintError>> {
  const { delays, signal } = context;
  const submitted = await context.requests.printJob(pdf, { limitMs: delays.uploadLimitMs, signal });
  if (submitted.isOk()) return ok(submitted.value);
  const { error } = submitted;
  switch (error.kind) {
    case 'status':
      return err(
        error.statusCode === STATUS.busy ? { kind: 'busy' } : { kind: 'refused', statusCode: error.statusCode },
      );
    case 'substituted':
      await cancelJob(context, error.jobId);
      return err({ kind: 'cancelled', stage: 'after-accept' });
    case 'failed': {
      const { failure } = error;
      const refusedByHttp = failure.kind === 'http-status' && failure.status < FIRST_HTTP_SERVER_ERROR;
      const stage = error.sent && !refusedByHttp ? 'after-accept' : 'before-accept';
      if (stage === 'after-accept') await clearQueue(context);
      return err(
        failure.kind === 'aborted' ? { kind: 'cancelled', stage } : { kind: 'unreachable', stage, cause: failure },
      );
    }
    default: {
      const never: never = error;
      throw new Error(`unknown answer to Print-Job ${String(never)}`);
    }
  }
}
