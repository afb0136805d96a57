import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type ClientHttp2Session, connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { PGlite } from '@electric-sql/pglite';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { syntheticCardAnchors, syntheticPeople } from '../../../card-reader/virtual/index.ts';
import { type VrsKeys, VrsKeysSchema } from '../../certificates/index.ts';
import { ChallengeSchema, KeySetEnvelopeSchema, RelayAnswerSchema } from '../../protocol/index.ts';
import { verifyVrsKeySet } from '../../sealing/index.ts';
import { createDevelopmentTrust, type DevelopmentTrust } from '../../trust/index.ts';
import type { VrsConfiguration } from '../configuration.ts';
import { createDevelopmentFiles, type DevelopmentFiles } from '../development-files.ts';
import { type RunningVrs, startVrs } from '../start-vrs.ts';
import type { OpenDatabase } from '../store/open-store.ts';
import { openPglite } from '../store/open-store.ts';
import type { VrsEvent } from '../vrs-events.ts';
import { apply, newVisitId, person, readAnswer } from '../vrs-fixtures.ts';

const TERMINAL = 'SYNTHETIC-01';
let folder: string;
let trust: DevelopmentTrust;
let files: DevelopmentFiles;
let vrsKeys: VrsKeys;
let database: OpenDatabase;
let configuration: VrsConfiguration;
let vrs: RunningVrs;
const events: VrsEvent[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-vrs-'));
  const now = new Date();
  trust = (await createDevelopmentTrust(join(folder, 'trust'), { terminals: [TERMINAL], now }))._unsafeUnwrap();
  const iss = 'https://vc.vrs.example/issuer';
  files = (await createDevelopmentFiles(folder, { iss, now, cardAnchors: syntheticCardAnchors() }))._unsafeUnwrap();
  vrsKeys = v.parse(VrsKeysSchema, JSON.parse(await readFile(files.keysFile, 'utf8')));
  database = (await openPglite(new PGlite()))._unsafeUnwrap();
  configuration = {
    listen: { host: '127.0.0.1', port: 0 },
    tls: { key: trust.vrsServer.keyFile, certificate: trust.vrsServer.certificateFile, clientCa: trust.lgwanCaFile },
    signing: { kind: 'files' },
    store: { kind: 'pglite', directory: null },
    keysFile: files.keysFile,
    masterKeyFile: files.masterKeyFile,
    cardAnchorsFile: files.cardAnchorsFile,
    allowedCenters: ['urn:kofu:center:development'],
    syntheticData: true,
    maxInFlight: 20,
    challengeLifeSeconds: 120,
  };
  vrs = (await start())._unsafeUnwrap();
}, 120_000);
afterAll(async () => {
  await vrs.stop();
  await database.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  events.length = 0;
});

const start = (over: Partial<VrsConfiguration> = {}) =>
  startVrs(
    { ...configuration, ...over },
    { database, people: syntheticPeople(), report: (event) => events.push(event) },
  );

type Credential = { certificateFile: string; keyFile: string };

async function session(credential: Credential | null, port = vrs.port): Promise<ClientHttp2Session> {
  const tls =
    credential === null
      ? {}
      : { cert: await readFile(credential.certificateFile), key: await readFile(credential.keyFile) };
  const opened = connect(`https://127.0.0.1:${port}`, { ca: await readFile(trust.lgwanCaFile), ...tls });
  opened.on('error', () => undefined);
  return opened;
}

type Reply = { status: number; json: unknown };

