import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventLog, memorySink } from '../event-log/index.ts';
import { createDevelopmentTrust } from '../trust/index.ts';
import { centerEvents } from './event-catalogue.ts';
import { createLineServer, type LineServer } from './line-server.ts';

const TERMINAL = 'KOFU-0001';
const POST = { ':method': 'POST', ':path': '/v1/status', 'content-type': 'application/json' };

const sink = memorySink();
let folder: string;
let server: LineServer;
let session: ClientHttp2Session;
let taken: number;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-slow-'));
  const made = await createDevelopmentTrust(folder, { terminals: [TERMINAL], now: new Date() });
  const trust = made._unsafeUnwrap();
  const ca = await readFile(trust.lineCaFile);
  const read = async (paths: { certificateFile: string; keyFile: string } | undefined) => ({
    ca,
    cert: await readFile(paths?.certificateFile ?? ''),
    key: await readFile(paths?.keyFile ?? ''),
  });
  server = createLineServer({
    tls: await read(trust.centerServer),
    bodyMs: 200,
    certificates: {
      admits: () => Promise.resolve(true),
      poll: () => Promise.resolve(),
      pollTurns: () => Promise.resolve(),
      recheck: () => Promise.resolve(),
    },
    budgets: { take: () => 0 },
    log: createEventLog(centerEvents, { sink, now: () => new Date() }),
  });
  taken = 0;
  server.post('/v1/status', (_request, reply) => {
    taken += 1;
    return reply.code(204).send();
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  session = connect(`https://127.0.0.1:${port}`, await read(trust.terminals.get(TERMINAL)));
  session.on('error', () => undefined);
});
afterAll(async () => {
  session.destroy();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = async (body: string): Promise<number> => {
  const stream = session.request(POST);
  stream.end(body);
  const [headers] = await once(stream, 'response');
  stream.resume();
  await once(stream, 'close');
  return Number(headers[':status']);
};

test.each([
  ['nothing of its body', [], {}],
  ['half of its body', ['{"v":1'], {}],
  ['a whole message, but no end', ['{}'], {}],
  ['less than it has announced', ['{"v":1'], { 'content-length': '100' }],
])(
  'who sends %s is cut off: nothing is taken for a message, and nothing of the center fails by it',
  async (_what, pieces, headers) => {
    const before = taken;
    const stream = session.request({ ...POST, ...headers });
    stream.on('error', () => undefined);
    for (const piece of pieces) stream.write(piece);
    await once(stream, 'close');
    expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
    // Whatever the center did about it, it did before it answers the next.
    expect(await ask('{}')).toBe(204);
    expect(taken).toBe(before + 1);
    expect(sink.lines.filter((line) => line.includes('WORK_FAILED'))).toEqual([]);
  },
);
