/** What a key switch on the network says: one JSON object a line, its position at every change and every second. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';

/** Longest line that is accepted, in bytes. */
const LINE_LIMIT_BYTES = 64;
const LINE_FEED = 0x0a;

const PositionMessageSchema = v.strictObject({ v: v.literal(1), position: v.picklist(['locked', 'open']) });
export type PositionMessage = v.InferOutput<typeof PositionMessageSchema>;

export type PositionLineError = { readonly kind: 'malformed' };

export const formatPosition = (message: PositionMessage): string => `${JSON.stringify(message)}\n`;

/** Collects bytes into messages. After an error the conversation is over: what stands behind it cannot be trusted either. */
export class PositionLines {
  #rest: Uint8Array = new Uint8Array();

  push(chunk: Uint8Array): Result<PositionMessage[], PositionLineError> {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const messages: PositionMessage[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
      const message = parseLine(bytes.subarray(start, end));
      if (message.isErr()) return err(message.error);
      messages.push(message.value);
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
    return this.#rest.length > LINE_LIMIT_BYTES ? err({ kind: 'malformed' }) : ok(messages);
  }
}

function parseLine(bytes: Uint8Array): Result<PositionMessage, PositionLineError> {
  if (bytes.length > LINE_LIMIT_BYTES) return err({ kind: 'malformed' });
  const text = Buffer.from(bytes).toString('latin1');
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), PositionMessageSchema), text);
  return parsed.success ? ok(parsed.output) : err({ kind: 'malformed' });
}