function ask(client: ClientHttp2Session, path: string, body?: unknown, raw?: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const stream = client.request({
      ':method': text === undefined ? 'GET' : 'POST',
      ':path': path,
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    });
    let status = 0;
    const chunks: Buffer[] = [];
    stream.on('response', (headers) => {
      status = headers[':status'] ?? 0;
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => {
      if (status === 0) return reject(new Error('no response'));
      resolve({ status, json: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
    });
    stream.end(text);
  });
}

async function withCenter<T>(work: (client: ClientHttp2Session) => Promise<T>, port = vrs.port): Promise<T> {
  const client = await session(trust.centerVrsClient, port);
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

const inAMinute = () => new Date(Date.now() + 60_000).toISOString();

async function sendApplication(
  client: ClientHttp2Session,
  id: string,
  deadline = inAMinute(),
  municipality = '900010',
) {
  const visitId = newVisitId();
  const challenge = v.parse(ChallengeSchema, (await ask(client, '/v1/challenges', { visitId })).json);
  const sent = await apply(vrsKeys, person(id), challenge, { visitId, municipality });
  const message = { header: sent.header, sealed: Buffer.from(sent.sealed).toString('base64url'), deadline };
  return { sent, message, reply: await ask(client, '/v1/applications', message) };
}

describe('a center that is allowed', () => {
  it('gets the key set, challenges, and answers only the visit can open', async () => {
    await withCenter(async (client) => {
      const envelope = v.parse(KeySetEnvelopeSchema, (await ask(client, '/v1/key-set')).json);
      const keySet = await verifyVrsKeySet(envelope.vrsKeySet, files.rootPublicKey, new Date());
      expect(keySet._unsafeUnwrap().healthCard.iss).toBe('https://vc.vrs.example/issuer');
      const { sent, reply } = await sendApplication(client, 'ichiyo');
      expect(reply.status).toBe(200);
      const answer = v.parse(RelayAnswerSchema, reply.json);
      expect(answer.visitId).toBe(sent.application.visitId);
      const opened = await readAnswer(vrsKeys, sent, Buffer.from(answer.sealed, 'base64url'), new Date());
      expect(opened.result).toMatchObject({ type: 'issued', facts: { holder: { name: '見本\u3000一葉' } } });
    });
    expect(events).toEqual(['CERTIFICATE_ISSUED']);
  });

  it('sees answers of one length, whatever they say (invariant C)', async () => {
    const lengths = await withCenter(async (client) => {
      const replies = [];
      for (const id of ['ichiyo', 'four-doses', 'no-record', 'protected']) {
        replies.push(v.parse(RelayAnswerSchema, (await sendApplication(client, id)).reply.json).sealed.length);
      }
      return replies;
    });
    expect(new Set(lengths).size).toBe(1);
  });

  it('cannot tell which kind of no record it carries: only the visit reads whom to ask', async () => {
    await withCenter(async (client) => {
      const told: object[] = [];
      const lengths = new Set<number>();
      for (const [id, municipality] of [
        ['no-record', '900010'],
        ['no-record', '900028'],
        ['ichiyo', '900028'],
      ] as const) {
        const { sent, reply } = await sendApplication(client, id, inAMinute(), municipality);
        const { sealed } = v.parse(RelayAnswerSchema, reply.json);
        const { result } = await readAnswer(vrsKeys, sent, Buffer.from(sealed, 'base64url'), new Date());
        told.push({ result, status: reply.status });
        lengths.add(sealed.length);
      }
      const refused = (refusal: string) => ({ result: { type: 'refused', refusal }, status: 200 });
      expect(lengths.size).toBe(1);
      expect(told).toEqual([
        refused('NO_RECORD_CHECK_CITY'),
        refused('NO_RECORD_ASK_CITY'),
        refused('NO_RECORD_CHECK_CITY'),
      ]);
    });
  });

  it('gets the same certificate for the same message twice', async () => {
    await withCenter(async (client) => {
      const { sent, message, reply } = await sendApplication(client, 'four-doses');
      const again = await ask(client, '/v1/applications', message);
      const open = async ({ json }: Reply) => {
        const { sealed } = v.parse(RelayAnswerSchema, json);
        return (await readAnswer(vrsKeys, sent, Buffer.from(sealed, 'base64url'), new Date())).result;
      };
      expect(await open(again)).toEqual(await open(reply));
    });
  });

  it('is told UNAVAILABLE for a deadline that has passed, and nothing is issued', async () => {
    await withCenter(async (client) => {
      const { reply } = await sendApplication(client, 'ichiyo', new Date(Date.now() - 1).toISOString());
      expect(reply).toEqual({ status: 503, json: { refusal: 'UNAVAILABLE' } });
    });
    expect(events).not.toContain('CERTIFICATE_ISSUED');
  });

  it('is told MALFORMED for whatever is not the message, and the server lives on', async () => {
    await withCenter(async (client) => {
      const { message } = await sendApplication(client, 'ichiyo');
      const attempts: [string, string][] = [
        ['/v1/challenges', ''],
        ['/v1/challenges', '{}'],
        ['/v1/challenges', '{"visitId":"AAAAAAAAAAAAAAAAAAAAAA","visitId":"AAAAAAAAAAAAAAAAAAAAAA"}'],
        ['/v1/challenges', `{"visitId":"${'A'.repeat(22)}","more":1}`],
        ['/v1/challenges', '['.repeat(10_000)],
        ['/v1/applications', JSON.stringify({ ...message, deadline: 'soon' })],
        ['/v1/applications', JSON.stringify({ ...message, sealed: 'A'.repeat(50_000) })],
        ['/v1/applications', JSON.stringify({ ...message, sealed: 'A'.repeat(5000) })],
        ['/v1/applications', JSON.stringify({ ...message, header: { ...message.header, v: 2 } })],
        ['/v1/none', '{}'],
        ['/v1/key-set', '{}'],
      ];
      for (const [path, raw] of attempts) {
        const reply = await ask(client, path, undefined, raw);
        expect(reply.status).toBeGreaterThanOrEqual(400);
        expect(reply.status).toBeLessThan(500);
        expect(reply.json).toEqual({ refusal: 'MALFORMED' });
      }
      expect((await sendApplication(client, 'ichiyo')).reply.status).toBe(200);
    });
  });

  it('is told BUSY beyond the number in flight, and served afterwards', async () => {
    const small = (await start({ maxInFlight: 1 }))._unsafeUnwrap();
    // Somebody holds the store: whoever is let in has to wait for it.
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const holding = database.database.transaction().execute(() => held);
    try {
      await withCenter(async (client) => {
        const challenge = () => ask(client, '/v1/challenges', { visitId: newVisitId() });
        const requests = [challenge(), challenge(), challenge()];
        const settled: Reply[] = [];
        for (const request of requests) void request.then((reply) => settled.push(reply));
        await expect.poll(() => settled.length).toBe(2);
        expect(settled).toEqual(Array(2).fill({ status: 503, json: { refusal: 'BUSY', retryAfterSeconds: 2 } }));
        release();
        await Promise.all(requests);
        expect(settled[2]?.status).toBe(200);
        expect((await challenge()).status).toBe(200);
      }, small.port);
    } finally {
      release();
      await holding;
      await small.stop();
    }
  });

  it('is told UNAVAILABLE at the deadline when the store hangs, and nothing is issued afterwards (P1)', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await withCenter(async (client) => {
      const visitId = newVisitId();
      const challenge = v.parse(ChallengeSchema, (await ask(client, '/v1/challenges', { visitId })).json);
      const sent = await apply(vrsKeys, person('ichiyo'), challenge, { visitId });
      const holding = database.database.transaction().execute(() => held);
      const deadline = new Date(Date.now() + 200).toISOString();
      const sealed = Buffer.from(sent.sealed).toString('base64url');
      const reply = await ask(client, '/v1/applications', { header: sent.header, sealed, deadline });
      expect(reply).toEqual({ status: 503, json: { refusal: 'UNAVAILABLE' } });
      release();
      await holding;
      // The challenge was not used up by it: the application is still good.
      const again = await ask(client, '/v1/applications', { header: sent.header, sealed, deadline: inAMinute() });
      const answer = v.parse(RelayAnswerSchema, again.json);
      const opened = await readAnswer(vrsKeys, sent, Buffer.from(answer.sealed, 'base64url'), new Date());
      expect(opened.result.type).toBe('issued');
    });
    expect(events.filter((event) => event === 'CERTIFICATE_ISSUED')).toHaveLength(1);
  });
});

describe('anybody else is refused', () => {
  const refused = async (client: ClientHttp2Session) => {
    const outcome = await ask(client, '/v1/key-set').then(
      ({ status }) => status,
      () => 'refused',
    );
    client.destroy();
    return outcome;
  };

  it('without a certificate, or with one of the terminals’ line', async () => {
    expect(await refused(await session(null))).toBe('refused');
    const terminal = trust.terminals.get(TERMINAL);
    if (terminal === undefined) throw new Error('the trust holds the terminal');
    expect(await refused(await session(terminal))).toBe('refused');
  });

  it('with a certificate of the right authority under another name', async () => {
    expect(await refused(await session(trust.vrsServer))).toBe('refused');
    const other = (await start({ allowedCenters: ['urn:kofu:center:another'] }))._unsafeUnwrap();
    try {
      expect(await refused(await session(trust.centerVrsClient, other.port))).toBe('refused');
      expect(events).toEqual(['STRANGER_REFUSED']);
    } finally {
      await other.stop();
    }
  });

  it('with an older TLS or with HTTP/1.1', async () => {
    const cert = await readFile(trust.centerVrsClient.certificateFile);
    const key = await readFile(trust.centerVrsClient.keyFile);
    const ca = await readFile(trust.lgwanCaFile);
    for (const options of [{ maxVersion: 'TLSv1.2' as const }, { ALPNProtocols: ['http/1.1'] }]) {
      const outcome = await new Promise<string>((resolve) => {
        const socket = connectTls({ host: '127.0.0.1', port: vrs.port, cert, key, ca, ...options });
        socket.on('error', () => resolve('refused'));
        socket.on('close', () => resolve('refused'));
        socket.on('data', (data: Buffer) => resolve(data.toString('latin1', 0, 12)));
        socket.on('secureConnect', () => socket.write('GET /v1/key-set HTTP/1.1\r\nHost: x\r\n\r\n'));
      });
      expect(['refused', 'HTTP/1.1 403']).toContain(outcome);
    }
  });
});
