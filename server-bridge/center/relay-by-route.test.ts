import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEventLog, noSink } from '../event-log/index.ts';
import { ApplicationHeaderSchema, ApplicationSchema } from '../protocol/index.ts';
import {
  generateSealingJwk,
  makeAnswerKeyPair,
  sealAnswer,
  sealApplication,
  sealingPublicKey,
} from '../sealing/index.ts';
import { centerEvents, type OpenStore, type RunningCenter, startCenter } from './index.ts';
import {
  applicationOf,
  buildFoundation,
  CITY,
  type Foundation,
  syntheticContent,
  TERMINAL,
  visitId,
} from './test-support/bridge-world.ts';
import { eventually } from './test-support/eventually.ts';
import { freshStore } from './test-support/fresh-store.ts';
import { type RawTerminal, rawTerminal } from './test-support/raw-terminal.ts';
import { goodBehaviour, type StubBehaviour, type StubVrs, startStubVrs } from './test-support/stub-vrs.ts';
import { VrsRoutesConfigurationSchema } from './vrs-routes-configuration.ts';

const OTHER_CITY = '999920';
const [firstCity] = syntheticContent.municipalities;
const content = {
  ...syntheticContent,
  municipalities: [...syntheticContent.municipalities, { ...firstCity, code: OTHER_CITY }],
};

const log = createEventLog(centerEvents, { sink: noSink(), now: () => new Date() });
let foundation: Foundation;
let store: OpenStore;
let other: StubVrs;
let center: RunningCenter;
let terminal: RawTerminal;

beforeAll(async () => {
  foundation = await buildFoundation(content);
  const { trust } = foundation;
  other = await startStubVrs(trust, goodBehaviour(foundation.keySet));
  const vrsRoutes = v.parse(VrsRoutesConfigurationSchema, [
    {
      name: 'east',
      municipalities: [OTHER_CITY],
      host: '127.0.0.1',
      port: other.port,
      caFile: trust.lgwanCaFile,
      ...trust.centerVrsClient,
    },
  ]);
  store = await freshStore();
  center = (await startCenter(foundation.configuration({ vrsRoutes }), { store, log }))._unsafeUnwrap();
  terminal = rawTerminal(trust, TERMINAL, center.port);
});
afterAll(async () => {
  terminal.close();
  await center.stop();
  await store.close();
  await other.close();
  await foundation.close();
});
beforeEach(() => {
  for (const vrs of [foundation.vrs, other]) {
    vrs.behaviour = goodBehaviour(foundation.keySet);
    vrs.requests.length = 0;
  }
});

const apply = (municipality: string, message: object = applicationOf(visitId(), { municipality })) =>
  terminal.send('POST', '/v1/applications', message);
const applications = (vrs: StubVrs) => vrs.requests.filter(({ path }) => path === '/v1/applications').length;

test('an application goes where its header says, and nowhere else', async () => {
  expect((await apply(OTHER_CITY)).status).toBe(200);
  expect([applications(foundation.vrs), applications(other)]).toEqual([0, 1]);
  expect((await apply(CITY)).status).toBe(200);
  expect([applications(foundation.vrs), applications(other)]).toEqual([1, 1]);
});

test('a slow way takes no place of the other, nor of challenges', async () => {
  for (const [slowVrs, slowCity, quickCity] of [
    [foundation.vrs, CITY, OTHER_CITY],
    [other, OTHER_CITY, CITY],
  ] as const) {
    const good = goodBehaviour(foundation.keySet);
    const freed = Promise.withResolvers<void>();
    const slow: StubBehaviour = async (request, stream) => {
      if (request.path === '/v1/applications') await freed.promise;
      return good(request, stream);
    };
    slowVrs.behaviour = slow;
    const before = applications(slowVrs);
    const held = [apply(slowCity), apply(slowCity)];
    await eventually(() => expect(applications(slowVrs) - before).toBe(2));
    const refused = await apply(slowCity);
    expect([refused.status, JSON.parse(refused.body).refusal]).toEqual([503, 'BUSY']);
    expect((await apply(quickCity)).status).toBe(200);
    expect((await terminal.send('POST', '/v1/challenges', { visitId: visitId() })).status).toBe(200);
    freed.resolve();
    expect((await Promise.all(held)).map(({ status }) => status)).toEqual([200, 200]);
  }
});

