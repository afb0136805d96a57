/** Text of a WebSocket message into a checked value; `null` for anything the schema does not know. */
import * as v from 'valibot';

export function readMessage<S extends v.GenericSchema>(
  schema: S,
  text: string,
  limitCharacters: number,
): v.InferOutput<S> | null {
  if (text.length > limitCharacters) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const message = v.safeParse(schema, json);
  return message.success ? message.output : null;
}
