/** A VRS for tests: mutual TLS and HTTP/2 as the real one, answers as the test says. Synthetic keys only. */
import { readFileSync } from 'node:fs';
import { createSecureServer, type Http2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { DevelopmentTrust } from '../../trust/index.ts';

export type StubRequest = { readonly path: string; readonly body: string };
export type StubReply = { readonly status: number; readonly body: string };
/** An answer, or `null` to answer never, or the stream to do something worse with it. */
export type StubBehaviour = (
  request: StubRequest,
  stream: ServerHttp2Stream,
) => StubReply | null | Promise<StubReply | null>;

export type StubVrs = {
  readonly port: number;
  behaviour: StubBehaviour;
  readonly requests: StubRequest[];
  /** Paths of requests whose stream was reset by the center. */
  readonly resets: string[];
  close(): Promise<void>;
};

export const filler = (length: number): string => 'A'.repeat(length);

/** What VRS answers when all is well. */
export const goodBehaviour =
  (keySet: string): StubBehaviour =>
  ({ path, body }) => {
    if (path === '/v1/key-set') return { status: 200, body: JSON.stringify({ vrsKeySet: keySet }) };
    if (path === '/v1/challenges') {
      const answer = { challengeId: filler(22), challenge: filler(43), expiresAt: '2099-01-01T00:00:00.000Z' };
      return { status: 200, body: JSON.stringify(answer) };
    }
    const { visitId } = JSON.parse(body).header;
    return { status: 200, body: JSON.stringify({ visitId, sealed: filler(200) }) };
  };

/** @param port 0 for a free one; a fixed one to come back where an earlier stub was */
export async function startStubVrs(trust: DevelopmentTrust, behaviour: StubBehaviour, port = 0): Promise<StubVrs> {
  const server = createSecureServer({
    ca: readFileSync(trust.lgwanCaFile),
    cert: readFileSync(trust.vrsServer.certificateFile),
    key: readFileSync(trust.vrsServer.keyFile),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3',
  });
  const sessions = new Set<Http2Session>();
  const requests: StubRequest[] = [];
  const resets: string[] = [];
  const stub = { behaviour };
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, headers) => {
    const path = headers[':path'] ?? '';
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('aborted', () => resets.push(path));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', async () => {
      const request = { path, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      const reply = await stub.behaviour(request, stream);
      if (reply === null || stream.destroyed || stream.closed) return;
      stream.respond({ ':status': reply.status, 'content-type': 'application/json' });
      stream.end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    requests,
    resets,
    get behaviour() {
      return stub.behaviour;
    },
    set behaviour(next) {
      stub.behaviour = next;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}
