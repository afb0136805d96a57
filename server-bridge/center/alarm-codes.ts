/** What a person at the center is called for. */
import type { TerminalEvent } from '../protocol/index.ts';

export const ALARM_CODES = [
  /** The terminal's last check of person and page failed (P0): closed only by a named person's release (P2). */
  'RIGHT_PERSON_FAILED',
  /** Two living event streams under one certificate: a copied key. */
  'SECOND_EVENT_STREAM',
  /** A body named another terminal than its certificate. */
  'TERMINAL_IMPERSONATION',
  /** VRS answered a visit with the answer of another. */
  'ANSWER_FOR_OTHER_VISIT',
  'VISIT_PROCESS_DIED',
  /** Money was taken without paper, and has not been given back. */
  'REFUND_OWED',
  /** No connection for longer than the limit. */
  'TERMINAL_LOST',
] as const;
export type AlarmCode = (typeof ALARM_CODES)[number];

/** Which of a terminal's own events raise an alarm. */
export function alarmOf(event: TerminalEvent['event']): AlarmCode | null {
  switch (event) {
    case 'RIGHT_PERSON_FAILED':
    case 'VISIT_PROCESS_DIED':
    case 'REFUND_OWED':
      return event;
    case 'HOST_STARTED':
    case 'STATE_CHANGED':
    case 'DIRECTIVE_APPLIED':
    case 'DIRECTIVE_REFUSED':
    case 'VISIT_STARTED':
    case 'VISIT_ENDED':
    case 'LATE_ANSWER_DROPPED':
    case 'MESSAGE_REFUSED':
    case 'DEVICE_CHANGED':
    case 'REFUND_SETTLED':
    case 'COMMAND_DONE':
    case 'COMMAND_REFUSED':
    case 'OPERATOR_ACTION':
      return null;
    default: {
      const never: never = event;
      throw new Error(`unknown event ${String(never)}`);
    }
  }
}
