/** What a page may send up. The event itself is opaque here; whoever hears it checks it against the schema of touches. */
import * as v from 'valibot';

/** A touch is about a hundred bytes. */
export const UP_MESSAGE_LIMIT_BYTES = 4096;

const UpMessageSchema = v.variant('type', [
  v.strictObject({ type: v.literal('event'), event: v.looseObject({}) }),
  v.strictObject({
    type: v.literal('heartbeat'),
    screenSeq: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
]);
export type UpMessage = v.InferOutput<typeof UpMessageSchema>;

/** The message in a frame, or `null` when it is none. */
export function readUpMessage(data: Buffer, isBinary: boolean): UpMessage | null {
  if (isBinary) return null;
  let json: unknown;
  try {
    json = JSON.parse(data.toString('utf8'));
  } catch {
    return null;
  }
  const message = v.safeParse(UpMessageSchema, json);
  return message.success ? message.output : null;
}
