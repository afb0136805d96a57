/** NATS as it runs in service: TLS only, and nobody without a name. Certificates, passwords and keys are made here, for here. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nkeys } from '@nats-io/transport-node';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type PrivateNats, startPrivateNats } from '../../../tests/fleet/private-nats.ts';
import { createEventLog, memorySink } from '../../event-log/index.ts';
import { createDevelopmentTrust, type DevelopmentTrust } from '../../trust/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import { eventually } from '../test-support/eventually.ts';
import type { Bus } from './bus.ts';
import { BusConfigurationSchema } from './bus-configuration.ts';
import { natsTransport } from './nats-transport.ts';
import { openBus } from './open-bus.ts';

const sink = memorySink();
const log = createEventLog(centerEvents, { sink, now: () => new Date() });
const password = randomBytes(24).toString('hex');
const key = nkeys.createUser();
const stranger = nkeys.createUser();
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('ascii');

let directory: string;
let trust: DevelopmentTrust;
let nats: PrivateNats;
let servers: string[];
const open: Bus[] = [];
const files = { password: '', wrongPassword: '', seed: '', strangersSeed: '' };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-nats-tls-'));
  const made = await createDevelopmentTrust(join(directory, 'trust'), { terminals: [], now: new Date() });
  trust = made._unsafeUnwrap();
  const write = async (name: string, content: string): Promise<string> => {
    const file = join(directory, name);
    await writeFile(file, content, { mode: 0o600 });
    return file;
  };
  files.password = await write('password', `${password}\n`);
  files.wrongPassword = await write('wrong-password', 'synthetic');
  files.seed = await write('seed', `${text(key.getSeed())}\n`);
  files.strangersSeed = await write('strangers-seed', text(stranger.getSeed()));
  nats = await startPrivateNats({
    tls: { ...trust.centerServer, clientCaFile: trust.lgwanCaFile },
    users: [{ user: 'kofu', password }, { nkey: key.getPublicKey() }],
  });
  servers = nats.servers.map((server) => server.replace('nats://127.0.0.1', 'tls://localhost'));
}, 60_000);
afterEach(async () => {
  for (const bus of open.splice(0)) await bus.close();
});
afterAll(async () => {
  await nats?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** As `tls` in the configuration: our authority's server, our own certificate. */
const tls = () => ({ caFile: trust.lineCaFile, ...trust.centerVrsClient });
const user = () => ({ name: 'kofu', passwordFile: files.password });
const section = (change: object) => v.parse(BusConfigurationSchema, { kind: 'nats', servers, tls: tls(), ...change });

async function node(change: object): Promise<Bus & { connected(): boolean }> {
  const opened = await openBus(section(change), { store: { kind: 'pglite', directory: null }, log });
  const bus = opened._unsafeUnwrap();
  open.push(bus);
  if (!('connected' in bus) || typeof bus.connected !== 'function') throw new Error('a bus without a server');
  const { connected } = bus;
  return { ...bus, connected: () => connected() === true };
}

describe('is let in', () => {
  test.each([
    ['a user with its password', () => ({ user: user() })],
    ['a key that the server knows', () => ({ nkeySeedFile: files.seed })],
  ])('%s, and hints pass', async (_, login) => {
    const [here, there] = [await node(login()), await node(login())];
    for (const bus of [here, there]) await eventually(() => expect(bus.connected()).toBe(true));
    let hints = 0;
    there.subscribe('commands', () => {
      hints += 1;
    });
    await here.publish('commands');
    await eventually(() => expect(hints).toBeGreaterThan(0));
  });
});

describe('is refused, and says nothing but that', () => {
  const settings = (change: object) => ({
    servers,
    tls: null,
    login: { kind: 'password', user: 'kofu', password } as const,
    ...change,
  });

  test('without TLS: in clear nobody is spoken to', async () => {
    const clear = natsTransport(settings({ servers: nats.servers })).connect(() => undefined);
    await expect(clear).rejects.toThrow();
  });

  test.each([
    ['nobody', () => ({})],
    ['a wrong password', () => ({ user: { name: 'kofu', passwordFile: files.wrongPassword } })],
    ['another user', () => ({ user: { name: 'root', passwordFile: files.password } })],
    ['a key the server does not know', () => ({ nkeySeedFile: files.strangersSeed })],
    ['a client without a certificate', () => ({ user: user(), tls: { caFile: trust.lineCaFile } })],
    ['a certificate of another authority', () => ({ user: user(), tls: { ...tls(), ...trust.centerServer } })],
    ['a server of another authority', () => ({ user: user(), tls: { ...tls(), caFile: trust.lgwanCaFile } })],
  ])('%s', async (_, change) => {
    const before = sink.lines.length;
    const bus = await node(change());
    // Long enough for some attempts; the first hint that passed would be one too many.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(bus.connected()).toBe(false);
    const said = sink.lines.slice(before).join('');
    expect(said).not.toContain('BUS_CONNECTED');
    expect(said).not.toContain(password);
  });
});

test('a server that offers no TLS is refused where it is configured', async () => {
  const clear = await startPrivateNats();
  try {
    const [server = ''] = clear.servers;
    const bus = await node({ servers: [server.replace('nats://127.0.0.1', 'tls://localhost')], tokenFile: files.seed });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(bus.connected()).toBe(false);
  } finally {
    await clear.stop();
  }
});

describe('the section', () => {
  const base = { kind: 'nats', servers: ['tls://nats-1.internal:4222'], tls: { caFile: '/ca.pem' } };
  test.each([
    ['tls:// without the section tls', { tls: undefined }],
    ['nats:// with the section tls', { servers: ['nats://nats-1.internal:4222'] }],
    ['one server of two in clear', { servers: ['tls://nats-1.internal:4222', 'nats://nats-2.internal:4222'] }],
    ['a certificate without its key', { tls: { caFile: '/ca.pem', certificateFile: '/c.pem' } }],
    ['two ways to say who it is', { tokenFile: '/token', nkeySeedFile: '/seed' }],
    ['a password in the address', { servers: ['tls://kofu:secret@nats-1.internal:4222'] }],
    ['a password in the file itself', { user: { name: 'kofu', password: 'secret' } }],
    ['a user without a name', { user: { name: '', passwordFile: '/password' } }],
  ])('is refused with %s', (_, change) => {
    expect(v.safeParse(BusConfigurationSchema, { ...base, ...change }).success).toBe(false);
  });
  test.each([
    ['a credentials file', { credentialsFile: '/center.creds' }],
    ['a token', { tokenFile: '/token' }],
    ['a user', { user: { name: 'kofu', passwordFile: '/password' } }],
    ['a key', { nkeySeedFile: '/seed' }],
    ['its certificate alone', { tls: { caFile: '/ca.pem', certificateFile: '/c.pem', keyFile: '/k.pem' } }],
  ])('is taken with %s', (_, change) => {
    expect(v.safeParse(BusConfigurationSchema, { ...base, ...change }).success).toBe(true);
  });

  test('names a file that cannot be read', async () => {
    const store = { kind: 'pglite', directory: null } as const;
    for (const [what, change] of [
      ['bus.user.passwordFile', { user: { name: 'kofu', passwordFile: '/nonexistent/password' } }],
      ['bus.nkeySeedFile', { nkeySeedFile: '/nonexistent/seed' }],
      ['bus.credentialsFile', { credentialsFile: '/nonexistent/creds' }],
    ] as const) {
      const unread = await openBus(section(change), { store, log });
      expect(unread._unsafeUnwrapErr()).toMatchObject({ kind: 'unreadable-file', what });
    }
  });
});
