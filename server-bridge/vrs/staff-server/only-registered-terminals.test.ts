import { readFile } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { staffClient } from '../../staff-access/testing/staff-client.ts';
import type { CredentialPaths } from '../../trust/index.ts';
import { type Person, type StaffWorld, startStaffWorld } from './testing/signed-in.ts';

let world: StaffWorld;
let administrator: Person;
beforeAll(async () => {
  world = await startStaffWorld();
  administrator = await world.signIn({ accounts: 'write', 'operation-log': 'read' });
}, 240_000);
afterAll(() => world.close());

const shown = async ({ certificateFile, keyFile }: CredentialPaths) => ({
  cert: await readFile(certificateFile),
  key: await readFile(keyFile),
});
const at = async (credential: CredentialPaths | null) =>
  staffClient(world.vrs.staffPort ?? 0, world.serverCa, credential === null ? {} : await shown(credential));
/** Status of the page, or `cut off`. */
const pageAt = async (credential: CredentialPaths | null): Promise<unknown> => {
  const client = await at(credential);
  return await client.ask('/').then(
    ({ status, body }) => (status === 200 ? 200 : [status, body]),
    () => 'cut off',
  );
};
const withdraw = (terminal: string) =>
  administrator.client.ask(`/operations/staff-terminals/${terminal}/withdraw`, { method: 'POST' });
const entries = async (area: string) => {
  const rows = await world.open.database
    .selectFrom('operation_log')
    .select(['area', 'staff_id', 'terminal', 'operation', 'target', 'result'])
    .orderBy('place')
    .execute();
  return rows
    .filter((row) => row.area === area)
    .map((row) => [row.staff_id, row.terminal, row.operation, row.target, row.result].join(' '));
};

describe('without the certificate of a registered terminal not even the page is shown', () => {
  test('no certificate: no connection', async () => {
    expect(await pageAt(null)).toBe('cut off');
  });

  test('a certificate of another authority: no connection', async () => {
    const foreign = await world.credential('synthetic-1', { authority: 'another' });
    expect(await pageAt(foreign)).toBe('cut off');
  });

  test.each([
    'urn:kofu:center:development',
    'urn:kofu:terminal:KOFU-0001',
    'urn:kofu:staff-terminal:900010',
    'urn:kofu:staff-terminal:900010:',
    'urn:kofu:staff-terminal:90001:synthetic-1',
    'urn:kofu:staff-terminal:900010:synthetic-1:more',
    'urn:kofu:staff-terminal:900010:Synthetic-1',
    'https://staff-terminal/900010/synthetic-1',
  ])('the right authority, but the name %s: no connection', async (uri) => {
    expect(await pageAt(await world.credential('synthetic-1', { uri }))).toBe('cut off');
  });

  test('two names in one certificate: no connection', async () => {
    const names = ['urn:kofu:staff-terminal:900010:synthetic-1', 'urn:kofu:staff-terminal:900028:synthetic-1'];
    expect(await pageAt(await world.credential('synthetic-1', { uris: names }))).toBe('cut off');
  });

  test('a right name that nobody has registered: not admitted, whatever it asks', async () => {
    const stranger = await world.credential('desk-9');
    expect(await pageAt(stranger)).toEqual([403, { error: 'not-admitted' }]);
    const { staffId, password, freshCode } = await world.person({ people: 'read' });
    const client = await at(stranger);
    const answer = await client.ask('/console/sign-in', { body: { staffId, password, code: await freshCode() } });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
  });

  test('a municipality there is no area for: not admitted', async () => {
    const uri = 'urn:kofu:staff-terminal:131016:synthetic-1';
    expect(await pageAt(await world.credential('synthetic-1', { uri }))).toEqual([403, { error: 'not-admitted' }]);
  });

  test('a registered one sees it', async () => {
    expect(await pageAt(await world.credential('synthetic-1'))).toBe(200);
  });
});

