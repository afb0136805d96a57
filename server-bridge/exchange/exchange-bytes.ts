/**
 * One request and its whole answer on an HTTP/2 session: bytes out, bytes in, ended by limit or signal. Used by both clients of
 * the bridge: the terminal's line and the center's way to VRS.
 */
import { type ClientHttp2Session, constants } from 'node:http2';
import { err, ok, type Result } from 'neverthrow';

export type ExchangeRequest = {
  readonly path: string;
  /** A POST with this JSON; null is a GET. Wiping it is its owner's. */
  readonly body: Buffer | null;
  /** The longest the whole exchange takes. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** A longer answer is refused while it arrives. */
  readonly answerLimitBytes: number;
};

/** The status and the whole body, which is the caller's to wipe. */
export type ExchangeReply = { readonly status: number; readonly body: Buffer };

export type ExchangeError = {
  /** `unreachable`: no session, or it broke before the answer was whole. */
  readonly kind: 'unreachable' | 'timed-out' | 'aborted' | 'too-large';
  readonly cause?: unknown;
};

const headersOf = (path: string, body: Buffer | null) =>
  body === null
    ? { ':method': 'GET', ':path': path }
    : {
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/json',
        'content-length': String(body.length),
      };

/** Ends early by resetting the stream, so that the other end stops too (P1). What had arrived by then is zeroed. */
export function exchangeBytes(
  session: ClientHttp2Session,
  { path, body, timeoutMs, signal, answerLimitBytes }: ExchangeRequest,
): Promise<Result<ExchangeReply, ExchangeError>> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(err({ kind: 'aborted' }));
    if (session.closed || session.destroyed) return resolve(err({ kind: 'unreachable' }));
    const stream = session.request(headersOf(path, body));
    const chunks: Buffer[] = [];
    let status = 0;
    let length = 0;
    let settled = false;
    const settle = (result: Result<ExchangeReply, ExchangeError>): void => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      signal?.removeEventListener('abort', onAbort);
      for (const chunk of chunks) chunk.fill(0);
      if (result.isErr() && !stream.destroyed) stream.close(constants.NGHTTP2_CANCEL);
      resolve(result);
    };
    const onAbort = (): void => settle(err({ kind: 'aborted' }));
    const limit = setTimeout(() => settle(err({ kind: 'timed-out' })), timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    stream.on('response', (headers) => {
      status = headers[':status'] ?? 0;
    });
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // What still arrives after the end belongs to nobody.
      if (settled) return void chunk.fill(0);
      chunks.push(chunk);
      if (length > answerLimitBytes) settle(err({ kind: 'too-large' }));
    });
    stream.once('end', () => {
      // A reset stream also ends; only a clean end is a whole answer.
      if (settled || status === 0 || stream.aborted || stream.rstCode !== constants.NGHTTP2_NO_ERROR) return;
      settle(ok({ status, body: Buffer.concat(chunks) }));
    });
    stream.on('error', (cause) => settle(err({ kind: 'unreachable', cause })));
    stream.once('close', () => settle(err({ kind: 'unreachable' })));
    stream.end(body ?? undefined);
  });
}
