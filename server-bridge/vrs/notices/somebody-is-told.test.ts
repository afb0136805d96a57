import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import type { Detection } from '../operation-log/index.ts';
import { NoticeConfigurationSchema, readWebhooks } from './notice-configuration.ts';
import { tellDetections } from './tell-detections.ts';

const SECRET = 'synthetic-secret-of-forty-characters-1234';
type Heard = { readonly headers: IncomingHttpHeaders; readonly body: string };

/** A receiver on this machine that answers as it is told. */
async function receiver() {
  const heard: Heard[] = [];
  const state = { status: 204 };
  const server: Server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(pieces).toString('utf8') });
      response.writeHead(state.status, { location: 'http://127.0.0.1:1/' });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { heard, state, url: `http://127.0.0.1:${port}/notices`, close: () => server.close() };
}

let folder: string;
let first: Awaited<ReturnType<typeof receiver>>;
let second: Awaited<ReturnType<typeof receiver>>;
const events: string[] = [];
const now = () => new Date('2026-11-20T03:00:00.000Z');
const detection: Detection = {
  area: v.parse(MunicipalityCodeSchema, '900010'),
  detectionId: '00000000-0000-4000-8000-000000000001',
  rule: 'many-numbers-shown',
  staffId: 'hanako',
  at: now(),
  from: 3,
  to: 14,
  count: 10,
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-notices-'));
  await writeFile(join(folder, 'secret'), `${SECRET}\n`);
  await writeFile(join(folder, 'short'), 'short');
  [first, second] = [await receiver(), await receiver()];
});
afterAll(async () => {
  first.close();
  second.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  for (const one of [first, second]) {
    one.heard.length = 0;
    one.state.status = 204;
  }
  events.length = 0;
});

const open = async () => {
  const secretFile = join(folder, 'secret');
  const webhooks = [first, second].map(({ url }) => ({ url, secretFile }));
  const read = await readWebhooks(v.parse(NoticeConfigurationSchema, { webhooks }));
  return tellDetections(read._unsafeUnwrap(), { report: (event) => events.push(event), now });
};

it('every receiver hears it once, signed, with nothing of a person who was looked up', async () => {
  expect(await (await open())(detection, new AbortController().signal)).toBe(true);
  for (const { heard } of [first, second]) {
    expect(heard).toHaveLength(1);
    const { headers, body } = heard[0] ?? { headers: {}, body: '' };
    const seconds = now().getTime() / 1_000;
    const mac = createHmac('sha256', SECRET).update(`${seconds}.${detection.detectionId}.${body}`).digest('hex');
    expect(headers['kofu-signature']).toBe(`t=${seconds},v1=${mac}`);
    expect(JSON.parse(body)).toEqual({
      v: 1,
      type: 'misuse-noticed',
      area: '900010',
      detectionId: detection.detectionId,
      rule: 'many-numbers-shown',
      staffId: 'hanako',
      at: '2026-11-20T03:00:00.000Z',
      log: { from: 3, to: 14 },
      count: 10,
    });
  }
  expect(events).toEqual(['MISUSE_NOTICED']);
});

it.each([500, 403, 302])('a receiver that answers %i is told again, the other is not', async (status) => {
  const tell = await open();
  second.state.status = status;
  expect(await tell(detection, new AbortController().signal)).toBe(false);
  second.state.status = 204;
  expect(await tell(detection, new AbortController().signal)).toBe(true);
  expect([first.heard.length, second.heard.length]).toEqual([1, 2]);
  expect(events).toEqual(['MISUSE_NOTICED', 'NOTICE_NOT_TAKEN']);
});

it('a secret that is none, a file that is not there and an address elsewhere in clear are errors of the configuration', async () => {
  const read = (secretFile: string) => readWebhooks({ webhooks: [{ url: first.url, secretFile }] });
  expect((await read(join(folder, 'short')))._unsafeUnwrapErr()).toMatchObject({ kind: 'invalid-content' });
  expect((await read(join(folder, 'none')))._unsafeUnwrapErr()).toMatchObject({ kind: 'unreadable-file' });
  for (const url of ['http://vrs.example/', 'https://name:word@vrs.example/', 'ftp://vrs.example/', 'nothing']) {
    expect(v.is(NoticeConfigurationSchema, { webhooks: [{ url, secretFile: 'x' }] })).toBe(false);
  }
});
