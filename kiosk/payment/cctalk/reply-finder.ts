/** Finds the one reply to the message just sent among whatever the wire carried since: our own echo, noise, others' replies. */
import { type Checksum, decodeFrame, type Frame, HOST_ADDRESS } from './frame.ts';

/** More than an echo and the longest reply: what goes beyond it is noise, and the oldest of it is dropped. */
const BUFFER_LIMIT = 1_024;

/** Why no reply was found by the end of the wait. */
export type NoReply = 'silent' | 'no-echo' | 'bad-checksum' | 'noise';

export class ReplyFinder {
  readonly #checksum: Checksum;
  readonly #address: number;
  /** Our own bytes, which a single wire brings back before anything else. */
  #echo: Uint8Array | null;
  #bytes = new Uint8Array(0);

  constructor(o: { checksum: Checksum; address: number; echo: Uint8Array | null }) {
    this.#checksum = o.checksum;
    this.#address = o.address;
    this.#echo = o.echo;
  }

  /** @returns the reply once it is whole. Bytes before it that are no message are passed over. */
  push(chunk: Uint8Array): Frame | null {
    this.#bytes = Uint8Array.of(...this.#bytes, ...chunk).slice(-BUFFER_LIMIT);
    if (this.#echo !== null) {
      const at = Buffer.from(this.#bytes).indexOf(this.#echo);
      if (at < 0) return null;
      this.#bytes = this.#bytes.slice(at + this.#echo.length);
      this.#echo = null;
    }
    for (let at = 0; at < this.#bytes.length; at += 1) {
      const decoded = decodeFrame(this.#bytes.subarray(at), this.#checksum);
      if (decoded.isOk() && this.#isReply(decoded.value.frame)) return decoded.value.frame;
    }
    return null;
  }

  whyNone(): NoReply {
    if (this.#bytes.length === 0) return this.#echo === null ? 'silent' : 'no-echo';
    if (this.#echo !== null) return 'no-echo';
    const first = decodeFrame(this.#bytes, this.#checksum);
    return first.isErr() && first.error.kind === 'bad-checksum' ? 'bad-checksum' : 'noise';
  }

  #isReply({ destination, source }: Frame): boolean {
    return destination === HOST_ADDRESS && (source === null || source === this.#address);
  }
}
