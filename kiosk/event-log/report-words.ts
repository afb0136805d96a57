/**
 * Which codes a report may carry: closed words, joined by `-` or `_`. The words are those of the lists the system is built
 * from, so a name, a date, an address or an individual number is no code, whatever a careless caller does.
 */
import type { EventCatalogue, EventLevel } from '../../server-bridge/event-log/index.ts';
import {
  CLOSED_CAUSES,
  COMMAND_RESULTS,
  DEVICE_NAMES,
  DeviceUnionSchema,
  RELAY_REFUSALS,
  SUPPLY_WARNINGS,
  TERMINAL_REFUSALS,
  TERMINAL_STATES,
  type TerminalEvent,
  VRS_REFUSALS,
} from '../../server-bridge/protocol/index.ts';
import {
  OPERATOR_ANSWERS,
  OPERATOR_FAULTS,
  OPERATOR_RESULTS,
  OPERATOR_STEPS,
  OPERATOR_TASKS,
  READINESS_ITEMS,
  READINESS_MARKS,
} from '../operator/words.ts';

export type ReportWords = {
  /** Whether this is a code made of closed words; some events may have one plain number in it. */
  allows(event: TerminalEvent['event'], code: string): boolean;
};

/** What the reports of the terminal say besides the words of those lists. */
const WORDS_OF_REPORTS = [
  'unnamed',
  'none',
  // Line, clock, what was left behind, test print, restart
  ...['up', 'down', 'off', 'right', 'left', 'gone', 'kept', 'returned', 'nothing-found', 'released'],
  ...['good', 'bad', 'not-printed', 'planned', 'given-up', 'begun', 'done', 'on'],
  // Orders of the center, and who speaks
  ...['suspend', 'resume', 'refresh-directive', 'release-right-person', 'clear-paper', 'settled-by-hand'],
  ...['maintenance', 'restart-when-idle', 'collect-event-log', 'visit', 'screens', 'line'],
  // Why a directive is refused
  ...['malformed', 'untrusted-key', 'bad-signature', 'expired', 'not-yet-valid', 'older', 'not-for-this-terminal'],
  'key-set-refused',
  // How a visit ends, and on which of its comparisons the right person hangs
  ...['finished', 'cancelled', 'timed-out', 'refused', 'failed', 'aborted', 'died', 'exit', 'signal'],
  ...['name-differs', 'birth-date-differs', 'kind-differs', 'health-card-refused', 'vds-nc-refused', 'vds-nc-differs'],
  'page-changed-after-check',
  // What an operator's desk records besides its own lists
  ...['opened', 'gesture', 'key-switch', 'code-wrong', 'code-locked-out', 'code-unchecked', 'signed-in', 'signed-out'],
  ...['recovery', 'step', 'checked', 'overdue', 'locked', 'clerk', 'idle', 'stopped', 'limit', 'ready', 'not-ready'],
  'removed',
];

/** Events whose code is, or ends in, a plain number: a version, yen, an exit code, a count. */
const NUMBERED: readonly TerminalEvent['event'][] = [
  'DIRECTIVE_APPLIED',
  'VISIT_PROCESS_DIED',
  'REFUND_OWED',
  'REFUND_SETTLED',
  'EVENTS_LOST',
];
/** Shorter than a date or an individual number. */
const PLAIN_NUMBER = /^[0-9]{1,7}$/;

const parts = (code: string): string[] => code.toLowerCase().split(/[-_]/);

/** The words of the system, of a catalogue's own picklists, and `more`. */
export function openReportWords(catalogue: EventCatalogue, more: readonly string[]): ReportWords {
  const words = new Set(
    [
      ...[TERMINAL_STATES, CLOSED_CAUSES, DEVICE_NAMES, SUPPLY_WARNINGS, COMMAND_RESULTS],
      ...[VRS_REFUSALS, RELAY_REFUSALS, TERMINAL_REFUSALS],
      ...[OPERATOR_FAULTS, OPERATOR_STEPS, OPERATOR_TASKS, OPERATOR_ANSWERS, OPERATOR_RESULTS],
      ...[READINESS_ITEMS, READINESS_MARKS],
      ...Object.values(DeviceUnionSchema.entries).map(({ options }) => options),
      ...Object.values(catalogue).flatMap(({ fields }) => Object.values(fields).map(wordsOf)),
      WORDS_OF_REPORTS,
      more,
    ]
      .flat()
      .flatMap(parts),
  );
  return {
    allows(event, code) {
      const unknown = parts(code).filter((part) => !words.has(part));
      const [number] = unknown;
      return number === undefined || (unknown.length === 1 && NUMBERED.includes(event) && PLAIN_NUMBER.test(number));
    },
  };
}

/** The words of a picklist; none of any other schema. */
function wordsOf(schema: object): string[] {
  const options: unknown = Reflect.get(schema, 'options');
  return Array.isArray(options) ? options.filter((option) => typeof option === 'string') : [];
}

/** How serious a report is in the log. */
export const REPORT_LEVELS: Readonly<Record<TerminalEvent['event'], EventLevel>> = {
  HOST_STARTED: 'info',
  HOST_STOPPED: 'info',
  STATE_CHANGED: 'info',
  DIRECTIVE_APPLIED: 'info',
  DIRECTIVE_REFUSED: 'warn',
  VISIT_STARTED: 'info',
  VISIT_ENDED: 'info',
  VISIT_PROCESS_DIED: 'error',
  RIGHT_PERSON_FAILED: 'error',
  LATE_ANSWER_DROPPED: 'warn',
  MESSAGE_REFUSED: 'warn',
  DEVICE_CHANGED: 'info',
  SUPPLY_LOW: 'warn',
  VOICE_REPORTED: 'warn',
  LINE_CHANGED: 'info',
  CARD_LEFT: 'warn',
  PAPER_LEFT: 'warn',
  TEST_PRINT: 'info',
  RESTART_PLANNED: 'info',
  CLOCK_CHECKED: 'warn',
  REFUND_OWED: 'error',
  REFUND_SETTLED: 'info',
  COMMAND_DONE: 'info',
  COMMAND_REFUSED: 'warn',
  OPERATOR_ACTION: 'info',
  EVENTS_LOST: 'error',
};
