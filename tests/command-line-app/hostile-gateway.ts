/** A gateway in other hands: it has the gateway's own certificate, sees what the gateway sees, and does what it likes to what comes back. */
import { readFile } from 'node:fs/promises';
import { type ClientHttp2Session, connect, createSecureServer, type Http2Session } from 'node:http2';
import { ATTESTATION_HEADER } from '../../server-bridge/app-gateway/index.ts';
import type { AppWorld } from './app-world.ts';

/** What becomes of an answer's text; null is silence. `sent` is the request's text, empty for a GET. */
export type Tamper = (answer: string, sent: string) => Promise<string | null> | string | null;

export type HostileGateway = {
  readonly port: number;
  /** By path. */
  tamper: Readonly<Record<string, Tamper>>;
  stop(): Promise<void>;
};

export async function startHostileGateway(world: AppWorld): Promise<HostileGateway> {
  const { listen } = world.development.configuration(world.vrs.port);
  const server = createSecureServer({
    key: await readFile(listen.key),
    cert: await readFile(listen.certificate),
    minVersion: 'TLSv1.3',
  });
  const upstream: ClientHttp2Session = connect(`https://127.0.0.1:${world.gateway.port}`, {
    ca: await readFile(world.development.publicCaFile),
  });
  upstream.on('error', () => undefined);
  const sessions = new Set<Http2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
    session.once('close', () => sessions.delete(session));
  });
  const hostile = {
    port: 0,
    tamper: {} as Readonly<Record<string, Tamper>>,
    async stop(): Promise<void> {
      upstream.destroy();
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    const path = String(headers[':path']);
    const passed = Object.fromEntries(
      [':method', ':path', 'content-type', 'content-length', ATTESTATION_HEADER].flatMap((name) =>
        headers[name] === undefined ? [] : [[name, headers[name]]],
      ),
    );
    void (async () => {
      const sent = await textOf(stream);
      const asked = upstream.request(passed);
      asked.on('error', () => undefined);
      let status = 0;
      asked.on('response', (answered) => {
        status = answered[':status'] ?? 0;
      });
      asked.end(sent === '' ? undefined : sent);
      const answer = await textOf(asked);
      const given = await (hostile.tamper[path] ?? ((same: string) => same))(answer, sent);
      if (given === null || stream.destroyed) return;
      stream.respond({ ':status': status, 'content-type': 'application/json' });
      stream.end(given);
    })().catch(() => stream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The hostile gateway does not listen.');
  hostile.port = address.port;
  return hostile;
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
