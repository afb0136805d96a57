/** What a device on the network says: one JSON object a line, its position at every change and every second. */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';

/** Longest line that is accepted, in bytes. */
const LINE_LIMIT_BYTES = 64;
const LINE_FEED = 0x0a;

const PositionMessageSchema = v.strictObject({ v: v.literal(1), position: v.string() });
export type PositionMessage<Position extends string> = { readonly v: 1; readonly position: Position };

export type PositionLineError = { readonly kind: 'malformed' };

export const formatPosition = (message: PositionMessage<string>): string => `${JSON.stringify(message)}\n`;

/** Collects bytes into messages. After an error the conversation is over: what stands behind it cannot be trusted either. */
export class PositionLines<Position extends string> {
  readonly #words: readonly Position[];
  #rest: Uint8Array = new Uint8Array();

  /** Only these words are positions. */
  constructor(words: readonly Position[]) {
    this.#words = words;
  }

  push(chunk: Uint8Array): Result<PositionMessage<Position>[], PositionLineError> {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const messages: PositionMessage<Position>[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
      const message = parseLine(bytes.subarray(start, end), this.#words);
      if (message.isErr()) return err(message.error);
      messages.push(message.value);
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
    return this.#rest.length > LINE_LIMIT_BYTES ? err({ kind: 'malformed' }) : ok(messages);
  }
}

function parseLine<Position extends string>(
  bytes: Uint8Array,
  words: readonly Position[],
): Result<PositionMessage<Position>, PositionLineError> {
  if (bytes.length > LINE_LIMIT_BYTES) return err({ kind: 'malformed' });
  const text = Buffer.from(bytes).toString('latin1');
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), PositionMessageSchema), text);
  const position = parsed.success ? words.find((word) => word === parsed.output.position) : undefined;
  return position === undefined ? err({ kind: 'malformed' }) : ok({ v: 1, position });
}
