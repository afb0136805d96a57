/** A node that is told to end takes no new connection, also while a receiver of notices lets it wait. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { syntheticCardAnchors } from '../../card-reader/virtual/index.ts';
import { createDevelopmentTrust } from '../trust/index.ts';
import { createDevelopmentFiles } from './development-files.ts';
import { type FilledStore, filledStore } from './filled-store.ts';
import { CITY, within } from './register/register-fixtures.ts';
import { startVrs } from './start-vrs.ts';
import type { VrsEvent } from './vrs-events.ts';

const NOW = new Date('2026-11-20T03:00:00.000Z');
const arrived: Socket[] = [];
/** Takes connections and never says a word. */
const receiver = createServer((socket) => arrived.push(socket));
let folder: string;
let filled: FilledStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-vrs-silent-'));
  filled = await filledStore();
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
}, 60_000);
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  for (const socket of arrived) socket.destroy();
  receiver.close();
  await filled.close();
  await rm(folder, { recursive: true });
});

function portOf(address: ReturnType<typeof receiver.address>): number {
  if (typeof address !== 'object' || address === null) throw new Error('the receiver must listen');
  return address.port;
}

it('closes its listeners before it waits for what it does by itself', async () => {
  const trust = (
    await createDevelopmentTrust(join(folder, 'trust'), { terminals: [], now: new Date() })
  )._unsafeUnwrap();
  const iss = 'https://vc.vrs.example/issuer';
  const made = await createDevelopmentFiles(folder, { iss, now: new Date(), cardAnchors: syntheticCardAnchors() });
  const { keysFile, cardAnchorsFile } = made._unsafeUnwrap();
  const masterKeyFile = join(folder, 'master-key-of-the-store.txt');
  await writeFile(masterKeyFile, filled.masterKey.toString('base64url'), { mode: 0o600 });
  const secretFile = join(folder, 'secret');
  await writeFile(secretFile, 'synthetic-secret-of-forty-characters-1234\n');
  await within(filled.store, CITY, ({ database }) =>
    database
      .insertInto('detections')
      .values({
        detection_id: '00000000-0000-4000-8000-000000000001',
        rule: 'large-export',
        staff_id: 'hanako',
        at: NOW,
        from_place: 1,
        to_place: 1,
        count: 1,
      })
      .execute(),
  );
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const events: VrsEvent[] = [];
  const started = await startVrs(
    {
      listen: { host: '127.0.0.1', port: 0 },
      tls: { key: trust.vrsServer.keyFile, certificate: trust.vrsServer.certificateFile, clientCa: trust.lgwanCaFile },
      signing: { kind: 'files' },
      store: { kind: 'pglite', directory: null },
      keysFile,
      masterKeyFile,
      cardAnchorsFile,
      allowedCenters: ['urn:kofu:center:development'],
      syntheticData: false,
      maxInFlight: 20,
      challengeLifeSeconds: 120,
      notices: { webhooks: [{ url: `http://127.0.0.1:${portOf(receiver.address())}/notices`, secretFile }] },
    },
    { database: filled.open, report: (event) => events.push(event) },
  );
  const node = started._unsafeUnwrap();
  vi.advanceTimersByTime(60_000);
  await vi.waitFor(() => expect(arrived).toHaveLength(1), { timeout: 10_000 });
  const stopped = node.stop();
  // One turn of the loop: the listener is closed by then, whatever is still waited for.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const late = connect(node.port, '127.0.0.1');
  const [refused] = await once(late, 'error');
  expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
  await stopped;
  expect(events).not.toContain('NOTICE_NOT_TAKEN');
}, 15_000);
