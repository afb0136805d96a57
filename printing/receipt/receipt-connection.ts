/** One conversation with the printer over TCP (port 9100): bytes out, single status bytes back, a limit on each wait. */
import * as net from 'node:net';
import { err, ok, type Result } from 'neverthrow';
import { type ByteShape, byteShape } from './escpos-status.ts';
import type { ReceiptLineError } from './receipt-printer.ts';

/** A printer says one byte for each question; more than this is noise. */
const MAX_UNREAD_BYTES = 64;

export class ReceiptConnection {
  readonly #socket: net.Socket;
  #unread: number[] = [];
  #wake: (() => void) | undefined;
  #lost = false;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#unread.push(...chunk.subarray(0, MAX_UNREAD_BYTES));
      if (this.#unread.length > MAX_UNREAD_BYTES) socket.destroy();
      this.#wake?.();
    });
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#lost = true;
      this.#wake?.();
    });
  }

  static connect(
    address: { host: string; port: number },
    limitMs: number,
  ): Promise<Result<ReceiptConnection, ReceiptLineError>> {
    return new Promise((resolve) => {
      const socket = net.connect(address);
      const timer = setTimeout(() => fail('ETIMEDOUT'), limitMs);
      const fail = (code: string) => {
        clearTimeout(timer);
        socket.destroy();
        resolve(err({ kind: 'no-connection', code }));
      };
      const refused = (error: NodeJS.ErrnoException) => fail(error.code ?? 'unknown');
      socket.once('error', refused);
      socket.once('connect', () => {
        clearTimeout(timer);
        const connection = new ReceiptConnection(socket);
        socket.off('error', refused);
        resolve(ok(connection));
      });
    });
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** The next byte of this shape from the printer; those of the other shape wait, and noise is an error. */
  async readByte(shape: ByteShape, limitMs: number): Promise<Result<number, ReceiptLineError>> {
    const deadline = performance.now() + limitMs;
    for (;;) {
      const index = this.#unread.findIndex((byte) => byteShape(byte) === shape || byteShape(byte) === 'noise');
      const [byte] = index < 0 ? [] : this.#unread.splice(index, 1);
      if (byte !== undefined) return byteShape(byte) === shape ? ok(byte) : err({ kind: 'not-a-status-byte' });
      if (this.#lost) return err({ kind: 'connection-lost' });
      const restMs = deadline - performance.now();
      if (restMs <= 0) return err({ kind: 'no-answer', limitMs });
      await this.#news(restMs);
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#lost) return resolve();
      this.#socket.once('close', () => resolve());
      this.#socket.destroy();
    });
  }

  #news(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, limitMs);
      this.#wake = done;
    });
  }
}
