/**
 * What the host writes down besides its reports to the center, with allow-listed fields. No field can carry a person's data:
 * values are enumerated words, numbers and the terminal's own identifiers.
 */
import * as v from 'valibot';
import { defineEvents } from '../../server-bridge/index.ts';
import { VOICE_REPORTS } from '../snapshot.ts';
import { VISIT_OUTCOMES } from '../visit/index.ts';
import { REPRINT_ACTIONS } from './reprint-desk.ts';

const code = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{1,40}$/), v.brand('Code'));

export const hostEvents = defineEvents({
  RECEIPT_FAILED: { level: 'warn', fields: { code } },
  OPERATOR_HASH_MALFORMED: { level: 'error', fields: {} },
  SCREENS_REFUSED: { level: 'warn', fields: { code } },
  /** What the line says of itself: refused messages, a certificate renewed or not, another edition of the messages. */
  LINE_REPORTED: { level: 'warn', fields: { code } },
});

/** The host's closed words that a report's code may be made of, besides the protocol's own. */
export const HOST_WORDS: readonly string[] = [...VISIT_OUTCOMES, ...REPRINT_ACTIONS, ...VOICE_REPORTS];

/** A code for the log: anything that is not a plain word becomes 'unnamed'. */
export function logCode(text: string): v.InferOutput<typeof code> {
  const parsed = v.safeParse(code, text);
  return parsed.success ? parsed.output : v.parse(code, 'unnamed');
}