describe('the area is the terminal’s', () => {
  test('nobody signs in to another municipality, although id, password and code are right at home', async () => {
    const { staffId, password, freshCode } = await world.person({ people: 'read' });
    const abroad = await world.client({ area: '900028' });
    const attempt = async () => ({ staffId, password, code: await freshCode() });
    const refused = await abroad.ask('/console/sign-in', { body: await attempt() });
    expect([refused.status, refused.body]).toEqual([401, { error: 'refused' }]);
    const home = await world.client();
    expect((await home.ask('/console/sign-in', { body: await attempt() })).body).toMatchObject({
      area: '900010',
      terminal: 'synthetic-1',
    });
    // It is told there as a try under a name nobody knows, and at home not at all.
    expect(await entries('900028')).toContainEqual('system synthetic-1 sign-in-refused unknown refused');
    expect((await entries('900010')).filter((entry) => entry.includes('sign-in-refused'))).toEqual([]);
  });

  test('one id in two municipalities is two people', async () => {
    const one = await world.signIn({ accounts: 'read' }, { staffId: 'same.id' });
    const other = await world.signIn({ accounts: 'read' }, { staffId: 'same.id', area: '900028' });
    const listed = async ({ client }: Person) => (await client.ask('/operations/accounts')).body.accounts.length;
    expect(await listed(one)).toBeGreaterThan(2);
    expect(await listed(other)).toBe(1);
  });

  test('a cookie carried to another municipality, or to another terminal of the same, opens nothing', async () => {
    const person = await world.signIn({ accounts: 'read' });
    await world.addTerminal('desk-2');
    const others = [await world.client({ area: '900028' }), await world.client({ terminal: 'desk-2' })];
    for (const other of others) {
      other.cookie = person.client.cookie;
      other.csrf = person.client.csrf;
      expect((await other.ask('/console/session')).status).toBe(401);
      expect((await other.ask('/operations/accounts')).status).toBe(401);
      expect((await other.ask('/console/sign-out', { method: 'POST' })).status).toBe(401);
    }
    expect((await person.client.ask('/console/session')).status).toBe(200);
  });

  test('nor at the same terminal under a certificate of a new key', async () => {
    await world.addTerminal('desk-3');
    const person = await world.signIn({ accounts: 'read' }, { terminal: 'desk-3' });
    const renewed = await at(await world.credential('desk-3', { anew: true }));
    renewed.cookie = person.client.cookie;
    expect((await renewed.ask('/console/session')).status).toBe(401);
  });
});

describe('a terminal that is withdrawn', () => {
  test('has no session from that moment, at no node, and never again', async () => {
    await world.addTerminal('stolen-1');
    const otherNode = await world.startNode();
    const person = await world.signIn({ people: 'read' }, { terminal: 'stolen-1' });
    const there = await world.client({ terminal: 'stolen-1', node: otherNode });
    there.cookie = person.client.cookie;
    expect((await there.ask('/console/session')).status).toBe(200);
    expect((await withdraw('stolen-1')).status).toBe(204);
    for (const client of [person.client, there]) {
      const answer = await client.ask('/console/session');
      expect([answer.status, answer.body]).toEqual([403, { error: 'not-admitted' }]);
    }
    expect(await pageAt(await world.credential('stolen-1'))).toEqual([403, { error: 'not-admitted' }]);
    const again = await administrator.client.ask('/operations/staff-terminals', { body: { terminal: 'stolen-1' } });
    expect([again.status, again.body]).toEqual([409, { error: 'taken' }]);
    expect((await withdraw('stolen-1')).status).toBe(204);
    const told = (await entries('900010')).filter((entry) => entry.includes('stolen-1'));
    expect(told.filter((entry) => entry.includes('terminal-'))).toEqual([
      'system  terminal-registered stolen-1 done',
      `${administrator.staffId} synthetic-1 terminal-withdrawn stolen-1 done`,
    ]);
  });

  test('is cut off with everything that is open, of either protocol', async () => {
    await world.addTerminal('stolen-2');
    const credential = await shown(await world.credential('stolen-2'));
    const session = connectHttp2(world.origin, { ca: world.serverCa, ...credential });
    session.on('error', () => undefined);
    const stream = session.request({ ':path': '/' });
    stream.on('error', () => undefined);
    await new Promise((resolve) => stream.resume().once('close', resolve));
    const socket = await connected(credential);
    const over = Promise.all([
      new Promise((resolve) => session.once('close', resolve)),
      new Promise((resolve) => socket.once('close', resolve)),
    ]);
    expect((await withdraw('stolen-2')).status).toBe(204);
    await over;
    expect([session.destroyed, socket.destroyed]).toEqual([true, true]);
  });

  test('is cut off at the other nodes as well, without asking for anything', async () => {
    await world.addTerminal('stolen-3');
    const otherNode = await world.startNode();
    const socket = await connected(await shown(await world.credential('stolen-3')), otherNode.staffPort ?? 0);
    const over = new Promise((resolve) => socket.once('close', resolve));
    expect((await withdraw('stolen-3')).status).toBe(204);
    await over;
    expect(socket.destroyed).toBe(true);
  }, 60_000);

  test('is not the one the administrator sits at, and not one there is not', async () => {
    const own = await withdraw('synthetic-1');
    expect([own.status, own.body]).toEqual([409, { error: 'own-terminal' }]);
    const unknown = await withdraw('desk-99');
    expect([unknown.status, unknown.body]).toEqual([404, { error: 'unknown-terminal' }]);
  });

  test('stays in the list, with when it was last seen', async () => {
    const { body } = await administrator.client.ask('/operations/staff-terminals');
    expect(body.terminals).toContainEqual({
      terminal: 'stolen-1',
      registeredAt: expect.any(String),
      registeredBy: 'system',
      withdrawnAt: expect.any(String),
      lastSeenAt: expect.any(String),
    });
  });
});

/** A connection that has been let in and asks for nothing more. */
async function connected(
  credential: { readonly cert: Buffer; readonly key: Buffer },
  port = world.vrs.staffPort ?? 0,
): Promise<TLSSocket> {
  const socket = connectTls({ host: '127.0.0.1', port, ca: world.serverCa, servername: 'localhost', ...credential });
  socket.on('error', () => undefined);
  socket.write(`GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.resume();
  return socket;
}
