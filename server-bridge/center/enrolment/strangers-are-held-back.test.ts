import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { err } from 'neverthrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventLog, noSink } from '../../event-log/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import { buildFoundation, type Foundation } from '../test-support/bridge-world.ts';
import { createEnrolmentServer } from './enrolment-server.ts';

let foundation: Foundation;
beforeAll(async () => {
  foundation = await buildFoundation();
});
afterAll(() => foundation.close());

test('attempts of one address come to an end, and begin again as time passes; TLS 1.2 gets nowhere', async () => {
  const read = (path: string): Promise<Buffer> => readFile(path);
  const { certificateFile, keyFile } = foundation.trust.centerServer;
  let nowMs = 0;
  const server = createEnrolmentServer({
    tls: { cert: await read(certificateFile), key: await read(keyFile) },
    desk: {
      enrol: () => Promise.resolve(err({ kind: 'refused' })),
      renew: () => Promise.resolve(err({ kind: 'refused' })),
    },
    log: createEventLog(centerEvents, { sink: noSink(), now: () => new Date() }),
    attemptsPerMinute: 5,
    nowMs: () => nowMs,
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const ca = await read(foundation.trust.lineCaFile);
  const ask = (more: object = {}): Promise<{ status: number; retryAfter: string | undefined }> =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/v1/enrolment', method: 'POST', ca, agent: false, ...more };
      const sent = request(options, (response) => {
        response.resume();
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] }),
        );
      });
      sent.on('error', reject);
      sent.setHeader('content-type', 'application/json');
      sent.end('{}');
    });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await ask()).status).toBe(400);
    expect(await ask()).toEqual({ status: 429, retryAfter: '12' });
    nowMs += 12_000;
    expect((await ask()).status).toBe(400);
    expect((await ask()).status).toBe(429);
    await expect(ask({ maxVersion: 'TLSv1.2' })).rejects.toThrow();
    nowMs += 60_000;
    expect((await ask({ path: '/v1/directive' })).status).toBe(404);
    expect((await ask({ method: 'GET' })).status).toBe(404);
  } finally {
    await server.close();
  }
});
