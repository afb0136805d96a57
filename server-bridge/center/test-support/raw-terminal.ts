/** A terminal without manners: sends what a test wants, with whatever certificate, and shows what comes back. */
import { readFileSync } from 'node:fs';
import { type ClientHttp2Session, connect } from 'node:http2';
import type { DevelopmentTrust } from '../../trust/index.ts';

export type RawReply = { readonly status: number; readonly headers: Record<string, unknown>; readonly body: string };

export type RawTerminal = {
  readonly session: ClientHttp2Session;
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<RawReply>;
  /** Opens the event stream and collects what is written to it. */
  events(): { readonly text: () => string; readonly closed: Promise<void> };
  close(): void;
};

/** Connects with a terminal's certificate of `trust`. */
export function rawTerminal(trust: DevelopmentTrust, terminalId: string, port: number): RawTerminal {
  const paths = trust.terminals.get(terminalId);
  if (paths === undefined) throw new Error(`no certificate for ${terminalId}`);
  const session = connect(`https://127.0.0.1:${port}`, {
    ca: readFileSync(trust.lineCaFile),
    cert: readFileSync(paths.certificateFile),
    key: readFileSync(paths.keyFile),
  });
  return overSession(session);
}

/** The same over a session the test has opened itself. */
export function overSession(session: ClientHttp2Session): RawTerminal {
  session.on('error', () => undefined);
  return {
    session,
    send(method, path, body, headers = {}) {
      return new Promise((resolve, reject) => {
        const type = body === undefined ? {} : { 'content-type': 'application/json' };
        const stream = session.request({ ':method': method, ':path': path, ...type, ...headers });
        let text = '';
        let received: Record<string, unknown> = {};
        stream.setEncoding('utf8');
        stream.on('response', (responseHeaders) => {
          received = responseHeaders;
        });
        stream.on('data', (chunk: string) => {
          text += chunk;
        });
        stream.on('error', reject);
        stream.on('close', () => resolve({ status: Number(received[':status'] ?? 0), headers: received, body: text }));
        if (body === undefined) stream.end();
        else stream.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
      });
    },
    events() {
      const stream = session.request({ ':method': 'GET', ':path': '/v1/events' });
      let text = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        text += chunk;
      });
      stream.on('error', () => undefined);
      return { text: () => text, closed: new Promise((resolve) => stream.once('close', () => resolve())) };
    },
    close: () => session.destroy(),
  };
}
