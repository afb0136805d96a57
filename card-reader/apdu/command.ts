import { err, ok, type Result } from 'neverthrow';
import { concatBytes } from './hex.ts';

/**
 * A command APDU (ISO/IEC 7816-4, 5.1): header, command data, and the longest answer wanted.
 * `expectedLength` 256 is coded `00` in the short form, 65,536 `0000` in the extended one.
 */
export type CommandApdu = {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  readonly expectedLength?: number;
};

export type CommandApduError = { kind: 'too-short' } | { kind: 'length-mismatch' };

/** A parsed command, and whether it came in extended form. */
export type ParsedCommandApdu = CommandApdu & { readonly extended: boolean };

const isByte = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 0xff;

/**
 * Codes a command: in the short form, the only one every reader passes on, up to 255 bytes of data and 256 of answer;
 * in the extended form beyond, which the caller asks for only where reader and card take it. A header or a length
 * outside of ISO/IEC 7816-4 is a bug of the caller and throws.
 */
export function encodeCommand(command: CommandApdu): Uint8Array {
  const { cla, ins, p1, p2, data, expectedLength } = command;
  if (![cla, ins, p1, p2].every(isByte)) throw new Error('APDU header byte out of range');
  if (data !== undefined && !isWithin(data.length, 65_535)) throw new Error('APDU data length out of range');
  if (expectedLength !== undefined && !isWithin(expectedLength, 65_536))
    throw new Error('APDU expected length out of range');
  const header = Uint8Array.of(cla, ins, p1, p2);
  const extended = (data?.length ?? 0) > 255 || (expectedLength ?? 0) > 256;
  return extended ? encodeExtended(header, data, expectedLength) : encodeShort(header, data, expectedLength);
}

function isWithin(length: number, longest: number): boolean {
  return Number.isInteger(length) && length >= 1 && length <= longest;
}

const NOTHING = new Uint8Array(0);

function encodeShort(header: Uint8Array, data: Uint8Array | undefined, expected: number | undefined): Uint8Array {
  const length = data === undefined ? NOTHING : Uint8Array.of(data.length);
  return concatBytes(
    header,
    length,
    data ?? NOTHING,
    expected === undefined ? NOTHING : Uint8Array.of(expected & 0xff),
  );
}

/** One zero byte announces that the lengths have two. */
function encodeExtended(header: Uint8Array, data: Uint8Array | undefined, expected: number | undefined): Uint8Array {
  const twoBytes = (length: number): Uint8Array => Uint8Array.of((length >> 8) & 0xff, length & 0xff);
  const length = data === undefined ? NOTHING : twoBytes(data.length);
  const expectedBytes = expected === undefined ? NOTHING : twoBytes(expected);
  return concatBytes(header, Uint8Array.of(0), length, data ?? NOTHING, expectedBytes);
}

/**
 * Reads a command APDU in any of the seven forms of ISO/IEC 7816-4 (cases 1 to 4, short and extended).
 * The header is returned even when the lengths contradict each other, because a card looks at the header first.
 */
export function parseCommand(bytes: Uint8Array): Result<ParsedCommandApdu, CommandApduError> {
  const [cla, ins, p1, p2, first] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return err({ kind: 'too-short' });
  const header = { cla, ins, p1, p2 };
  const body = bytes.subarray(4);
  if (first === undefined) return ok({ ...header, extended: false });
  if (body.length === 1) return ok({ ...header, expectedLength: first === 0 ? 256 : first, extended: false });
  return first === 0 ? parseExtended(header, body) : parseShort(header, body, first);
}

type Header = Pick<CommandApdu, 'cla' | 'ins' | 'p1' | 'p2'>;

function parseShort(header: Header, body: Uint8Array, dataLength: number): Result<ParsedCommandApdu, CommandApduError> {
  const data = body.slice(1, 1 + dataLength);
  if (body.length === 1 + dataLength) return ok({ ...header, data, extended: false });
  const last = body[1 + dataLength];
  if (body.length !== 2 + dataLength || last === undefined) return err({ kind: 'length-mismatch' });
  return ok({ ...header, data, expectedLength: last === 0 ? 256 : last, extended: false });
}

function parseExtended(header: Header, body: Uint8Array): Result<ParsedCommandApdu, CommandApduError> {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (body.length < 3) return err({ kind: 'length-mismatch' });
  const value = view.getUint16(1);
  if (body.length === 3) return ok({ ...header, expectedLength: value === 0 ? 65_536 : value, extended: true });
  if (value === 0) return err({ kind: 'length-mismatch' });
  const data = body.slice(3, 3 + value);
  if (body.length === 3 + value) return ok({ ...header, data, extended: true });
  if (body.length !== 5 + value) return err({ kind: 'length-mismatch' });
  const expected = view.getUint16(3 + value);
  return ok({ ...header, data, expectedLength: expected === 0 ? 65_536 : expected, extended: true });
}
