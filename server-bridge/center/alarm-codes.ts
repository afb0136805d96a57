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
  /** A resident's card stayed in the reader (K5). */
  'CARD_LEFT',
  /** A printed sheet stayed in the tray, or may have (K5). */
  'PAPER_LEFT',
  /** Events that the terminal had no room for, or that are missing between two it has sent. */
  'EVENTS_LOST',
  /** The terminal's clock is further from the center's than is allowed. */
  'CLOCK_OFF',
  /** No connection for longer than the limit. */
  'TERMINAL_LOST',
  /** The terminal says that a right-person check has closed it, and the center has no alarm of it (P2). */
  'RIGHT_PERSON_HELD',
  /** Several terminals failed the check within a short time: the fault is none of theirs, so issuing is stopped for all (P2). */
  'ROUTE_STOPPED',
  'CARD_READER_BROKEN',
  'PAGE_PRINTER_BROKEN',
  'RECEIPT_PRINTER_BROKEN',
  'COIN_BOX_BROKEN',
  'CASHLESS_BROKEN',
  'SCREEN_BROKEN',
  /** The operator's key switch stands open. */
  'KEY_SWITCH_OPEN',
  /** Paper, toner, receipt roll or change is running out, and nobody has brought any. */
  'SUPPLIES_LOW',
  /** The terminal obeys another directive than the one for it. */
  'DIRECTIVE_DRIFT',
  /** Its certificate is near its end and has not been renewed. */
  'CERTIFICATE_EXPIRING',
  /** A receiver of notifications has not taken them for some time. */
  'NOTIFICATION_FAILED',
] as const;
export type AlarmCode = (typeof ALARM_CODES)[number];

/**
 * The integrity class (P2): somebody may have got, or nearly got, what is another person's. Each of these stops its terminal, or the whole
 * route, in the moment it is raised, and ends by a recorded comparison alone, with a second person where another's paper was found.
 */
export const INTEGRITY_CODES = [
  'RIGHT_PERSON_FAILED',
  'RIGHT_PERSON_HELD',
  'ANSWER_FOR_OTHER_VISIT',
  'ROUTE_STOPPED',
] as const satisfies readonly AlarmCode[];
export type IntegrityCode = (typeof INTEGRITY_CODES)[number];
/** Those of one terminal. */
export type TerminalIntegrityCode = Exclude<IntegrityCode, 'ROUTE_STOPPED'>;

export const isIntegrityCode = (code: string): code is IntegrityCode => INTEGRITY_CODES.some((one) => one === code);
export const isTerminalIntegrityCode = (code: string): code is TerminalIntegrityCode =>
  isIntegrityCode(code) && code !== 'ROUTE_STOPPED';

/** What ends each once its comparison is there: the terminal's own release, or the word of a person at the center. */
export const INTEGRITY_ENDS: Record<IntegrityCode, 'release' | 'clear'> = {
  RIGHT_PERSON_FAILED: 'release',
  RIGHT_PERSON_HELD: 'release',
  // The terminal has refused the answer and holds nothing.
  ANSWER_FOR_OTHER_VISIT: 'clear',
  ROUTE_STOPPED: 'clear',
};

/** Whom an alarm belongs to that is no terminal's. Terminals' names are in capitals. */
export const CENTER_ITSELF = 'center';

/** What an event does to the alarms: raises one, ends one that is open, or nothing. */
export type AlarmChange = { readonly kind: 'raise' | 'end'; readonly code: AlarmCode };

const raise = (code: AlarmCode): AlarmChange => ({ kind: 'raise', code });
const end = (code: AlarmCode): AlarmChange => ({ kind: 'end', code });

/** How a card or a sheet that stayed is accounted for. A word that is not here ends nothing. */
const CARD_ENDS: readonly string[] = ['gone', 'kept', 'returned', 'released'];
const PAPER_ENDS: readonly string[] = ['gone', 'kept', 'returned', 'nothing-found', 'released'];

const endsWith = (ends: readonly string[], code: string | undefined): boolean =>
  code !== undefined && ends.includes(code);

/** What one of a terminal's own events means for its alarms. */
export function alarmOf({ event, code }: Pick<TerminalEvent, 'event' | 'code'>): AlarmChange | null {
  switch (event) {
    case 'RIGHT_PERSON_FAILED':
    case 'VISIT_PROCESS_DIED':
    case 'REFUND_OWED':
    case 'EVENTS_LOST':
      return raise(event);
    case 'CARD_LEFT':
      return endsWith(CARD_ENDS, code) ? end(event) : raise(event);
    case 'PAPER_LEFT':
      return endsWith(PAPER_ENDS, code) ? end(event) : raise(event);
    // Nobody is served while money is owed: there is never more than one to be settled.
    case 'REFUND_SETTLED':
      return end('REFUND_OWED');
    case 'CLOCK_CHECKED':
      return code === 'right' ? end('CLOCK_OFF') : raise('CLOCK_OFF');
    case 'HOST_STARTED':
    case 'HOST_STOPPED':
    case 'STATE_CHANGED':
    case 'DIRECTIVE_APPLIED':
    case 'DIRECTIVE_REFUSED':
    case 'VISIT_STARTED':
    case 'VISIT_ENDED':
    case 'LATE_ANSWER_DROPPED':
    case 'MESSAGE_REFUSED':
    case 'DEVICE_CHANGED':
    case 'SUPPLY_LOW':
    case 'VOICE_REPORTED':
    case 'LINE_CHANGED':
    case 'TEST_PRINT':
    case 'RESTART_PLANNED':
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
