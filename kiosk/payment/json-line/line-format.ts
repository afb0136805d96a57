/** One JSON object a line, checked by a schema on both sides: what the virtual devices of payment speak over TCP. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';

/** Longest line either side accepts, in characters. */
export const LINE_LIMIT = 1_024;

export const YenSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000));
export const TransactionIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/));
export const QuestionIdSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const AddressEntries = {
  host: v.pipe(v.string(), v.nonEmpty()),
  port: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(65_535)),
};

export type LineError = { readonly kind: 'malformed' };

/** One line, without its end, to a message that the schema accepts. */
export function parseLine<T>(schema: v.GenericSchema<unknown, T>, line: string): Result<T, LineError> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return err({ kind: 'malformed' });
  }
  const parsed = v.safeParse(schema, value);
  return parsed.success ? ok(parsed.output) : err({ kind: 'malformed' });
}

export function formatLine(message: object): string {
  return `${JSON.stringify(message)}\n`;
}
