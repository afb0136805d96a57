/** Where log lines go. A sink takes whole lines and holds a bounded amount. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type EventSink = {
  /** Takes one line that ends in a line feed. May throw; the logger counts it and goes on. */
  write(line: string): void;
};

/** Lines to standard output, for a supervisor that bounds and keeps them. */
export const standardOutputSink = (): EventSink => ({ write: (line) => void process.stdout.write(line) });

/** Lines kept in memory, the newest `limit` of them. */
export function memorySink(limit = 10_000): EventSink & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  return {
    lines,
    write(line) {
      lines.push(line);
      if (lines.length > limit) lines.shift();
    },
  };
}

/** Nothing is kept. */
export const noSink = (): EventSink => ({ write: () => undefined });

/**
 * Lines to a file (mode 0600). When the next line would pass `limitBytes` the file becomes `<path>.1`, replacing the one
 * before it: at most twice the limit is on disk, and the newest lines are always there, also on a bad day.
 */
export function fileSink(options: { readonly path: string; readonly limitBytes: number }): EventSink {
  const { path, limitBytes } = options;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return {
    write(line) {
      const bytes = Buffer.byteLength(line);
      if (size > 0 && size + bytes > limitBytes) {
        renameSync(path, `${path}.1`);
        size = 0;
      }
      appendFileSync(path, line, { mode: 0o600 });
      size += bytes;
    },
  };
}
