/** The job attributes we ask for, as the printer gave them and as we use them (RFC 8011 §5.3). */
import * as v from 'valibot';
import { countSchema, one } from './attribute-schemas.ts';
import type { PlainAttributes } from './ipp/index.ts';

export const JOB_ATTRIBUTES = [
  'job-id',
  'job-state',
  'job-state-reasons',
  'job-printer-state-reasons',
  'job-impressions-completed',
  'job-media-sheets-completed',
] as const;

const JOB_STATE_NAMES = {
  3: 'pending',
  4: 'held',
  5: 'processing',
  6: 'stopped',
  7: 'canceled',
  8: 'aborted',
  9: 'completed',
} as const;

const JobSchema = v.object({
  'job-id': one(v.pipe(countSchema, v.minValue(1))),
  'job-state': one(v.picklist([3, 4, 5, 6, 7, 8, 9])),
  'job-state-reasons': v.optional(v.array(v.string()), []),
  'job-printer-state-reasons': v.optional(v.array(v.string()), []),
  'job-impressions-completed': v.optional(v.pipe(v.array(countSchema), v.maxLength(1)), []),
  'job-media-sheets-completed': v.optional(v.pipe(v.array(countSchema), v.maxLength(1)), []),
});

export type JobState = (typeof JOB_STATE_NAMES)[keyof typeof JOB_STATE_NAMES];

export type Job = {
  readonly jobId: number;
  readonly state: JobState;
  readonly reasons: readonly string[];
  readonly printerReasons: readonly string[];
  /** Sheets that came out; 0 also when the printer does not count. */
  readonly sheets: number;
};

/** `undefined` when something needed is missing or of another type. */
export function parseJob(attributes: PlainAttributes): Job | undefined {
  const parsed = v.safeParse(JobSchema, attributes);
  if (!parsed.success) return undefined;
  const { output } = parsed;
  return {
    jobId: output['job-id'],
    state: JOB_STATE_NAMES[output['job-state']],
    reasons: output['job-state-reasons'].filter((reason) => reason !== 'none'),
    printerReasons: output['job-printer-state-reasons'],
    // Many printers count only one of the two, and leave the other out or at 0.
    sheets: output['job-media-sheets-completed'][0] || output['job-impressions-completed'][0] || 0,
  };
}
