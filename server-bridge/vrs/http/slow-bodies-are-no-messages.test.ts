import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  authorityProfile,
  type CredentialPaths,
  clientProfile,
  ensureCredential,
  localServerProfile,
} from '../../trust/index.ts';
import { sendJson } from './problems.ts';
import { createVrsServer, type VrsServer, type VrsTls } from './vrs-server.ts';

let folder: string;
let server: VrsServer;
let client: VrsTls;
const handled: string[] = [];
const events: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-vrs-slow-'));
  const paths = (name: string): CredentialPaths => ({
    certificateFile: join(folder, `${name}.certificate.pem`),
    keyFile: join(folder, `${name}.key.pem`),
  });
  const now = new Date();
  const authority = await ensureCredential(paths('ca'), authorityProfile('Synthetic CA'), null, now);
  await ensureCredential(paths('server'), localServerProfile('Synthetic VRS'), authority, now);
  await ensureCredential(paths('center'), clientProfile('Synthetic center', 'urn:kofu:center:one'), authority, now);
  const ca = await readFile(paths('ca').certificateFile);
  const tlsOf = async (name: string): Promise<VrsTls> => ({
    ca,
    cert: await readFile(paths(name).certificateFile),
    key: await readFile(paths(name).keyFile),
  });
  client = await tlsOf('center');
  const report = (event: string) => events.push(event);
  server = createVrsServer({ tls: await tlsOf('server'), isAllowed: () => true, report, bodyMs: 200 });
  server.post('/echo', (request, reply) => {
    handled.push(String(request.body));
    return sendJson(reply, {});
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
}, 60_000);
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** @returns the status, 0 where there was none */
function post(begin: string, end: string | null): Promise<number> {
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const session = connect(`https://127.0.0.1:${port}`, client);
  return new Promise<number>((resolve) => {
    let status = 0;
    const stream = session.request({ ':method': 'POST', ':path': '/echo', 'content-type': 'application/json' });
    stream.once('response', (headers) => {
      status = headers[':status'] ?? 0;
    });
    stream.on('error', () => undefined);
    stream.resume();
    stream.once('close', () => {
      session.destroy();
      resolve(status);
    });
    stream.write(begin);
    if (end !== null) stream.end(end);
  });
}

it('a body that is cut off in the middle is never handled, and the next request is served', async () => {
  expect(await post('{"half":', null)).toBe(0);
  expect(await post('{"whole":', 'true}')).toBe(200);
  expect(handled).toEqual(['{"whole":true}']);
  expect(events).toEqual([]);
});
