import { err, ok, type Result } from 'neverthrow';
import { concatBytes } from './hex.ts';

/**
 * BER-TLV as ISO/IEC 7816-4 (5.2.2) and ITU-T X.690 (8.1) describe it, for the short objects of a card: tags of one to
 * three bytes, lengths below 65,536 in definite form. Non-minimal length forms (`82 00 9F`) are accepted: cards write them.
 */
export type TlvHeader = { readonly tag: number; readonly headerLength: number; readonly valueLength: number };

/** One object: where it stands, its value, and its own bytes with tag and length as they were written. */
export type TlvObject = {
  readonly tag: number;
  readonly offset: number;
  readonly value: Uint8Array;
  readonly encoded: Uint8Array;
};

/** `incomplete`: more bytes are needed to tell. `unsupported`: indefinite length, a length over 65,535, a tag too long. */
export type TlvError = { kind: 'incomplete' } | { kind: 'unsupported' };

/** How the length is written: as short as possible, or with a fixed number of bytes after `81`, `82`. */
export type LengthForm = 'minimal' | 'short' | 'one-byte' | 'two-bytes';

/** Reads tag and length at the start of `bytes`; the value itself need not be there yet. */
export function parseTlvHeader(bytes: Uint8Array): Result<TlvHeader, TlvError> {
  return parseTag(bytes).andThen(({ tag, tagLength }) =>
    parseLength(bytes.subarray(tagLength)).map(({ valueLength, lengthLength }) => ({
      tag,
      headerLength: tagLength + lengthLength,
      valueLength,
    })),
  );
}

function parseTag(bytes: Uint8Array): Result<{ tag: number; tagLength: number }, TlvError> {
  const first = bytes[0];
  if (first === undefined) return err({ kind: 'incomplete' });
  if ((first & 0x1f) !== 0x1f) return ok({ tag: first, tagLength: 1 });
  let tag = first;
  for (let index = 1; index < 3; index++) {
    const next = bytes[index];
    if (next === undefined) return err({ kind: 'incomplete' });
    // X.690 8.1.2.4.2 c: the first of the following bytes must not carry seven zero bits.
    if (index === 1 && (next & 0x7f) === 0) return err({ kind: 'unsupported' });
    tag = (tag << 8) | next;
    if ((next & 0x80) === 0) return ok({ tag, tagLength: index + 1 });
  }
  return err({ kind: 'unsupported' });
}

function parseLength(bytes: Uint8Array): Result<{ valueLength: number; lengthLength: number }, TlvError> {
  const first = bytes[0];
  if (first === undefined) return err({ kind: 'incomplete' });
  if (first < 0x80) return ok({ valueLength: first, lengthLength: 1 });
  const count = first & 0x7f;
  if (count === 0 || count > 2) return err({ kind: 'unsupported' });
  const [, high, low] = bytes;
  if (high === undefined || (count === 2 && low === undefined)) return err({ kind: 'incomplete' });
  return ok({ valueLength: count === 1 ? high : (high << 8) | (low ?? 0), lengthLength: 1 + count });
}

/** Reads one whole object at `offset`. */
export function parseTlv(bytes: Uint8Array, offset = 0): Result<TlvObject, TlvError> {
  return parseTlvHeader(bytes.subarray(offset)).andThen(({ tag, headerLength, valueLength }) => {
    const start = offset + headerLength;
    const end = start + valueLength;
    if (end > bytes.length) return err({ kind: 'incomplete' as const });
    return ok({ tag, offset, value: bytes.subarray(start, end), encoded: bytes.subarray(offset, end) });
  });
}

/** Reads objects one after the other until the last byte; a rest that is no object is an error. */
export function parseTlvSequence(bytes: Uint8Array): Result<TlvObject[], TlvError> {
  const objects: TlvObject[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const object = parseTlv(bytes, offset);
    if (object.isErr()) return err(object.error);
    objects.push(object.value);
    offset += object.value.encoded.length;
  }
  return ok(objects);
}

/** Codes one object. A value that does not fit the wanted form is a bug and throws. */
export function encodeTlv(tag: number, value: Uint8Array, form: LengthForm = 'minimal'): Uint8Array {
  return concatBytes(encodeTag(tag), encodeLength(value.length, form), value);
}

function encodeTag(tag: number): Uint8Array {
  if (!Number.isInteger(tag) || tag < 0 || tag > 0xffffff) throw new Error('tag out of range');
  if (tag <= 0xff) return Uint8Array.of(tag);
  if (tag <= 0xffff) return Uint8Array.of(tag >> 8, tag & 0xff);
  return Uint8Array.of(tag >> 16, (tag >> 8) & 0xff, tag & 0xff);
}

const FORM_LIMITS = { short: 0x7f, 'one-byte': 0xff, 'two-bytes': 0xffff } as const;

function encodeLength(length: number, form: LengthForm): Uint8Array {
  const chosen = form === 'minimal' ? minimalForm(length) : form;
  if (length > FORM_LIMITS[chosen]) throw new Error('value too long for this length form');
  switch (chosen) {
    case 'short':
      return Uint8Array.of(length);
    case 'one-byte':
      return Uint8Array.of(0x81, length);
    case 'two-bytes':
      return Uint8Array.of(0x82, length >> 8, length & 0xff);
  }
}

function minimalForm(length: number): Exclude<LengthForm, 'minimal'> {
  if (length <= 0x7f) return 'short';
  return length <= 0xff ? 'one-byte' : 'two-bytes';
}
