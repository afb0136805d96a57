/** A VRS that opens nothing: mutual TLS and HTTP/2 as the real one, its key set signed, every answer sealed-looking filler. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createSecureServer, type Http2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import {
  generateSigningJwk,
  publicJwkOf,
  RelayRequestSchema,
  signerFromJwk,
  signVrsKeySet,
} from '../../server-bridge/index.ts';
import { DAY_MS, type DevelopmentTrust } from '../../server-bridge/trust/index.ts';

export type SyntheticVrs = { readonly port: number; close(): Promise<void> };

const SEALED = randomBytes(4_096).toString('base64url');
const RequestSchema = v.pipe(v.string(), v.parseJson(), RelayRequestSchema);

async function makeKeySet(now: Date): Promise<string> {
  const answerKey = publicJwkOf(await generateSigningJwk());
  const keySet = {
    v: 1 as const,
    issuedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + 30 * DAY_MS).toISOString(),
    sealingKeys: [{ kid: 'synthetic', publicKey: 'A'.repeat(87) }],
    answerKeys: [answerKey],
    healthCard: { iss: 'https://vrs.example/shc', keys: [answerKey] },
    vdsNcAnchors: [],
  };
  return await signVrsKeySet(keySet, signerFromJwk(await generateSigningJwk()));
}

function answerTo(path: string, body: string, keySet: string): { readonly status: number; readonly body: object } {
  if (path === '/v1/key-set') return { status: 200, body: { vrsKeySet: keySet } };
  if (path === '/v1/challenges') {
    const expiresAt = new Date(Date.now() + 300_000).toISOString();
    const challengeId = randomBytes(16).toString('base64url');
    return { status: 200, body: { challengeId, challenge: randomBytes(32).toString('base64url'), expiresAt } };
  }
  const request = path === '/v1/applications' ? v.safeParse(RequestSchema, body) : null;
  if (request?.success !== true) return { status: 400, body: { refusal: 'MALFORMED' } };
  return { status: 200, body: { visitId: request.output.header.visitId, sealed: SEALED } };
}

export async function startSyntheticVrs(trust: DevelopmentTrust): Promise<SyntheticVrs> {
  const keySet = await makeKeySet(new Date());
  const server = createSecureServer({
    ca: readFileSync(trust.lgwanCaFile),
    cert: readFileSync(trust.vrsServer.certificateFile),
    key: readFileSync(trust.vrsServer.keyFile),
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3',
  });
  const sessions = new Set<Http2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => undefined);
    session.once('close', () => sessions.delete(session));
  });
  server.on('stream', (stream: ServerHttp2Stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('end', () => {
      if (stream.destroyed) return;
      const { status, body } = answerTo(headers[':path'] ?? '', Buffer.concat(chunks).toString('utf8'), keySet);
      stream.respond({ ':status': status, 'content-type': 'application/json' });
      stream.end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}
