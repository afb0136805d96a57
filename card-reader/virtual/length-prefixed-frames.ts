/** Messages of two bytes big-endian length and a payload: the framing of vpcd, and of our own reader protocol. */
export const LONGEST_FRAME = 0xffff;

/** Header and payload in one piece, so that it leaves in one segment. */
export function encodeFrame(payload: Uint8Array): Buffer {
  if (payload.length > LONGEST_FRAME) throw new Error('payload too long for a frame');
  const frame = Buffer.alloc(2 + payload.length);
  frame.writeUInt16BE(payload.length);
  frame.set(payload, 2);
  return frame;
}

/** Cuts a byte stream into payloads; they may arrive split or several at once. */
export class FrameSplitter {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Uint8Array): Uint8Array[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const payloads: Uint8Array[] = [];
    while (this.#rest.length >= 2) {
      const end = 2 + this.#rest.readUInt16BE();
      if (this.#rest.length < end) break;
      payloads.push(new Uint8Array(this.#rest.subarray(2, end)));
      this.#rest = this.#rest.subarray(end);
    }
    return payloads;
  }
}
