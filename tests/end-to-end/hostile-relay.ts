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
import { exchangeBytes } from '../../server-bridge/exchange/index.ts';
import {
  type Challenge,
  ChallengeSchema,
  type RelayAnswer,
  RelayAnswerSchema,
  type RelayRequest,
  RelayRequestSchema,
} from '../../server-bridge/index.ts';
import type { PrivateFiles } from '../environment/private-files.ts';

/** What becomes of an answer; null is silence. Given the answer that the visit should have, and what it had asked. */
export type Tamper = (
  answer: RelayAnswer,
  request: RelayRequest,
) => Promise<RelayAnswer | string | null> | RelayAnswer | string | null;

export type HostileRelay = {
  port: number;
  tamper: Tamper;
  /** What becomes of a challenge on its way to the card. */
  tamperChallenge: (challenge: Challenge) => Challenge;
  /** The same request to the real center a second time, on the way on which it went: a certificate has one living connection. */
  askAgain(request: RelayRequest): Promise<RelayAnswer>;
  stop(): Promise<void>;
};

const ASK_AGAIN_MS = 20_000;

const textOf = <S extends v.GenericSchema>(schema: S) => v.pipe(v.string(), v.parseJson(), schema);
const AnswerTextSchema = textOf(RelayAnswerSchema);
const RequestTextSchema = textOf(RelayRequestSchema);
const ChallengeTextSchema = textOf(ChallengeSchema);

export async function startHostileRelay(o: {
  files: PrivateFiles;
  centerPort: number;
  terminalId: string;
}): Promise<HostileRelay> {
  const { trust } = o.files;
  const terminal = trust.terminals.get(o.terminalId);
  if (terminal === undefined) throw new Error('This terminal has no certificate.');
  const ca = await readFile(trust.lineCaFile);
  const identity = { ca, key: await readFile(terminal.keyFile), cert: await readFile(terminal.certificateFile) };
  let session: ClientHttp2Session | null = null;
  /** The way to the center; a new one where the center has been away. */
  const upstream = (): ClientHttp2Session => {
    if (session === null || session.closed || session.destroyed) {
      session = connect(`https://127.0.0.1:${o.centerPort}`, identity);
      session.on('error', () => {});
    }
    return session;
  };
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
    tamperChallenge: (challenge) => challenge,
    async askAgain(request) {
      const body = Buffer.from(JSON.stringify(request), 'utf8');
      const limits = { timeoutMs: ASK_AGAIN_MS, answerLimitBytes: 1_000_000 };
      const reply = await exchangeBytes(upstream(), { path: '/v1/applications', body, ...limits });
      return v.parse(AnswerTextSchema, reply._unsafeUnwrap().body.toString('utf8'));
    },
    async stop() {
      session?.destroy();
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
    const asked = upstream().request(forwarded, { endStream: false });
    asked.on('error', () => stream.destroy());
    stream.on('close', () => asked.destroy());
    const request: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => request.push(chunk));
    stream.pipe(asked);
    asked.on('response', (answered) => {
      const status = answered[':status'] ?? 502;
      const type = answered['content-type'];
      if (path === '/v1/applications' && status === 200) {
        void tamperWith(asked, stream, async (text) => {
          const asking = v.parse(RequestTextSchema, Buffer.concat(request).toString('utf8'));
          return await relay.tamper(v.parse(AnswerTextSchema, text), asking);
        });
        return;
      }
      if (path === '/v1/challenges' && status === 200) {
        void tamperWith(asked, stream, (text) => relay.tamperChallenge(v.parse(ChallengeTextSchema, text)));
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

async function tamperWith(
  asked: AsyncIterable<Buffer>,
  stream: ServerHttp2Stream,
  tamper: (answer: string) => Promise<object | string | null> | object | string | null,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk);
  // Whoever has hung up has broken off the answer as well: half of one is nothing to work on.
  if (stream.destroyed) return;
  const tampered = await tamper(Buffer.concat(chunks).toString('utf8'));
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
