/**
 * The center's way to VRS: one HTTP/2 session, mutual TLS 1.3, reconnected when it breaks. Bytes in, bytes out; each
 * request ends by its limit or by its caller's signal, and ending it resets the stream at VRS (P1).
 */
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { err, ok, type Result } from 'neverthrow';

export type VrsTls = { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };

export type VrsError = {
  readonly kind: 'unreachable' | 'timed-out' | 'aborted' | 'too-large';
  readonly cause?: unknown;
};

export type VrsReply = { readonly status: number; readonly body: Buffer };

export type VrsRequest = {
  readonly path: string;
  /** A POST with this body; null is a GET. */
  readonly body: Buffer | null;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
};

export type VrsClient = {
  request(request: VrsRequest): Promise<Result<VrsReply, VrsError>>;
  close(): void;
};

/** A key set is the largest answer (64 KiB), in its JSON. */
const ANSWER_LIMIT_BYTES = 80_000;
/** After a failed connection the next one waits; requests meanwhile are refused at once. */
const RETRY_AFTER_MS = 250;
const CONNECT_TIMEOUT_MS = 5_000;
/** A session that lets requests time out is asked for life; without an answer it is replaced. */
const PING_TIMEOUT_MS = 2_000;

export function openVrsClient(target: {
  readonly host: string;
  readonly port: number;
  readonly tls: VrsTls;
}): VrsClient {
  let session: ClientHttp2Session | null = null;
  let failedAtMs = Number.NEGATIVE_INFINITY;
  let closed = false;

  const drop = (dropped: ClientHttp2Session): void => {
    if (session === dropped) session = null;
    dropped.destroy();
  };

  const usableSession = (): ClientHttp2Session | null => {
    if (session !== null && !session.closed && !session.destroyed) return session;
    if (closed || performance.now() - failedAtMs < RETRY_AFTER_MS) return null;
    const authority = target.host.includes(':') ? `[${target.host}]` : target.host;
    const opened = connect(`https://${authority}:${target.port}`, { ...target.tls, minVersion: 'TLSv1.3' });
    const limit = setTimeout(() => opened.destroy(new Error('VRS connection timed out')), CONNECT_TIMEOUT_MS);
    opened.once('connect', () => clearTimeout(limit));
    opened.once('close', () => {
      clearTimeout(limit);
      if (session === opened) session = null;
    });
    opened.once('goaway', () => {
      // Streams in flight may end; new ones take a new session.
      if (session === opened) session = null;
    });
    opened.on('error', () => {
      failedAtMs = performance.now();
    });
    session = opened;
    return opened;
  };

  const probe = (probed: ClientHttp2Session): void => {
    if (probed.destroyed) return;
    const limit = setTimeout(() => drop(probed), PING_TIMEOUT_MS);
    limit.unref();
    const sent = probed.ping((error) => {
      clearTimeout(limit);
      if (error !== null) drop(probed);
    });
    if (!sent) {
      clearTimeout(limit);
      drop(probed);
    }
  };

  return {
    request({ path, body, timeoutMs, signal }) {
      return new Promise((resolve) => {
        if (signal?.aborted) return resolve(err({ kind: 'aborted' }));
        const current = usableSession();
        if (current === null) return resolve(err({ kind: 'unreachable' }));
        const stream = current.request(
          body === null
            ? { ':method': 'GET', ':path': path }
            : {
                ':method': 'POST',
                ':path': path,
                'content-type': 'application/json',
                'content-length': String(body.length),
              },
        );
        const chunks: Buffer[] = [];
        let status = 0;
        let length = 0;
        let settled = false;
        const settle = (result: Result<VrsReply, VrsError>): void => {
          if (settled) return;
          settled = true;
          clearTimeout(limit);
          signal?.removeEventListener('abort', onAbort);
          if (result.isErr() && !stream.destroyed) stream.close(constants.NGHTTP2_CANCEL);
          resolve(result);
        };
        const onAbort = (): void => settle(err({ kind: 'aborted' }));
        const limit = setTimeout(() => {
          settle(err({ kind: 'timed-out' }));
          probe(current);
        }, timeoutMs);
        signal?.addEventListener('abort', onAbort, { once: true });
        stream.on('response', (headers) => {
          status = headers[':status'] ?? 0;
        });
        stream.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > ANSWER_LIMIT_BYTES) settle(err({ kind: 'too-large' }));
          else chunks.push(chunk);
        });
        stream.once('end', () => {
          // A reset stream also ends; only a clean end is a whole answer.
          if (stream.rstCode === constants.NGHTTP2_NO_ERROR && status !== 0 && !stream.aborted) {
            settle(ok({ status, body: Buffer.concat(chunks) }));
          }
        });
        stream.on('error', (cause) => settle(err({ kind: 'unreachable', cause })));
        stream.once('close', () => settle(err({ kind: 'unreachable' })));
        stream.end(body ?? undefined);
      });
    },
    close() {
      closed = true;
      session?.destroy();
      session = null;
    },
  };
}
