/** RFC 2579 DateAndTime in its eleven-byte form, as IPP uses it (RFC 8010 §3.9). */
import type { IppDateTime } from './message.ts';

export const DATE_TIME_BYTES = 11;
const MINUTE_MS = 60_000;

/** `undefined` for a date that does not exist. A leap second (60) counts as the second after. */
export function decodeDateTime(bytes: Uint8Array): IppDateTime | undefined {
  const [yearHigh, yearLow, month, day, hour, minute, second, deci, sign, offsetHours, offsetMinutes] = bytes;
  if (bytes.length !== DATE_TIME_BYTES || yearHigh === undefined || yearLow === undefined || month === undefined)
    return;
  if (day === undefined || hour === undefined || minute === undefined || second === undefined) return;
  if (deci === undefined || sign === undefined || offsetHours === undefined || offsetMinutes === undefined) return;
  if (hour > 23 || minute > 59 || second > 60 || deci > 9 || offsetHours > 14 || offsetMinutes > 59) return;
  const direction = sign === 0x2b ? 1 : sign === 0x2d ? -1 : undefined;
  if (direction === undefined) return;
  const year = yearHigh * 256 + yearLow;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCFullYear() !== year || midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day)
    return;
  const utcOffsetMinutes = direction * (offsetHours * 60 + offsetMinutes);
  const localMs = midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + deci * 100;
  return { epochMs: localMs - utcOffsetMinutes * MINUTE_MS, utcOffsetMinutes };
}

/** Throws for a year that has no four digits: that is a bug of ours, not a message from outside. */
export function encodeDateTime(moment: IppDateTime): Uint8Array {
  const local = new Date(moment.epochMs + moment.utcOffsetMinutes * MINUTE_MS);
  const year = local.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new RangeError('a year that DateAndTime cannot say');
  const offset = Math.abs(moment.utcOffsetMinutes);
  return Uint8Array.of(
    year >> 8,
    year & 0xff,
    local.getUTCMonth() + 1,
    local.getUTCDate(),
    local.getUTCHours(),
    local.getUTCMinutes(),
    local.getUTCSeconds(),
    Math.floor(local.getUTCMilliseconds() / 100),
    moment.utcOffsetMinutes < 0 ? 0x2d : 0x2b,
    Math.floor(offset / 60),
    offset % 60,
  );
}
