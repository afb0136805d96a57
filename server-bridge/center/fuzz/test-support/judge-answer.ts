/** What every answer to a hostile request has to be, whoever sends it and wherever. */
import * as v from 'valibot';
import { RELAY_REFUSALS } from '../../../protocol/index.ts';
import type { ListenerName } from './fixed-endpoints.ts';
import type { Answer } from './fuzzed-center.ts';
import { MARK } from './mutations.ts';

const StaffProblemSchema = v.strictObject({ error: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{1,40}$/)) });
const LineProblemSchema = v.strictObject({
  refusal: v.picklist(RELAY_REFUSALS),
  retryAfterSeconds: v.optional(v.pipe(v.number(), v.minValue(0))),
});
/** Words of the framework, the database and the language, none of which is anybody's business. */
const INTERNAL =
  /node_modules|\bat [\w.<>]+ \(|\.ts\b|\.js:|[A-Z]\w*Error\b|FST_|fastify|valibot|kysely|pglite|postgres|sqlstate|\bselect \b|\bsyntax\b|JSON\.parse|Unexpected token|statusCode/i;

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @returns what is wrong with the answer; null where nothing is */
export function faultOf(listener: ListenerName, answer: Answer): string | null {
  const { status, text } = answer;
  const shown = `${status} ${text.slice(0, 200)}`;
  if (status < 200 || status >= 600) return `no status: ${shown}`;
  if (status < 400) return null;
  if (status >= 500 && status !== 503) return `a fault of the center: ${shown}`;
  if (INTERNAL.test(text)) return `an internal word: ${shown}`;
  if (text.includes(MARK) || JSON.stringify(answer.headers).includes(MARK)) return `the sender's words again: ${shown}`;
  const schema = listener === 'line' ? LineProblemSchema : StaffProblemSchema;
  return v.is(schema, readJson(text)) ? null : `no problem of ours: ${shown}`;
}
