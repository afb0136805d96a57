/**
 * A hostile center (I1–I7): it stands between a terminal and the real center, with the center's own certificate and the
 * terminal's own key, and does to relayed answers what the incidents did, or worse. Like the real center it can read headers
 * only: what it relays is sealed.
 */
import { readFile } from 'node:fs/promises';
import {
  type ClientHttp2Session,
  connect,
  createSecureServer,
  type Http2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import * as v from 'valibot';
import { type RelayAnswer, RelayAnswerSchema } from '../../server-bridge/index.ts';
import type { PrivateFiles } from '../environment/private-files.ts';

/** What becomes of an answer; null is silence. Given the visit that asks and the answer it should have. */
export type Tamper = (answer: RelayAnswer) => Promise<RelayAnswer | string | null> | RelayAnswer | string | null;

export type HostileRelay = { port: number; tamper: Tamper; stop(): Promise<void> };

const AnswerTextSchema = v.pipe(v.string(), v.parseJson(), RelayAnswerSchema);

export async function startHostileRelay(o: {
  files: PrivateFiles;
  centerPort: number;
  terminalId: string;
}): Promise<HostileRelay> {
  const { trust } = o.files;
  const terminal = trust.terminals.get(o.terminalId);
  if (terminal === undefined) throw new Error('This terminal has no certificate.');
  const ca = await readFile(trust.lineCaFile);
  const upstream: ClientHttp2Session = connect(`https://127.0.0.1:${o.centerPort}`, {
    ca,
    key: await readFile(terminal.keyFile),
    cert: await readFile(terminal.certificateFile),
  });
  upstream.on('error', () => {});
  const sessions = new Set<Http2Session>();
  const server = createSecureServer({
    ca,
    key: await readFile(trust.centerServer.keyFile),
    cert: await readFile(trust.centerServer.certificateFile),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3',
  });
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.once('close', () => sessions.delete(session));
  });
  const relay: HostileRelay = {
    port: 0,
    tamper: (answer) => answer,
    async stop() {
      upstream.destroy();
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    const path = String(headers[':path']);
    const forwarded = Object.fromEntries(
      Object.entries(headers).filter(
        ([name]) =>
          name === ':path' ||
          name === ':method' ||
          name === 'content-type' ||
          name === 'content-length' ||
          name === 'accept',
      ),
    );
    const asked = upstream.request(forwarded, { endStream: false });
    asked.on('error', () => stream.destroy());
    stream.on('close', () => asked.destroy());
    stream.pipe(asked);
    asked.on('response', (answered) => {
      const status = answered[':status'] ?? 502;
      const type = answered['content-type'];
      if (path === '/v1/applications' && status === 200) {
        void tamperWith(asked, stream, relay);
        return;
      }
      stream.respond({ ':status': status, ...(type === undefined ? {} : { 'content-type': type }) });
      asked.pipe(stream);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The hostile relay does not listen.');
  relay.port = address.port;
  return relay;
}

async function tamperWith(asked: AsyncIterable<Buffer>, stream: ServerHttp2Stream, relay: HostileRelay): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk);
  const answer = v.parse(AnswerTextSchema, Buffer.concat(chunks).toString('utf8'));
  const tampered = await relay.tamper(answer);
  if (tampered === null || stream.destroyed) return;
  stream.respond({ ':status': 200, 'content-type': 'application/json' });
  stream.end(typeof tampered === 'string' ? tampered : JSON.stringify(tampered));
}

/** Waits for the answers of two visits and gives each the other's, under the right visit id: what 2023 looked like. */
export function swapBetweenTwo(): Tamper {
  let first: { answer: RelayAnswer; give: (other: RelayAnswer) => void } | null = null;
  return (answer) => {
    if (first === null) {
      return new Promise((give) => {
        first = { answer, give: (other) => give({ visitId: answer.visitId, sealed: other.sealed }) };
      });
    }
    const waiting = first;
    first = null;
    waiting.give(answer);
    return { visitId: answer.visitId, sealed: waiting.answer.sealed };
  };
}

/** Keeps the first answer and gives it to everybody who comes after, under their own visit id. */
export function replayTheFirst(): Tamper {
  let kept: RelayAnswer | null = null;
  return (answer) => {
    kept ??= answer;
    return { visitId: answer.visitId, sealed: kept.sealed };
  };
}
