import { err, ok, type Result } from 'neverthrow';
import { parseTlvHeader } from '../../apdu/tlv.ts';

/** One data object: its tag, its value, and its own bytes with tag and length. Views, not copies. */
export type DerObject = { readonly tag: number; readonly value: Uint8Array; readonly encoded: Uint8Array };

/** The bytes are not DER, or not of the described layout. It says nothing about what they hold. */
export type DerError = { kind: 'der-mismatch' };

/** What stands one after the other; the description is the parser. */
export type DerLayout<T> = (cursor: DerCursor) => T;

class DerMismatch extends Error {}

/** A condition on what a layout reads; where it does not hold, the whole parse ends. */
export function requireLayout(condition: boolean): asserts condition {
  if (!condition) throw new DerMismatch();
}

/**
 * Walks over DER (ITU-T X.690, clause 10) as a layout describes it: definite lengths in their shortest form, tags of one
 * or two bytes, nothing left over. Every deviation ends the whole parse, so one value has one spelling.
 */
export class DerCursor {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Tag of the next object; undefined at the end. */
  get nextTag(): number | undefined {
    if (this.#offset === this.#bytes.length) return undefined;
    return this.#header().tag;
  }

  /** The next object, whatever it is. */
  any(): DerObject {
    const { tag, headerLength, valueLength } = this.#header();
    const start = this.#offset + headerLength;
    const end = start + valueLength;
    requireLayout(end <= this.#bytes.length);
    const object = { tag, value: this.#bytes.subarray(start, end), encoded: this.#bytes.subarray(this.#offset, end) };
    this.#offset = end;
    return object;
  }

  /** The next object, which must have this tag. */
  element(tag: number): DerObject {
    const object = this.any();
    requireLayout(object.tag === tag);
    return object;
  }

  /** The next object, constructed with this tag, its value described to the last byte. */
  inside<T>(tag: number, layout: DerLayout<T>): T {
    return parseNested(this.element(tag).value, layout);
  }

  /** The same, where the object may be absent. */
  optionalInside<T>(tag: number, layout: DerLayout<T>): T | undefined {
    return this.nextTag === tag ? this.inside(tag, layout) : undefined;
  }

  /** Objects of one layout until the end. */
  repeated<T>(layout: DerLayout<T>): T[] {
    const items: T[] = [];
    while (this.nextTag !== undefined) items.push(layout(this));
    return items;
  }

  end(): void {
    requireLayout(this.#offset === this.#bytes.length);
  }

  #header() {
    const header = parseTlvHeader(this.#bytes.subarray(this.#offset));
    if (header.isErr()) throw new DerMismatch();
    const { tag, headerLength, valueLength } = header.value;
    requireLayout(tag <= 0xffff && headerLength === shortestHeader(tag, valueLength));
    return header.value;
  }
}

function shortestHeader(tag: number, valueLength: number): number {
  const tagLength = tag > 0xff ? 2 : 1;
  if (valueLength <= 0x7f) return tagLength + 1;
  return tagLength + (valueLength <= 0xff ? 2 : 3);
}

/** Parses bytes that were found inside other bytes, from within a layout: a deviation ends the outer parse too. */
export function parseNested<T>(bytes: Uint8Array, layout: DerLayout<T>): T {
  const cursor = new DerCursor(bytes);
  const parsed = layout(cursor);
  cursor.end();
  return parsed;
}

/** Parses bytes by a layout, to the last byte. The parts of the answer are views on `bytes`. */
export function parseDer<T>(bytes: Uint8Array, layout: DerLayout<T>): Result<T, DerError> {
  try {
    return ok(parseNested(bytes, layout));
  } catch (error) {
    if (error instanceof DerMismatch) return err({ kind: 'der-mismatch' });
    throw error;
  }
}
