/**
 * A small append-only record of money: one JSON object a line, on disk (fsync) before the call returns. A last line without its
 * end, as a power cut leaves it, was never on disk whole: what it announces has not happened, and it is cut off.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';

export type LedgerError = { readonly kind: 'ledger-unusable'; readonly cause: unknown };

export interface LedgerFile<E> {
  /** Everything written so far, oldest first. */
  readonly entries: readonly E[];
  /** When this returns an error, money must not move. */
  append(entry: E): Result<void, LedgerError>;
  /** Replaces the whole record, at once or not at all. */
  rewrite(entries: readonly E[]): Result<void, LedgerError>;
  /** Closing again does nothing. */
  close(): void;
}

/** Opens (or makes, mode 0600) the record. A line in the middle that does not parse makes it unusable: nothing is guessed. */
export function openLedgerFile<E extends object>(
  path: string,
  schema: v.GenericSchema<unknown, E>,
): Result<LedgerFile<E>, LedgerError> {
  try {
    return ok(new File(path, schema));
  } catch (cause) {
    return err({ kind: 'ledger-unusable', cause });
  }
}

class File<E extends object> implements LedgerFile<E> {
  readonly #path: string;
  readonly #entries: E[] = [];
  #fd: number;
  #sizeBytes: number;
  #broken: LedgerError | null = null;
  #closed = false;

  constructor(path: string, schema: v.GenericSchema<unknown, E>) {
    this.#path = path;
    this.#fd = openSync(path, 'a+', 0o600);
    try {
      syncFolder(path);
      const text = readFileSync(path, 'utf8');
      const lines = text.split('\n');
      const torn = lines.pop() ?? '';
      for (const line of lines) this.#entries.push(v.parse(schema, JSON.parse(line)));
      this.#sizeBytes = Buffer.byteLength(text) - Buffer.byteLength(torn);
      if (torn !== '') ftruncateSync(this.#fd, this.#sizeBytes);
    } catch (cause) {
      closeSync(this.#fd);
      throw cause;
    }
  }

  get entries(): readonly E[] {
    return this.#entries;
  }

  append(entry: E): Result<void, LedgerError> {
    if (this.#broken !== null) return err(this.#broken);
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    try {
      if (writeSync(this.#fd, line) !== line.length) throw new Error('The disk took only a part of the line.');
      fsyncSync(this.#fd);
    } catch (cause) {
      this.#cutOff(cause);
      return err({ kind: 'ledger-unusable', cause });
    }
    this.#sizeBytes += line.length;
    this.#entries.push(entry);
    return ok();
  }

  rewrite(entries: readonly E[]): Result<void, LedgerError> {
    const fresh = `${this.#path}.new`;
    try {
      const bytes = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      const fd = openSync(fresh, 'w', 0o600);
      try {
        if (writeSync(fd, bytes) !== bytes.length) throw new Error('The disk took only a part of the record.');
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      renameSync(fresh, this.#path);
      syncFolder(this.#path);
      const appending = openSync(this.#path, 'a+', 0o600);
      closeSync(this.#fd);
      this.#fd = appending;
      this.#sizeBytes = bytes.length;
      this.#entries.splice(0, this.#entries.length, ...entries);
      return ok();
    } catch (cause) {
      // Whether the old record or the new one stands under the name, this handle may be the other's: write no more.
      this.#broken = { kind: 'ledger-unusable', cause };
      return err(this.#broken);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#fd);
    this.#broken = { kind: 'ledger-unusable', cause: new Error('The record is closed.') };
  }

  /** A torn line in the middle would make the next start refuse the whole record. */
  #cutOff(cause: unknown): void {
    try {
      ftruncateSync(this.#fd, this.#sizeBytes);
    } catch {
      this.#broken = { kind: 'ledger-unusable', cause };
    }
  }
}

/** The name of a file is on disk only once its folder is. */
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