test('those refused BUSY come back at different times', async () => {
  const freed = Promise.withResolvers<null>();
  foundation.vrs.behaviour = () => freed.promise;
  const held = [apply(CITY), apply(CITY)].map((sent) => sent.catch(() => undefined));
  await eventually(() => expect(applications(foundation.vrs)).toBe(2));
  const times = new Set<number>();
  for (let round = 0; round < 40; round += 1) {
    const reply = await apply(CITY);
    times.add(Number(reply.headers['retry-after']));
  }
  expect(Math.min(...times)).toBeGreaterThanOrEqual(2);
  expect(times.size).toBeGreaterThan(1);
  freed.resolve(null);
  terminal.close();
  await Promise.all(held);
  terminal = rawTerminal(foundation.trust, TERMINAL, center.port);
});

describe('what the length of a message tells', () => {
  test('nothing: both kinds, with and without a passport, refused or with many doses, are of one size on the wire', async () => {
    const publicKey = sealingPublicKey(await generateSealingJwk());
    const answerKeys = await makeAnswerKeyPair();
    const random = (bytes: number) => randomBytes(bytes).toString('base64url');
    const answerSizes = [200, 3_000, 9_000, 30_000];
    const passport = { dg1: random(93), sod: random(4_000) };
    const kinds = [
      { kind: 'domestic', fileBytes: 300 },
      { kind: 'domestic', fileBytes: 2_500 },
      { kind: 'overseas', fileBytes: 300 },
      { kind: 'overseas', fileBytes: 2_500, passport },
    ];
    const received: number[] = [];
    for (const [index, { kind, fileBytes, ...more }] of kinds.entries()) {
      const visit = visitId();
      const shared = { v: 1, visitId: visit, terminalId: TERMINAL, municipality: CITY };
      const header = v.parse(ApplicationHeaderSchema, { ...shared, sealingKeyId: 'synthetic' });
      const file = () => random(fileBytes);
      const application = v.parse(ApplicationSchema, {
        ...shared,
        ...more,
        kind,
        nonce: random(32),
        appliedAt: '2026-11-20T01:02:03.000Z',
        termsDigest: createHash('sha256').update('').digest('hex'),
        answerKey: Buffer.from(answerKeys.publicKey).toString('base64url'),
        card: {
          ef0001: file(),
          ef0002: file(),
          ef0003: file(),
          ef0004: file(),
          ef0007: file(),
          challengeId: random(16),
          challengeSignature: random(256),
        },
      });
      const { sealed } = (await sealApplication({ header, application, sealingPublicKey: publicKey }))._unsafeUnwrap();
      const jws = `a.${'b'.repeat(answerSizes[index] ?? 0)}.c`;
      const answer = await sealAnswer({ jws, visitId: header.visitId, answerKey: answerKeys.publicKey });
      const answered = Buffer.from(answer._unsafeUnwrap()).toString('base64url');
      foundation.vrs.behaviour = () => ({
        status: 200,
        body: JSON.stringify({ visitId: visit, sealed: answered }),
      });
      const reply = await apply(CITY, {
        header,
        sealed: Buffer.from(sealed).toString('base64url'),
        deadline: new Date(Date.now() + 20_000).toISOString(),
      });
      expect(reply.status).toBe(200);
      received.push(reply.body.length);
    }
    const sent = foundation.vrs.requests.map(({ body }) => body.length);
    expect(sent.length).toBe(kinds.length);
    expect(new Set(sent).size).toBe(1);
    expect(new Set(received).size).toBe(1);
  });
});

describe('a configuration that cannot be meant', () => {
  const route = {
    name: 'east',
    municipalities: [CITY],
    host: 'vrs.example',
    port: 443,
    caFile: 'a',
    certificateFile: 'b',
    keyFile: 'c',
  };
  test.each([
    ['a municipality with two ways', [route, { ...route, name: 'west' }]],
    ['two ways of one name', [route, { ...route, municipalities: [OTHER_CITY] }]],
    ['the name of the main way', [{ ...route, name: 'main' }]],
    ['no municipality', [{ ...route, municipalities: [] }]],
    ['something unknown', [{ ...route, more: 1 }]],
  ])('%s is refused', (_name, routes) => {
    expect(v.is(VrsRoutesConfigurationSchema, [route])).toBe(true);
    expect(v.is(VrsRoutesConfigurationSchema, routes)).toBe(false);
  });

  test('a certificate that cannot be used is told by the name of its way, and nothing is left open', async () => {
    const broken = join(foundation.directory, 'broken.pem');
    await writeFile(broken, 'no certificate');
    const vrsRoutes = v.parse(VrsRoutesConfigurationSchema, [
      { ...route, caFile: broken, certificateFile: broken, keyFile: broken },
    ]);
    const started = await startCenter(foundation.configuration({ vrsRoutes }), { store, log });
    expect(started._unsafeUnwrapErr()).toMatchObject({ kind: 'invalid-content', what: 'vrsRoutes.east' });
  });
});
