import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDevelopmentTrust, type DevelopmentTrust } from '../../trust/index.ts';
import type { RunningAlarms } from './index.ts';
import { NotificationConfigurationSchema } from './notifications/notification-configuration.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld } from './test-support/alarm-world.ts';

const T = 'KIOSK-N1';
const OTHER = 'KIOSK-N2';
let world: AlarmWorld;
let directory: string;
let trust: DevelopmentTrust;
let node: RunningAlarms | null = null;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-mail-'));
  await writeFile(join(directory, 'password'), 'synthetic password');
  const made = await createDevelopmentTrust(join(directory, 'trust'), { terminals: [T], now: new Date() });
  trust = made._unsafeUnwrap();
  world = await buildAlarmWorld();
}, 60_000);
afterAll(async () => {
  await world.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await emptyAlarmWorld(world);
  await world.meet(T);
  await world.meet(OTHER);
});
afterEach(async () => {
  await node?.stop();
  node = null;
});

const startNode = async (receivers: readonly object[]): Promise<RunningAlarms> => {
  node = await world.node(v.parse(NotificationConfigurationSchema, { receivers }));
  return node;
};
const outbox = () => world.store.database.selectFrom('notifications').selectAll().orderBy('made_at').execute();
const states = async () => (await outbox()).map(({ receiver, state }) => `${receiver} ${state}`).toSorted();
const settle = async (running: RunningAlarms) => {
  await running.round();
  await running.idle();
};

type LocalMail = {
  readonly from: string;
  readonly to: readonly string[];
  /** Whether it came over STARTTLS, and as whom. */
  readonly secure: boolean;
  readonly user: string | null;
  readonly raw: string;
};

type LocalMailServer = { readonly port: number; readonly mails: LocalMail[]; close(): Promise<void> };

/** @param tls without it the server offers no STARTTLS */
async function startMailServer(o: {
  readonly tls?: { certificateFile: string; keyFile: string };
  readonly login?: { readonly user: string; readonly password: string };
}): Promise<LocalMailServer> {
  const mails: LocalMail[] = [];
  const { tls, login } = o;
  const keys = tls === undefined ? {} : { cert: await readFile(tls.certificateFile), key: await readFile(tls.keyFile) };
  const server = new SMTPServer({
    ...keys,
    ...(tls === undefined ? { hideSTARTTLS: true } : {}),
    authOptional: login === undefined,
    onAuth(auth, _session, done) {
      if (auth.username === login?.user && auth.password === login?.password) done(null, { user: auth.username });
      else done(new Error('refused'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user ?? null,
          raw: Buffer.concat(chunks).toString('utf8'),
        });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server.server.address()),
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

describe('mail', () => {
  let server: LocalMailServer | null = null;
  afterEach(async () => {
    await server?.close();
    server = null;
  });
  const mailTo = (port: number, changes: object = {}) => ({
    kind: 'mail',
    name: 'post',
    host: '127.0.0.1',
    port,
    from: 'kofu@center.example',
    to: ['watch@city.example', 'second@city.example'],
    ...changes,
  });

  test('goes over STARTTLS to a server that is known, signed in, in words of the catalogue alone', async () => {
    const login = { user: 'kofu', password: 'synthetic password' };
    server = await startMailServer({ tls: trust.centerServer, login });
    const passwordFile = join(directory, 'password');
    const running = await startNode([
      mailTo(server.port, { user: 'kofu', passwordFile, caFile: trust.lineCaFile, host: 'localhost' }),
    ]);
    // A store whose row somebody has written into: nothing of it may reach a header, or the mail at all.
    const place = { terminal_id: T, chain: 'synthetic', prefecture: '13', store_name: 'Synthetic', serial: 'SN-0001' };
    await world.store.database
      .insertInto('terminal_places')
      .values({ ...place, store_id: 'S-01\r\nBcc: thief@bad.example', registered_at: world.now() })
      .execute();
    await running.desk.takeStatus(world.status(T, {}, [{ event: 'REFUND_OWED', code: '120' }]));
    await running.desk.takeStatus(world.status(OTHER, {}, [{ event: 'CARD_LEFT', code: 'left' }]));
    await settle(running);
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      from: 'kofu@center.example',
      to: ['watch@city.example', 'second@city.example'],
      secure: true,
      user: 'kofu',
    });
    expect(mail?.raw).toContain('Subject: Kofu critical: CARD_LEFT raised\r\n');
    expect(mail?.raw).toContain(`critical | CARD_LEFT | raised | terminal ${OTHER} | store -`);
    expect(mail?.raw).not.toMatch(/thief|Bcc|synthetic password/i);
    const [row] = await outbox();
    expect(mail?.raw).toContain(`Message-ID: <${row?.notification_id}@kofu.invalid>`);
  });

  test('is not sent where the server offers no STARTTLS, unless that is configured for this machine', async () => {
    server = await startMailServer({});
    const running = await startNode([mailTo(server.port), mailTo(server.port, { name: 'plain', encryption: 'none' })]);
    await running.desk.takeStatus(world.status(T, {}, [{ event: 'REFUND_OWED', code: '120' }]));
    await settle(running);
    expect(await states()).toEqual(['plain sent', 'post waiting']);
    expect(server.mails).toHaveLength(1);
  });

  test.each([
    ['a header in the sender', { from: 'kofu@center.example\r\nBcc: thief@bad.example' }],
    ['a header in a recipient', { to: ['watch@city.example\nBcc: thief@bad.example'] }],
    ['two addresses in one', { to: ['a@city.example, b@city.example'] }],
    ['no recipient', { to: [] }],
    ['no encryption to another machine', { encryption: 'none', host: 'mail.example' }],
    ['a name without a password', { user: 'kofu' }],
    ['a line end in the name', { user: 'kofu\r\n', passwordFile: 'x' }],
  ])('%s is refused', (_name, changes) => {
    expect(v.safeParse(NotificationConfigurationSchema, { receivers: [mailTo(25, changes)] }).success).toBe(false);
  });
});
