/** Takes the upload in: encrypted to the spool, counted, and stopped at the first line no file may have. */
import { detectEncoding, type FileEncoding } from './decode-text.ts';
import { FileFault } from './file-fault.ts';
import type { ImportLimits } from './import-limits.ts';
import type { Spool } from './spool.ts';

export type Received = { readonly encoding: FileEncoding; readonly bytes: number; readonly lines: number };

const LINE_FEED = 0x0a;

/**
 * @param o.bytes how long the file is by its sender's word
 * @param o.onProgress may throw to end it
 * @throws FileFault `truncated`, `too-long`, `stopped` (too slow), `disk-full`
 */
export async function receiveUpload(
  upload: AsyncIterable<Uint8Array>,
  spool: Spool,
  o: {
    readonly bytes: number;
    readonly encoding: FileEncoding | 'detect';
    readonly limits: ImportLimits;
    readonly signal: AbortSignal;
    readonly onProgress: (bytes: number, lines: number) => Promise<void>;
  },
): Promise<Received> {
  const { limits } = o;
  const first = Buffer.alloc(limits.lineBytes);
  let firstBytes = 0;
  let firstEnded = false;
  let bytes = 0;
  let lines = 0;
  let lineBytes = 0;
  const pieces = upload[Symbol.asyncIterator]();
  const ending = AbortSignal.any([o.signal, AbortSignal.timeout(limits.uploadMs)]);
  let isWhole = false;
  try {
    for (;;) {
      const next = await within(pieces.next(), limits.pieceMs, ending);
      if (next.done === true) break;
      const piece = next.value;
      bytes += piece.length;
      if (bytes > o.bytes) throw new FileFault('too-long');
      let from = 0;
      for (let at = piece.indexOf(LINE_FEED); at !== -1; at = piece.indexOf(LINE_FEED, from)) {
        lines += 1;
        if (lineBytes + at - from > limits.lineBytes) throw tooLong(lines);
        lineBytes = 0;
        from = at + 1;
      }
      lineBytes += piece.length - from;
      if (lineBytes > limits.lineBytes) throw tooLong(lines + 1);
      if (!firstEnded) {
        const end = piece.indexOf(LINE_FEED);
        const part = end === -1 ? piece : piece.subarray(0, end);
        first.set(part, firstBytes);
        firstBytes += part.length;
        firstEnded = end !== -1;
      }
      if (lines > limits.lines) throw new FileFault('too-long');
      await spool.append(piece);
      await o.onProgress(bytes, lines);
    }
    isWhole = true;
  } catch (cause) {
    if (cause instanceof FileFault) throw cause;
    if (ending.aborted) throw new FileFault('stopped', null, { cause });
    // The connection broke off.
    throw new FileFault('truncated', null, { cause });
  } finally {
    // Whoever sends is told by the end of the stream; its own failure changes nothing any more.
    if (!isWhole) void Promise.resolve(pieces.return?.()).catch(() => undefined);
  }
  if (bytes < o.bytes) throw new FileFault('truncated');
  await spool.finish();
  const encoding = o.encoding === 'detect' ? detectEncoding(first.subarray(0, firstBytes)) : o.encoding;
  first.fill(0);
  return { encoding, bytes, lines: lineBytes > 0 ? lines + 1 : lines };
}

const tooLong = (line: number) => new FileFault('lines', { line, fault: 'too-long' });

/** What is awaited, or a fault after the limit. */
async function within<T>(wanted: Promise<T>, limitMs: number, ending: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => reject(new FileFault('stopped'));
  const timer = setTimeout(end, limitMs);
  if (ending.aborted) end();
  ending.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([wanted, promise]);
  } finally {
    clearTimeout(timer);
    ending.removeEventListener('abort', end);
  }
}
