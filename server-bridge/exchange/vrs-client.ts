/**
 * The way to VRS of who passes applications on: one HTTP/2 session, mutual TLS 1.3, reconnected when it breaks. Bytes in, bytes out; each
 * request ends by its limit or by its caller's signal, and ending it resets the stream at VRS (P1).
 */
import { type ClientHttp2Session, connect } from 'node:http2';
import { err, type Result } from 'neverthrow';
import { type ExchangeError, type ExchangeReply, exchangeBytes } from './exchange-bytes.ts';

export type VrsTls = { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer };

export type VrsRequest = {
  readonly path: string;
  /** A POST with this body; null is a GET. */
  readonly body: Buffer | null;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
};

export type VrsClient = {
  request(request: VrsRequest): Promise<Result<ExchangeReply, ExchangeError>>;
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
    async request({ path, body, timeoutMs, signal }) {
      const current = signal?.aborted ? null : usableSession();
      if (current === null) return err({ kind: signal?.aborted ? 'aborted' : 'unreachable' });
      const answerLimitBytes = ANSWER_LIMIT_BYTES;
      const reply = await exchangeBytes(current, { path, body, timeoutMs, signal, answerLimitBytes });
      if (reply.isErr() && reply.error.kind === 'timed-out') probe(current);
      return reply;
    },
    close() {
      closed = true;
      session?.destroy();
      session = null;
    },
  };
}
