import { err, ok, type Result } from 'neverthrow';
import { SerialPort } from 'serialport';
import type { ByteLine } from './byte-line.ts';

export type SerialError = { readonly kind: 'serial-unusable'; readonly cause: unknown };

/** Opens a serial device the way ccTalk wants it: 9600 baud, 8 data bits, no parity, one stop bit, nobody else on it. */
export function openSerialLine(path: string): Promise<Result<ByteLine, SerialError>> {
  return new Promise((resolve) => {
    const port = new SerialPort(
      { path, baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1, lock: true, autoOpen: false },
      () => {},
    );
    port.on('error', () => {});
    port.open((cause) => {
      resolve(cause === null ? ok(new SerialLine(port)) : err({ kind: 'serial-unusable', cause }));
    });
  });
}

class SerialLine implements ByteLine {
  readonly #port: SerialPort;

  constructor(port: SerialPort) {
    this.#port = port;
    // Keeps the bytes flowing, so that those nobody waits for are gone and not read later.
    port.on('data', () => {});
  }

  get isOpen(): boolean {
    return this.#port.isOpen;
  }

  write(bytes: Uint8Array): void {
    // A device that is gone says so by closing; the answer that never comes says the rest.
    if (this.#port.isOpen) this.#port.write(Buffer.from(bytes));
  }

  onBytes(listener: (chunk: Uint8Array) => void): () => void {
    this.#port.on('data', listener);
    return () => {
      this.#port.off('data', listener);
    };
  }

  onClose(listener: () => void): () => void {
    this.#port.on('close', listener);
    return () => {
      this.#port.off('close', listener);
    };
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#port.isOpen) return resolve();
      this.#port.close(() => resolve());
    });
  }
}
