/** How grave an alarm is, by its code; whoever keeps the rules says so. */
import type * as v from 'valibot';
import type { SeveritySchema } from '../console-api/alarms.ts';

export type Severity = v.InferOutput<typeof SeveritySchema>;
export type SeverityOf = (code: string) => Severity;

const CRITICAL: ReadonlySet<string> = new Set([
  'RIGHT_PERSON_FAILED',
  'SECOND_EVENT_STREAM',
  'TERMINAL_IMPERSONATION',
  'ANSWER_FOR_OTHER_VISIT',
]);
const MINOR: ReadonlySet<string> = new Set(['EVENTS_LOST', 'CLOCK_OFF']);

/** What holds where no rule says otherwise; a code that is not known here is taken seriously. */
export const usualSeverity: SeverityOf = (code) =>
  CRITICAL.has(code) ? 'critical' : MINOR.has(code) ? 'minor' : 'major';
