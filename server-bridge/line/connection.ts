/** One connection to one center: TLS 1.3, HTTP/2, the event stream on it, and the watch over its heartbeats. */
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { StringDecoder } from 'node:string_decoder';
import { isOurLineVersion, LINE_VERSION, LINE_VERSION_HEADER } from '../protocol/index.ts';
import type { LineTls } from './credentials.ts';
import { type LineDelays, MISSED_HEARTBEATS } from './delays.ts';
import { createFrameReader, type Frame } from './event-frames.ts';

export type Connection = { readonly session: ClientHttp2Session; close(): void };

/** How a center answers a certificate that does not open the line; nothing else makes it answer so to the event stream. */
const REFUSED_STATUS = 403;

/** A TLS alert by which the other end says that it does not take our certificate (RFC 8446 §6.2). */
const isCertificateAlert = (error: Error): boolean =>
  'code' in error && /_ALERT_(?:.*CERTIFICATE.*|UNKNOWN_CA|ACCESS_DENIED)$/.test(String(error.code));

/**
 * Connects and opens the event stream.
 * @returns the connection once the center has accepted the stream; null when it came to nothing within the limit
 */
export function openConnection(parts: {
  readonly node: { readonly host: string; readonly port: number };
  readonly tls: LineTls;
  readonly delays: LineDelays;
  readonly signal: AbortSignal;
  readonly onFrame: (frame: Frame) => void;
  /** The last event that was received, on whatever connection. */
  readonly lastEventId?: string | null;
  /** The center speaks another edition of the line's messages. */
  readonly onOtherVersion?: () => void;
  /** The center has answered that this certificate does not open the line: it is not a connection that came to nothing. */
  readonly onRefused?: () => void;
  /** Called once, when a connection that had been accepted is gone. */
  readonly onDown: () => void;
}): Promise<Connection | null> {
  const { node, tls, delays, signal } = parts;
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(null);
    const authority = node.host.includes(':') ? `[${node.host}]` : node.host;
    const session = connect(`https://${authority}:${node.port}`, { ...tls, minVersion: 'TLSv1.3' });
    let accepted = false;
    let down = false;
    let leaving = false;
    let liveness: NodeJS.Timeout | undefined;
    const close = (): void => {
      if (down) return;
      down = true;
      clearTimeout(limit);
      clearTimeout(liveness);
      signal.removeEventListener('abort', close);
      session.destroy();
      if (accepted) parts.onDown();
      else resolve(null);
    };
    const limit = setTimeout(close, delays.connectMs);
    signal.addEventListener('abort', close, { once: true });
    session.on('error', (error) => {
      if (!accepted && isCertificateAlert(error)) parts.onRefused?.();
      close();
    });
    session.once('close', close);
    // What a center that says goodbye has been asked still gets its answer: it may be why.
    session.once('goaway', (code) => {
      leaving = true;
      if (accepted || code !== 0) close();
    });

    const heard = (): void => {
      clearTimeout(liveness);
      liveness = setTimeout(close, delays.heartbeatMs * MISSED_HEARTBEATS);
    };
    const follow = (stream: ClientHttp2Stream): void => {
      const decoder = new StringDecoder('utf8');
      const readFrames = createFrameReader();
      stream.on('data', (chunk: Buffer) => {
        heard();
        for (const frame of readFrames(decoder.write(chunk))) parts.onFrame(frame);
      });
    };
    session.once('connect', () => {
      const stream = session.request({
        ':method': 'GET',
        ':path': '/v1/events',
        accept: 'text/event-stream',
        [LINE_VERSION_HEADER]: LINE_VERSION,
        ...(parts.lastEventId === undefined || parts.lastEventId === null
          ? {}
          : { 'last-event-id': parts.lastEventId }),
      });
      stream.on('error', close);
      stream.once('close', close);
      stream.once('response', (headers) => {
        if (!isOurLineVersion(headers[LINE_VERSION_HEADER])) {
          parts.onOtherVersion?.();
          return close();
        }
        if (headers[':status'] === REFUSED_STATUS && !down) parts.onRefused?.();
        if (headers[':status'] !== 200 || down || leaving) return close();
        accepted = true;
        clearTimeout(limit);
        heard();
        follow(stream);
        resolve({ session, close });
      });
    });
  });
}
