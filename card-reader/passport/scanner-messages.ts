/**
 * What a scanner of another process is asked and answers: one JSON line each way, one connection for each scan. Who closes the
 * connection gives the scan up.
 */
import * as v from 'valibot';

/** Longest line either end accepts, in bytes. */
export const SCANNER_LINE_LIMIT_BYTES = 1_000;

export const ScanRequestSchema = v.strictObject({ v: v.literal(1), ask: v.literal('scan') });
export type ScanRequest = v.InferOutput<typeof ScanRequestSchema>;

/** The zone as the device read it, right or wrong: it is checked where it arrives. */
export const ScanAnswerSchema = v.strictObject({ v: v.literal(1), page: v.pipe(v.string(), v.maxLength(200)) });
export type ScanAnswer = v.InferOutput<typeof ScanAnswerSchema>;

/** Takes the first line off a stream and gives it parsed; null where it is too long, no JSON, or not of the schema. */
export function firstLine<Schema extends v.GenericSchema>(
  schema: Schema,
  onLine: (message: v.InferOutput<Schema> | null) => void,
): (chunk: Uint8Array) => void {
  let text = '';
  let done = false;
  return (chunk) => {
    if (done) return;
    text += Buffer.from(chunk).toString('latin1');
    const end = text.indexOf('\n');
    if (end < 0 && text.length <= SCANNER_LINE_LIMIT_BYTES) return;
    done = true;
    onLine(end < 0 || end > SCANNER_LINE_LIMIT_BYTES ? null : parse(schema, text.slice(0, end)));
  };
}

function parse<Schema extends v.GenericSchema>(schema: Schema, line: string): v.InferOutput<Schema> | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
