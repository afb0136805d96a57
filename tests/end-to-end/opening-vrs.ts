/**
 * A record system as the center sees it: mutual TLS and HTTP/2 as the real one; it opens each sealed application with its key and
 * seals a certificate's text to the visit's own key. As a test wishes it is slow, sends nonsense, or is away.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createSecureServer, type Http2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import {
  type Application,
  generateSealingJwk,
  generateSigningJwk,
  importSealingKey,
  openApplication,
  publicJwkOf,
  RelayRequestSchema,
  type SealingPrivateJwk,
  sealAnswer,
  sealingPublicKey,
  signerFromJwk,
  signVrsKeySet,
} from '../../server-bridge/index.ts';
import { DAY_MS, type DevelopmentTrust } from '../../server-bridge/trust/index.ts';

export type VrsBehaviour = 'answers' | 'silent' | 'nonsense' | 'refuses';

export type OpeningVrs = {
  readonly port: number;
  readonly sealingJwk: SealingPrivateJwk;
  behaviour: VrsBehaviour;
  /** Applications it could open and read. */
  opened(): number;
  /** Waits until it has read so many. @throws after ten seconds */
  untilOpened(count: number): Promise<void>;
  close(): Promise<void>;
};

const SEALING_KEY_ID = 'synthetic';
const WAIT_LIMIT_MS = 10_000;
const ANSWER_LIFE_MS = 300_000;
const RequestSchema = v.pipe(v.string(), v.parseJson(), RelayRequestSchema);
type Reply = { readonly status: number; readonly body: string };
const json = (status: number, body: object): Reply => ({ status, body: JSON.stringify(body) });

/** @param certificateText what is certified to whom, as the answer carries it */
export async function startOpeningVrs(
  trust: DevelopmentTrust,
  certificateText: (application: Application) => string,
): Promise<OpeningVrs> {
  const sealingJwk = await generateSealingJwk();
  const keys = new Map([[SEALING_KEY_ID, await importSealingKey(sealingJwk)]]);
  const answerKey = publicJwkOf(await generateSigningJwk());
  const now = Date.now();
  const vrsKeySet = await signVrsKeySet(
    {
      v: 1,
      issuedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 30 * DAY_MS).toISOString(),
      sealingKeys: [
        { kid: SEALING_KEY_ID, publicKey: Buffer.from(sealingPublicKey(sealingJwk)).toString('base64url') },
      ],
      answerKeys: [answerKey],
      healthCard: { iss: 'https://vrs.example/shc', keys: [answerKey] },
      vdsNcAnchors: [],
    },
    signerFromJwk(await generateSigningJwk()),
  );
  let opened = 0;
  const state: { behaviour: VrsBehaviour } = { behaviour: 'answers' };

  const answer = async (path: string, body: string): Promise<Reply | null> => {
    if (path === '/v1/key-set') return json(200, { vrsKeySet });
    if (path === '/v1/challenges') {
      const expiresAt = new Date(Date.now() + ANSWER_LIFE_MS).toISOString();
      return json(200, { challengeId: 'A'.repeat(22), challenge: 'A'.repeat(43), expiresAt });
    }
    const request = v.safeParse(RequestSchema, body);
    if (!request.success) return json(400, { refusal: 'MALFORMED' });
    const { header, sealed } = request.output;
    const application = await openApplication({ header, sealed: Buffer.from(sealed, 'base64url'), keys });
    if (application.isErr()) return json(400, { refusal: 'MALFORMED' });
    opened += 1;
    switch (state.behaviour) {
      case 'silent':
        return null;
      case 'nonsense':
        return { status: 200, body: '<html>bad gateway</html>' };
      case 'refuses':
        return json(503, { refusal: 'BUSY', retryAfterSeconds: 3 });
      case 'answers': {
        const payload = Buffer.from(certificateText(application.value.application)).toString('base64url');
        const answered = await sealAnswer({
          jws: `e30.${payload}.AAAA`,
          visitId: header.visitId,
          answerKey: Buffer.from(application.value.application.answerKey, 'base64url'),
        });
        const bytes = answered._unsafeUnwrap();
        return json(200, { visitId: header.visitId, sealed: Buffer.from(bytes).toString('base64url') });
      }
      default: {
        const never: never = state.behaviour;
        throw new Error(`unknown behaviour ${String(never)}`);
      }
    }
  };

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
    stream.once('end', async () => {
      const reply = await answer(headers[':path'] ?? '', Buffer.concat(chunks).toString('utf8'));
      if (reply === null || stream.destroyed || stream.closed) return;
      stream.respond({ ':status': reply.status, 'content-type': 'application/json' });
      stream.end(reply.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    sealingJwk,
    get behaviour() {
      return state.behaviour;
    },
    set behaviour(next) {
      state.behaviour = next;
    },
    opened: () => opened,
    async untilOpened(count) {
      const endMs = performance.now() + WAIT_LIMIT_MS;
      while (opened < count) {
        if (performance.now() > endMs) throw new Error('Applications did not come to VRS.');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
}
