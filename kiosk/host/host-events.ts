/**
 * Everything the host may write down, with its allow-listed fields. No field can carry a person's data: values are enumerated
 * words, numbers and the terminal's own identifiers.
 */
import * as v from 'valibot';
import { defineEvents } from '../../server-bridge/index.ts';
import { TERMINAL_STATES } from '../../server-bridge/protocol/index.ts';
import { OUT_OF_SERVICE_CAUSES } from '../snapshot.ts';
import { VISIT_OUTCOMES } from '../visit/index.ts';
import { REPRINT_ACTIONS } from './reprint-desk.ts';

const exitCode = v.pipe(v.number(), v.safeInteger());
const code = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{1,40}$/), v.brand('Code'));

export const hostEvents = defineEvents({
  HOST_STARTED: { level: 'info', fields: {} },
  HOST_STOPPED: { level: 'info', fields: {} },
  STATE_CHANGED: {
    level: 'info',
    fields: { state: v.picklist(TERMINAL_STATES), cause: v.picklist([...OUT_OF_SERVICE_CAUSES, 'none']) },
  },
  DIRECTIVE_APPLIED: { level: 'info', fields: { version: v.number() } },
  DIRECTIVE_REFUSED: { level: 'warn', fields: { code } },
  LINE_STATE: { level: 'info', fields: { connected: v.boolean() } },
  VISIT_STARTED: { level: 'info', fields: {} },
  VISIT_ENDED: { level: 'info', fields: { outcome: v.picklist(VISIT_OUTCOMES) } },
  VISIT_PROCESS_DIED: { level: 'error', fields: { exitCode } },
  RIGHT_PERSON_FAILED: { level: 'error', fields: { code } },
  LATE_ANSWER_DROPPED: { level: 'warn', fields: {} },
  MESSAGE_REFUSED: { level: 'warn', fields: { source: v.picklist(['visit', 'screens', 'line']) } },
  REFUND_OWED: { level: 'error', fields: { yen: v.number() } },
  REFUND_SETTLED: { level: 'info', fields: { yen: v.number() } },
  PAPER_UNCERTAIN: { level: 'warn', fields: {} },
  RECEIPT_FAILED: { level: 'warn', fields: { code } },
  /** `operator` is the directive's own id of a clerk, or 'none'; an id that is not a plain word becomes 'unnamed'. */
  OPERATOR_ACTION: { level: 'info', fields: { action: v.picklist(REPRINT_ACTIONS), operator: code } },
  OPERATOR_HASH_MALFORMED: { level: 'error', fields: {} },
  COMMAND_DONE: { level: 'info', fields: { code } },
  COMMAND_REFUSED: { level: 'warn', fields: { code } },
  SCREENS: { level: 'info', fields: { connected: v.boolean() } },
  SCREENS_REFUSED: { level: 'warn', fields: { code } },
});

/** A code for the log: anything that is not a plain word becomes 'unnamed'. */
export function logCode(text: string): v.InferOutput<typeof code> {
  const parsed = v.safeParse(code, text);
  return parsed.success ? parsed.output : v.parse(code, 'unnamed');
}
