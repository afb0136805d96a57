/** Asks a gateway in either protocol whatever a test wants, well-formed or not. */
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import { request as requestHttp1 } from 'node:https';

export type Reply = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };
export type Asked = {
  readonly method?: string;
  readonly path: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

const LIMIT_MS = 20_000;

/** Status 0: the stream was ended without an answer. */
export function askOver(session: ClientHttp2Session, asked: Asked): Promise<Reply> {
  return new Promise((resolve) => {
    const { method = asked.body === undefined ? 'GET' : 'POST', path, body, headers = {} } = asked;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const stream = session.request({ ':method': method, ':path': path, ...type, ...headers });
    const limit = setTimeout(() => stream.close(), LIMIT_MS);
    let received: IncomingHttpHeaders = {};
    let status = 0;
    let text = '';
    stream.on('response', (answered) => {
      status = answered[':status'] ?? 0;
      received = answered;
    });
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    stream.on('error', () => undefined);
    stream.once('close', () => {
      clearTimeout(limit);
      resolve({ status, headers: received, text });
    });
    stream.end(body);
  });
}

export function openSession(port: number, ca: Buffer): ClientHttp2Session {
  const session = connect(`https://127.0.0.1:${port}`, { ca });
  session.on('error', () => undefined);
  return session;
}

/** HTTP/1.1, on a connection of its own. */
export function askHttp1(port: number, ca: Buffer, asked: Asked): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method = asked.body === undefined ? 'GET' : 'POST', path, body, headers = {} } = asked;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const options = { host: '127.0.0.1', port, path, method, ca, agent: false, timeout: LIMIT_MS };
    const sent = requestHttp1({ ...options, headers: { ...type, ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
