/** What the shell tells the host: one JSON object a line. The event itself is opaque here, as in the chromium shell. */
import * as v from 'valibot';
import { PageNumberSchema } from './down-line.ts';
import { SHELL_CODES } from './shell-codes.ts';

/** A touch is about a hundred bytes. */
export const UP_LINE_LIMIT_BYTES = 4096;

const screenSeq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What a page may send through the preload. */
const PageMessageSchema = v.variant('type', [
  /** The page listens: the last frame may come. Sent by the preload when the page subscribes. */
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('event'), event: v.looseObject({}) }),
  v.strictObject({ type: v.literal('heartbeat'), screenSeq }),
]);
export type PageMessage = v.InferOutput<typeof PageMessageSchema>;

const UpLineSchema = v.variant('type', [
  v.strictObject({ type: v.literal('ready'), page: PageNumberSchema }),
  v.strictObject({ type: v.literal('event'), page: PageNumberSchema, event: v.looseObject({}) }),
  v.strictObject({ type: v.literal('heartbeat'), page: PageNumberSchema, screenSeq }),
  /** The page for residents has crashed or hung; another is being opened. */
  v.strictObject({ type: v.literal('page-lost'), page: PageNumberSchema }),
  v.strictObject({ type: v.literal('report'), code: v.picklist(SHELL_CODES) }),
]);
export type UpLine = v.InferOutput<typeof UpLineSchema>;

export function readUpLine(line: Buffer): UpLine | null {
  return read(UpLineSchema, line.toString('utf8'));
}

/** @param text what arrived from the page; anything but a short text is refused. */
export function readPageMessage(text: unknown): PageMessage | null {
  if (typeof text !== 'string' || text.length > UP_LINE_LIMIT_BYTES / 2) return null;
  return read(PageMessageSchema, text);
}

function read<const S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const message = v.safeParse(schema, json);
  return message.success ? message.output : null;
}
