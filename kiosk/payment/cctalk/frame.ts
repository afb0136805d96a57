/**
 * One ccTalk message on the wire (generic specification 4.x, part 1):
 *
 *     simple   destination · length · source  · header · data… · checksum
 *     crc16    destination · length · crc low · header · data… · crc high      (no source: the host is always 1)
 */
import { err, ok, type Result } from 'neverthrow';
import { crc16, simpleChecksum } from './checksum.ts';

export const HOST_ADDRESS = 1;
/** Bytes besides the data. */
export const FRAME_OVERHEAD = 5;
export const MAX_DATA_BYTES = 255;

export type Checksum = 'simple' | 'crc16';

export type Frame = {
  readonly destination: number;
  /** Null where the wire does not say it: messages with a CRC have no room for it. */
  readonly source: number | null;
  readonly header: number;
  readonly data: Uint8Array;
};

export type FrameError =
  /** More bytes are needed, at least so many. */
  { readonly kind: 'incomplete'; readonly missingBytes: number } | { readonly kind: 'bad-checksum' };

/** Throws for what cannot be said in a message: that is a bug of ours. */
export function encodeFrame(frame: Frame, checksum: Checksum): Uint8Array {
  const { destination, header, data } = frame;
  const source = checksum === 'crc16' ? 0 : frame.source;
  const isByte = (value: number | null): value is number =>
    value !== null && Number.isInteger(value) && value >= 0 && value <= 0xff;
  if (!isByte(destination) || !isByte(source) || !isByte(header) || data.length > MAX_DATA_BYTES) {
    throw new RangeError('A ccTalk message is made of bytes, and carries at most 255 of data.');
  }
  if (checksum === 'simple') {
    const body = Uint8Array.of(destination, data.length, source, header, ...data);
    return Uint8Array.of(...body, simpleChecksum(body));
  }
  const crc = crc16(Uint8Array.of(destination, data.length, header, ...data));
  return Uint8Array.of(destination, data.length, crc & 0xff, header, ...data, crc >> 8);
}

/** Reads one message from the beginning of the bytes; what follows it is left alone. */
export function decodeFrame(
  bytes: Uint8Array,
  checksum: Checksum,
): Result<{ frame: Frame; lengthBytes: number }, FrameError> {
  const [destination, dataBytes, third, header] = bytes;
  if (destination === undefined || dataBytes === undefined || third === undefined || header === undefined) {
    return err({ kind: 'incomplete', missingBytes: FRAME_OVERHEAD - bytes.length });
  }
  const lengthBytes = FRAME_OVERHEAD + dataBytes;
  const last = bytes[lengthBytes - 1];
  if (last === undefined) return err({ kind: 'incomplete', missingBytes: lengthBytes - bytes.length });
  const data = bytes.slice(4, lengthBytes - 1);
  if (checksum === 'simple') {
    if (simpleChecksum(bytes.subarray(0, lengthBytes - 1)) !== last) return err({ kind: 'bad-checksum' });
    return ok({ frame: { destination, source: third, header, data }, lengthBytes });
  }
  const crc = crc16(Uint8Array.of(destination, dataBytes, header, ...data));
  if (third !== (crc & 0xff) || last !== crc >> 8) return err({ kind: 'bad-checksum' });
  return ok({ frame: { destination, source: null, header, data }, lengthBytes });
}
