/// <reference types="node" />
/**
 * A fingerprint as it is committed: averages rounded to steps, deflated and written in base 64. Pictures of one screen are much
 * alike: one is packed with the help of another (as a preset dictionary, RFC 1950), which halves the room it takes.
 */
import { Buffer } from 'node:buffer';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { err, ok, type Result } from 'neverthrow';
import { blocksIn, type Fingerprint } from './fingerprint.ts';

/** Rounded: a value stands for `LIGHT_STEP` levels of light, or `COLOUR_STEP` of colour. */
export interface StoredFingerprint {
  readonly columns: number;
  readonly rows: number;
  readonly light: Uint8Array;
  readonly colour: Uint8Array;
}

export const LIGHT_STEP = 12;
export const COLOUR_STEP = 12;

/** Columns and rows come first, a byte each. */
const HEAD_BYTES = 2;
/** More than any fingerprint has: a damaged line cannot fill the memory. */
const LARGEST_BYTES = 8_192;

export function rounded({ columns, rows, light, colour }: Fingerprint): StoredFingerprint {
  return { columns, rows, light: steps(light, LIGHT_STEP), colour: steps(colour, COLOUR_STEP) };
}

function steps(values: Float32Array, step: number): Uint8Array {
  return Uint8Array.from(values, (value) => Math.round(value / step));
}

export function bytesOf({ columns, rows, light, colour }: StoredFingerprint): Uint8Array {
  return Uint8Array.of(columns, rows, ...light, ...colour);
}

/** @param like the bytes of a fingerprint that is much the same; to unpack, the same is needed. */
export function pack(fingerprint: StoredFingerprint, like: Uint8Array): string {
  const options = { level: 9, memLevel: 9, dictionary: like };
  return deflateRawSync(bytesOf(fingerprint), options).toString('base64').replaceAll('=', '');
}

export type DamagedFingerprint = { kind: 'damaged-fingerprint'; cause?: unknown };

export function unpack(text: string, like: Uint8Array): Result<StoredFingerprint, DamagedFingerprint> {
  let bytes: Uint8Array;
  try {
    const packed = Buffer.from(text, 'base64');
    bytes = inflateRawSync(packed, { dictionary: like, maxOutputLength: LARGEST_BYTES });
  } catch (cause) {
    return err({ kind: 'damaged-fingerprint', cause });
  }
  const [columns = 0, rows = 0] = bytes;
  const cells = columns * rows;
  if (cells === 0 || bytes.length !== HEAD_BYTES + cells + 2 * blocksIn(columns, rows))
    return err({ kind: 'damaged-fingerprint' });
  return ok({
    columns,
    rows,
    light: bytes.subarray(HEAD_BYTES, HEAD_BYTES + cells),
    colour: bytes.subarray(HEAD_BYTES + cells),
  });
}
