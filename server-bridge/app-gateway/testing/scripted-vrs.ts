/** A VRS that answers as a test says, over mutual TLS, and remembers every path it was asked for. */
import { readFile } from 'node:fs/promises';
import { createSecureServer, type Http2Session } from 'node:http2';
import type { DevelopmentTrust } from '../../trust/index.ts';

export type ScriptedAnswer = { readonly status: number; readonly body: string };

export type ScriptedVrs = {
  readonly port: number;
  /** `METHOD path` of everything that came. */
  readonly asked: string[];
  /** Streams that were reset before they were answered. */
  readonly abandoned: () => number;
  /** Null is silence. */
  answer: (path: string, body: string) => Promise<ScriptedAnswer | null> | ScriptedAnswer | null;
  stop(): Promise<void>;
};

export async function startScriptedVrs(trust: DevelopmentTrust): Promise<ScriptedVrs> {
  const server = createSecureServer({
    ca: await readFile(trust.lgwanCaFile),
    key: await readFile(trust.vrsServer.keyFile),
    cert: await readFile(trust.vrsServer.certificateFile),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3',
  });
  const sessions = new Set<Http2Session>();
  const asked: string[] = [];
  let abandoned = 0;
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
    session.once('close', () => sessions.delete(session));
  });
  const vrs: Omit<ScriptedVrs, 'port'> & { port: number } = {
    port: 0,
    asked,
    abandoned: () => abandoned,
    answer: () => null,
    async stop() {
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  server.on('stream', (stream, headers) => {
    let isAnswered = false;
    stream.on('error', () => undefined);
    stream.once('close', () => {
      if (!isAnswered) abandoned += 1;
    });
    const path = String(headers[':path']);
    asked.push(`${String(headers[':method'])} ${path}`);
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', async () => {
      const given = await vrs.answer(path, Buffer.concat(chunks).toString('utf8'));
      if (given === null || stream.destroyed) return;
      isAnswered = true;
      stream.respond({ ':status': given.status, 'content-type': 'application/json' });
      stream.end(given.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the scripted VRS does not listen');
  vrs.port = address.port;
  return vrs;
}
