/** The host's end of the pipe to one shell: sends frames one at a time, hears lines, notices silence. */
import type { Duplex } from 'node:stream';
import { lineSplitter } from '../pipe/line-splitter.ts';
import { readUpLine, UP_LINE_LIMIT_BYTES, type UpLine } from '../pipe/up-line.ts';

/** Longer than the shell's own watch over its pages: this one is for a shell that hangs itself. */
export const SILENCE_LIMIT_MS = 20_000;

export interface ShellPipe {
  /** Sends what `nextFrame` gives, now or as soon as the frame before it has left. Frames in between are skipped. */
  push(): void;
  /** Sends a line without anything personal in it. */
  order(line: object): void;
  close(): void;
}

export interface ShellPipeOptions {
  pipe: Duplex;
  /** A whole line to send now, overwritten here once it has left; `null` for nothing. */
  nextFrame: () => Buffer | null;
  onLine: (line: UpLine) => void;
  /** It sent what is no message, or nothing for too long: it is to be ended. Told once. */
  onBroken: (code: 'message-refused' | 'message-oversized' | 'shell-silent') => void;
}

export function shellPipe({ pipe, nextFrame, onLine, onBroken }: ShellPipeOptions): ShellPipe {
  let sending = false;
  let waiting = false;
  let over = false;
  let silence = setTimeout(() => broken('shell-silent'), SILENCE_LIMIT_MS);

  function broken(code: Parameters<typeof onBroken>[0]): void {
    if (over) return;
    close();
    onBroken(code);
  }
  function close(): void {
    over = true;
    waiting = false;
    clearTimeout(silence);
  }
  function push(): void {
    if (over || !pipe.writable) return;
    if (sending) {
      waiting = true;
      return;
    }
    const frame = nextFrame();
    if (frame === null) return;
    sending = true;
    pipe.write(frame, () => {
      frame.fill(0);
      sending = false;
      if (!waiting) return;
      waiting = false;
      push();
    });
  }

  const splitter = lineSplitter(UP_LINE_LIMIT_BYTES, {
    onLine(line) {
      if (over) return;
      const message = readUpLine(line);
      if (message === null) {
        broken('message-refused');
        return;
      }
      clearTimeout(silence);
      silence = setTimeout(() => broken('shell-silent'), SILENCE_LIMIT_MS);
      onLine(message);
    },
    onOversized: () => broken('message-oversized'),
  });
  pipe.on('data', (chunk: Buffer) => splitter.push(chunk));
  pipe.once('close', close);

  return {
    push,
    order(line) {
      if (!over && pipe.writable) pipe.write(`${JSON.stringify(line)}\n`);
    },
    close,
  };
}
