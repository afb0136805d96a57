import { err, ok, type Result } from 'neverthrow';
import { withDeadline } from '../../deadline.ts';
import { type Mrz, parseMrz } from '../mrz.ts';
import type { MrzScanner, ScannerError } from '../mrz-scanner.ts';

/** A scanner for the machine-readable zone that exists in this process only: whoever plays the resident lays pages on it. */
export class VirtualScanner implements MrzScanner {
  #page: string | undefined;
  #plugged = true;
  #onChange: (() => void) | undefined;

  /** Lays a data page on: the text of its zone, as the device would read it, right or wrong. */
  lay(zone: Mrz | string): void {
    this.#page = typeof zone === 'string' ? zone : zone.text;
    this.#onChange?.();
  }

  /** Takes the page away. */
  takeAway(): void {
    this.#page = undefined;
  }

  /** Pulls the scanner's cable. */
  unplug(): void {
    this.#plugged = false;
    this.#onChange?.();
  }

  plug(): void {
    this.#plugged = true;
  }

  async scan(options: { signal: AbortSignal; timeoutMs: number }): Promise<Result<Mrz, ScannerError>> {
    if (this.#onChange !== undefined) throw new Error('one scan at a time');
    const page = new Promise<void>((resolve) => {
      this.#onChange = resolve;
      if (this.#page !== undefined || !this.#plugged) resolve();
    });
    const end = await withDeadline(page, options);
    this.#onChange = undefined;
    if (end.kind !== 'done') return err({ kind: end.kind });
    if (!this.#plugged) return err({ kind: 'no-scanner' });
    return this.#page === undefined ? err({ kind: 'timed-out' }) : readPage(this.#page);
  }
}

function readPage(page: string): Result<Mrz, ScannerError> {
  const zone = parseMrz(page);
  return zone.isOk() ? ok(zone.value) : err({ kind: 'unreadable', cause: zone.error });
}
