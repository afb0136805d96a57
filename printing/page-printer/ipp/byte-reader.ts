import { err, ok, type Result } from 'neverthrow';
import type { IppDecodeError } from './message.ts';

/** Reads big-endian fields one after another; past the end it answers `truncated` and never a shorter value. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.#offset;
  }

  get remainingBytes(): number {
    return this.#bytes.length - this.#offset;
  }

  /** A view, not a copy. */
  take(lengthBytes: number): Result<Uint8Array, IppDecodeError> {
    return this.#advance(lengthBytes).map((at) => this.#bytes.subarray(at, at + lengthBytes));
  }

  unsigned8(): Result<number, IppDecodeError> {
    return this.#advance(1).map((at) => this.#view.getUint8(at));
  }

  unsigned16(): Result<number, IppDecodeError> {
    return this.#advance(2).map((at) => this.#view.getUint16(at));
  }

  signed32(): Result<number, IppDecodeError> {
    return this.#advance(4).map((at) => this.#view.getInt32(at));
  }

  /** Name and value lengths are SIGNED-SHORT (RFC 8010 §3.1.4): the upper half is malformed, not huge. */
  length16(of: string): Result<number, IppDecodeError> {
    const at = this.#offset;
    return this.unsigned16().andThen((lengthBytes) =>
      lengthBytes > 0x7fff ? err({ kind: 'bad-length', at, syntax: of, lengthBytes } as const) : ok(lengthBytes),
    );
  }

  #advance(lengthBytes: number): Result<number, IppDecodeError> {
    const at = this.#offset;
    const missingBytes = lengthBytes - this.remainingBytes;
    if (missingBytes > 0) return err({ kind: 'truncated', at, missingBytes });
    this.#offset += lengthBytes;
    return ok(at);
  }
}
