import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StaffClientAnswer } from '../../staff-access/testing/staff-client.ts';
import { AccountsSchema, NewAccountAnswerSchema, SessionSchema } from '../console-api/staff.ts';
import type { RunningCenter } from '../start.ts';
import { type ConsoleWorld, type Person, startConsoleWorld } from './testing/signed-in.ts';

const COOKIE = /^__Host-kofu-console=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/;

let world: ConsoleWorld;
let otherNode: RunningCenter;
let administrator: Person;
beforeAll(async () => {
  world = await startConsoleWorld();
  otherNode = await world.startNode();
  administrator = await world.signIn(['administrator']);
}, 120_000);
afterAll(() => world.close());

const trail = async (): Promise<readonly string[]> => {
  const rows = await world.world.store.database.selectFrom('audit_entries').selectAll().execute();
  return rows.map(({ actor, action, target, result }) => `${actor} ${action} ${target} ${result}`);
};
const alive = async (person: Person) => (await person.client.ask('/console/session')).status === 200;

describe('a person', () => {
  test('signs in, sets an own password, asks and signs out', async () => {
    const person = await world.signIn(['watcher']);
    const session = await person.client.ask('/console/session');
    expect(v.is(SessionSchema, session.body)).toBe(true);
    expect(session.body).toMatchObject({ staffId: person.staffId, rights: ['watch'], mustChangePassword: false });
    expect((await person.client.ask('/operations/terminals')).status).toBe(200);
    const before = person.client.cookie;
    const out = await person.client.ask('/console/sign-out', { method: 'POST' });
    expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    person.client.cookie = before;
    expect(await alive(person)).toBe(false);
    const { staffId } = person;
    expect((await trail()).filter((entry) => entry.startsWith(`${staffId} `))).toEqual([
      `${staffId} signed-in ${staffId} done`,
      `${staffId} account-changed ${staffId} password`,
      `${staffId} signed-out ${staffId} done`,
    ]);
  });

  test('with a first password can do nothing but set an own one', async () => {
    const { client, staffId, password, freshCode } = await world.person(['administrator']);
    const signedIn = await client.ask('/console/sign-in', { body: { staffId, password, code: await freshCode() } });
    expect(signedIn.body).toMatchObject({ mustChangePassword: true });
    client.csrf = signedIn.body.csrf;
    const refused = await client.ask('/operations/accounts');
    expect([refused.status, refused.body]).toEqual([403, { error: 'password-due' }]);
    const change = (next: string) => client.ask('/console/password', { body: { present: password, next } });
    expect((await change('short')).status).toBe(400);
    expect((await change('password-password')).body).toEqual({ error: 'unfit' });
    expect((await change(password)).body).toEqual({ error: 'used-before' });
    expect((await change('natsukusa-ya-tsuwamono')).status).toBe(204);
    expect((await client.ask('/operations/accounts')).status).toBe(200);
  });

  test('is one person at two nodes: a session of one is a session of the other, and ends at both', async () => {
    const person = await world.signIn(['watcher']);
    const there = world.client(otherNode);
    there.cookie = person.client.cookie;
    const session = await there.ask('/console/session');
    expect(session.body).toMatchObject({ staffId: person.staffId, csrf: person.client.csrf });
    there.csrf = session.body.csrf;
    expect((await there.ask('/console/sign-out', { method: 'POST' })).status).toBe(204);
    expect(await alive(person)).toBe(false);
  });
});

describe('the cookie', () => {
  test('is bound to the host, to TLS, to this site and away from scripts', async () => {
    const { client, staffId, password, freshCode } = await world.person(['watcher']);
    const signedIn = await client.ask('/console/sign-in', { body: { staffId, password, code: await freshCode() } });
    expect(signedIn.headers['set-cookie']).toEqual([expect.stringMatching(COOKIE)]);
    expect(signedIn.text).not.toContain(client.cookie?.split('=')[1]);
  });

  test('is never the one a browser came with: session fixation', async () => {
    const { client, staffId, password, freshCode } = await world.person(['watcher']);
    const planted = `__Host-kofu-console=${'A'.repeat(43)}`;
    client.cookie = planted;
    await client.ask('/console/sign-in', { body: { staffId, password, code: await freshCode() } });
    const first = client.cookie;
    expect(first).not.toBe(planted);
    await client.ask('/console/sign-in', { body: { staffId, password, code: await freshCode() } });
    const second = client.cookie;
    expect(second).not.toBe(first);
    const opened = async (cookie: string | null) => {
      client.cookie = cookie;
      return (await client.ask('/console/session')).status;
    };
    expect([await opened(planted), await opened(first), await opened(second)]).toEqual([401, 401, 200]);
    expect(await opened(`${planted}; ${second}`)).toBe(401);
  });
});

