/** The shell's end of the inherited pipe: lines from the host in, lines to the host out. No page can reach it. */
import type { Duplex } from 'node:stream';
import { DOWN_LINE_LIMIT_BYTES, type DownLine, readDownLine } from '../pipe/down-line.ts';
import { lineSplitter } from '../pipe/line-splitter.ts';
import type { UpLine } from '../pipe/up-line.ts';

export interface HostPipe {
  tell(line: UpLine): void;
  /** Begins to read. `json` is the line itself, for passing on unchanged; `onGone` is told once when the host's end is closed. */
  listen(onLine: (line: DownLine, json: string) => void, onGone: () => void): void;
}

export function hostPipe(pipe: Duplex): HostPipe {
  const tell = (line: UpLine): void => {
    if (pipe.writable) pipe.write(`${JSON.stringify(line)}\n`);
  };
  const refuse = (): void => tell({ type: 'report', code: 'line-refused' });
  pipe.on('error', () => pipe.destroy());

  return {
    tell,
    listen(onLine, onGone) {
      const splitter = lineSplitter(DOWN_LINE_LIMIT_BYTES, {
        onLine(line) {
          const message = readDownLine(line);
          if (message === null) refuse();
          else onLine(message, line.toString('utf8'));
        },
        onOversized: refuse,
      });
      pipe.once('end', () => pipe.destroy());
      pipe.once('close', () => {
        splitter.wipe();
        onGone();
      });
      pipe.on('data', (chunk: Buffer) => splitter.push(chunk));
      if (pipe.destroyed) onGone();
    },
  };
}
