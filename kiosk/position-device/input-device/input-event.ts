/**
 * What an input device of Linux tells: `struct input_event` of `linux/input.h` on a 64-bit machine (24 bytes, little-endian
 * on x86-64 and arm64). Kernel documentation: input/input-programming, input/event-codes.
 */
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import { bytesOf, decodeStruct, i32, i64, type Layout, u16 } from './little-endian-struct.ts';

const LAYOUT: Layout = [
  ['seconds', i64],
  ['microseconds', i64],
  ['type', u16],
  ['code', u16],
  ['value', i32],
];
export const INPUT_EVENT_BYTES = bytesOf(LAYOUT);

export const EV_SYN = 0x00;
export const EV_KEY = 0x01;
export const EV_SW = 0x05;
/** What came before it is one complete report. */
export const SYN_REPORT = 0;
/** The reader was too slow and something is missing: everything up to the next report is to be thrown away. */
export const SYN_DROPPED = 3;

/** Relative, absolute, miscellaneous, lamp, sound, repeat, force feedback and its status, power. */
const OTHER_TYPES = [0x02, 0x03, 0x04, 0x11, 0x12, 0x14, 0x15, 0x17, 0x16];

const upTo = (highest: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(highest));
const time = { seconds: upTo(Number.MAX_SAFE_INTEGER), microseconds: upTo(999_999) };

/** Type, highest code and values that exist; anything else is not an input device speaking. */
const InputEventSchema = v.variant('type', [
  v.strictObject({ ...time, type: v.literal(EV_SYN), code: upTo(SYN_DROPPED), value: v.number() }),
  v.strictObject({ ...time, type: v.literal(EV_KEY), code: upTo(0x2ff), value: v.picklist([0, 1, 2]) }),
  v.strictObject({ ...time, type: v.literal(EV_SW), code: upTo(0x10), value: v.picklist([0, 1]) }),
  v.strictObject({ ...time, type: v.picklist(OTHER_TYPES), code: upTo(0x2ff), value: v.number() }),
]);
export type InputEvent = v.InferOutput<typeof InputEventSchema>;

export type InputEventError = { readonly kind: 'not-an-input-event' };

/** Bytes of a device to events; an event may come in parts. After an error nothing behind it can be trusted. */
export class InputEvents {
  #rest: Uint8Array = new Uint8Array();

  push(chunk: Uint8Array): Result<InputEvent[], InputEventError> {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const events: InputEvent[] = [];
    let atByte = 0;
    for (; atByte + INPUT_EVENT_BYTES <= bytes.length; atByte += INPUT_EVENT_BYTES) {
      const fields = decodeStruct(LAYOUT, bytes.subarray(atByte, atByte + INPUT_EVENT_BYTES));
      const event = v.safeParse(InputEventSchema, fields);
      if (!event.success) return err({ kind: 'not-an-input-event' });
      events.push(event.output);
    }
    this.#rest = bytes.subarray(atByte);
    return ok(events);
  }
}