describe('accounts', () => {
  test('are made, listed, changed and renewed by an administrator; their sessions end with it', async () => {
    const { client } = administrator;
    const made = await client.ask('/operations/accounts', {
      body: { staffId: 'new.comer', name: 'Synthetic Person', roles: ['watcher'] },
    });
    expect([made.status, v.is(NewAccountAnswerSchema, made.body)]).toEqual([201, true]);
    expect(
      (await client.ask('/operations/accounts', { body: { staffId: 'new.comer', name: 'x', roles: ['auditor'] } }))
        .status,
    ).toBe(409);
    const listed = await client.ask('/operations/accounts');
    expect(v.is(AccountsSchema, listed.body)).toBe(true);
    expect(listed.text).not.toContain(made.body.firstPassword);
    const renewed = await client.ask('/operations/accounts/new.comer/renew', { method: 'POST' });
    expect([renewed.status, v.is(NewAccountAnswerSchema, renewed.body)]).toEqual([200, true]);

    for (const change of [{ roles: ['auditor'] }, { state: 'disabled' }]) {
      const person = await world.signIn(['watcher']);
      expect((await client.ask(`/operations/accounts/${person.staffId}`, { body: change })).status).toBe(204);
      expect(await alive(person)).toBe(false);
    }
  });

  test('are never changed by their own person', async () => {
    const { client, staffId } = administrator;
    for (const [path, body] of [
      [`/operations/accounts/${staffId}`, { roles: ['auditor', 'approver'] }],
      [`/operations/accounts/${staffId}/renew`, undefined],
    ] as const) {
      const refused = await client.ask(path, { method: 'POST', body });
      expect([refused.status, refused.body]).toEqual([403, { error: 'own-account' }]);
    }
    expect(await alive(administrator)).toBe(true);
    expect(await trail()).toContain(`${staffId} request-forbidden POST.accounts.:staffId.renew forbidden`);
  });
});

describe('guessing', () => {
  const shape = ({ status, headers, text }: StaffClientAnswer) => {
    const { date: _date, ...rest } = headers;
    return { status, headers: rest, text };
  };

  test('is answered alike whatever was wrong: no name can be tried out', async () => {
    const person = await world.person(['watcher']);
    const code = await person.freshCode();
    const client = world.client();
    const ask = async (staffId: string, password: string, given: string) =>
      shape(await client.ask('/console/sign-in', { body: { staffId, password, code: given } }));
    const wrongName = await ask('nobody.here', person.password, code);
    expect(wrongName).toMatchObject({ status: 401, text: JSON.stringify({ error: 'refused' }) });
    expect(await ask(person.staffId, 'another password', code)).toEqual(wrongName);
    expect(await ask(person.staffId, person.password, code === '000000' ? '000001' : '000000')).toEqual(wrongName);
  });

  test('locks a name, is held back by name, and by address', async () => {
    const client = world.client(otherNode);
    const guess = async (staffId: string) => {
      const { status, body, headers } = await client.ask('/console/sign-in', {
        body: { staffId, password: 'another password', code: '123456' },
      });
      if (status === 429) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      return `${status} ${body.error}`;
    };
    const seen: string[] = [];
    for (let times = 0; times < 11; times += 1) seen.push(await guess('guessed.name'));
    expect(seen.slice(0, 6)).toEqual([...Array.from({ length: 5 }, () => '401 refused'), '429 locked']);
    const names = Array.from({ length: 60 }, (_none, at) => `guessed.${String.fromCharCode(97 + (at % 26))}.${at}`);
    const others = await Promise.all(names.map(guess));
    expect(others).toContain('429 too-many');
    expect(others.filter((one) => one === '401 refused').length).toBeLessThan(40);
    expect(world.world.logLines.some((line) => line.includes('SIGN_IN_REFUSED') && line.includes('too-many'))).toBe(
      true,
    );
    expect(
      world.world.logLines.filter((line) => line.includes('guessed') || line.includes('another password')),
    ).toEqual([]);
  });
});
