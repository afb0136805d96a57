/** What an event of a terminal says besides its name, in words. */
import { said } from '../../../console-kit/index.ts';
import { isEventName } from '../../console-api/event-names.ts';
import type { Desk } from '../frame/desk.ts';

export const eventText = ({ texts }: Pick<Desk, 'texts'>, event: string): string => said(texts.words.events, event);

/** A detail this page has no words for stands as it is. */
export function eventDetail({ texts }: Pick<Desk, 'texts'>, event: string, code: string | null): string {
  if (code === null) return '';
  const { words } = texts;
  if (!isEventName(event)) return code;
  switch (event) {
    case 'STATE_CHANGED':
      return said({ ...words.causes, ...words.states }, code);
    case 'DEVICE_CHANGED':
      return deviceText(texts, code);
    case 'SUPPLY_LOW':
      return said(words.supplies, code);
    case 'COMMAND_DONE':
    case 'COMMAND_REFUSED':
      return said(words.results, code);
    case 'DIRECTIVE_APPLIED':
      return `${texts.directive.version} ${code}`;
    case 'REFUND_OWED':
    case 'REFUND_SETTLED':
      return texts.directive.yen(code);
    case 'HOST_STARTED':
    case 'HOST_STOPPED':
    case 'DIRECTIVE_REFUSED':
    case 'VISIT_STARTED':
    case 'VISIT_ENDED':
    case 'VISIT_PROCESS_DIED':
    case 'RIGHT_PERSON_FAILED':
    case 'LATE_ANSWER_DROPPED':
    case 'MESSAGE_REFUSED':
    case 'VOICE_REPORTED':
    case 'LINE_CHANGED':
    case 'CARD_LEFT':
    case 'PAPER_LEFT':
    case 'TEST_PRINT':
    case 'RESTART_PLANNED':
    case 'CLOCK_CHECKED':
    case 'OPERATOR_ACTION':
    case 'EVENTS_LOST':
    case 'RECEIPT_FAILED':
    case 'OPERATOR_HASH_MALFORMED':
    case 'SCREENS_REFUSED':
    case 'LINE_REPORTED':
      return said(words.eventDetails, code);
    default: {
      const never: never = event;
      throw new Error(`unknown event ${String(never)}`);
    }
  }
}

/** `pagePrinter-jam`, of two closed lists. */
function deviceText(texts: Desk['texts'], code: string): string {
  const cut = code.indexOf('-');
  if (cut < 0) return code;
  const { devices, deviceStates } = texts.words;
  return `${said(devices, code.slice(0, cut))}: ${said(deviceStates, code.slice(cut + 1))}`;
}
