/** Bodies: bytes in, checked value out, bytes wiped. */
import * as v from 'valibot';

/** Parses a body against its schema; null when it does not fit. The bytes are zeroed, whatever they were. */
export function readBody<Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> | null {
  if (!Buffer.isBuffer(body)) return null;
  try {
    const parsed = v.safeParse(schema, JSON.parse(body.toString('utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  } finally {
    body.fill(0);
  }
}
