/** Files on their way to the system and back, with how far they are. A transfer may last; it ends when nothing moves any more. */
import { err, ok, type Result } from 'neverthrow';
import { type Problem, problemFrom } from './problem.ts';

/** So long may nothing move: a file is checked and written while it comes in, so that a pause is no fault by itself. */
const STILL_MS = 300_000;

/** `PUT` of a file as it lies on the disk; only `fetch`'s older sister tells how much has gone out. */
export function sendFile(parts: {
  readonly path: string;
  readonly token: string;
  readonly file: Blob;
  /** Bytes that have gone out. */
  readonly onProgress: (bytes: number) => void;
  /** Aborting it breaks the transfer off: the system then has a part, and refuses it. */
  readonly stop: AbortSignal;
}): Promise<Result<null, Problem>> {
  const { path, token, file, onProgress, stop } = parts;
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const away = (): void => resolve(err({ kind: 'away' }));
    let timer = setTimeout(() => request.abort(), STILL_MS);
    request.upload.addEventListener('progress', ({ loaded }) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STILL_MS);
      onProgress(loaded);
    });
    request.addEventListener('load', () => {
      const { status, responseText } = request;
      if (status >= 200 && status < 300) resolve(ok(null));
      else resolve(err(problemFrom(status, responseText, request.getResponseHeader('retry-after'))));
    });
    request.addEventListener('error', away);
    request.addEventListener('abort', away);
    request.addEventListener('loadend', () => clearTimeout(timer));
    stop.addEventListener('abort', () => request.abort(), { once: true });
    request.open('PUT', path);
    request.setRequestHeader('x-kofu-csrf', token);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(file);
  });
}

/** The whole of an answer that comes piece by piece. */
export async function receivePieces(
  response: Response,
  onProgress: (bytes: number) => void,
): Promise<Result<Blob, Problem>> {
  const reader = response.body?.getReader();
  if (reader === undefined) return ok(new Blob());
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const piece = await within(STILL_MS, reader.read());
      if (piece.done) return ok(new Blob(pieces));
      pieces.push(piece.value);
      bytes += piece.value.byteLength;
      onProgress(bytes);
    }
  } catch (cause) {
    await reader.cancel().catch(() => {});
    return err({ kind: 'away', cause });
  }
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error('nothing comes any more')), limitMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
