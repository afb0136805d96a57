import { err, ok, type Result } from 'neverthrow';
import { parseTlv, type TlvObject } from './tlv.ts';

/** Fixed length, or shortest and longest allowed. */
export type FieldLength = number | readonly [minimum: number, maximum: number];

/** The bytes do not have the described layout. It says nothing about what they hold. */
export type LayoutError = { kind: 'layout-mismatch' };

/** A layout: what stands one after the other. The description is the parser; see `elementary-files.ts` for examples. */
export type Layout<T> = (cursor: LayoutCursor) => T;

class LayoutMismatch extends Error {}

/** Walks over bytes as a layout describes them. Every mismatch ends the whole parse. */
export class LayoutCursor {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Raw bytes of a known length. */
  bytes(length: number): Uint8Array {
    const end = this.#offset + length;
    if (end > this.#bytes.length) throw new LayoutMismatch();
    const part = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return part;
  }

  /** Raw bytes that must be exactly these. */
  literal(expected: Uint8Array): void {
    const found = this.bytes(expected.length);
    if (!expected.every((byte, index) => byte === found[index])) throw new LayoutMismatch();
  }

  /** One data object with this tag and a value of the given length. */
  field(tag: number, length: FieldLength): TlvObject {
    const object = this.#take();
    const [minimum, maximum] = typeof length === 'number' ? [length, length] : length;
    if (object.tag !== tag || object.value.length < minimum || object.value.length > maximum)
      throw new LayoutMismatch();
    return object;
  }

  /** One constructed data object with this tag, its value described by `inner` to the last byte. */
  constructed<T>(tag: number, inner: Layout<T>): { readonly object: TlvObject; readonly content: T } {
    const object = this.#take();
    if (object.tag !== tag) throw new LayoutMismatch();
    const cursor = new LayoutCursor(object.value);
    const content = inner(cursor);
    cursor.end();
    return { object, content };
  }

  /** Data objects not known today; they are skipped, but must be well formed. */
  unknownObjects(): void {
    while (this.#offset < this.#bytes.length) this.#take();
  }

  /** Everything that is left. */
  rest(): Uint8Array {
    return this.bytes(this.#bytes.length - this.#offset);
  }

  /** A condition on what was read, such as an offset table that must point at its objects. */
  require(condition: boolean): void {
    if (!condition) throw new LayoutMismatch();
  }

  end(): void {
    if (this.#offset !== this.#bytes.length) throw new LayoutMismatch();
  }

  #take(): TlvObject {
    const object = parseTlv(this.#bytes, this.#offset);
    if (object.isErr()) throw new LayoutMismatch();
    this.#offset += object.value.encoded.length;
    return object.value;
  }
}

/** Parses bytes by a layout, to the last byte. The parts of the answer are views on `bytes`, not copies. */
export function parseLayout<T>(bytes: Uint8Array, layout: Layout<T>): Result<T, LayoutError> {
  try {
    const cursor = new LayoutCursor(bytes);
    const parsed = layout(cursor);
    cursor.end();
    return ok(parsed);
  } catch (error) {
    if (error instanceof LayoutMismatch) return err({ kind: 'layout-mismatch' });
    throw error;
  }
}
