import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StaffClient } from '../../staff-access/testing/staff-client.ts';
import { AccountsSchema, NewAccountAnswerSchema, VrsSessionSchema } from '../console-api/staff.ts';
import { type Person, type StaffWorld, startStaffWorld } from './testing/signed-in.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const COOKIE = /^__Host-kofu-vrs=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/;

let passedMs = 0;
let world: StaffWorld;
let lastPlace = 0;
beforeAll(async () => {
  world = await startStaffWorld({ now: () => new Date(Date.now() + passedMs) });
}, 240_000);
afterAll(() => world.close());

/** What the log of the first area says of operations since the last look, or since the test began. */
const told = async (): Promise<readonly string[]> => {
  const rows = await world.open.database
    .selectFrom('operation_log')
    .select(['place', 'staff_id', 'terminal', 'operation', 'target', 'result'])
    .where('area', '=', '900010')
    .where('place', '>', lastPlace)
    .orderBy('place')
    .execute();
  lastPlace = Number(rows.at(-1)?.place ?? lastPlace);
  return rows.map((row) => [row.staff_id, row.terminal, row.operation, row.target, row.result].join(' '));
};
beforeEach(() => told());

const enter = async (person: Person, client: StaffClient, o: { password?: string; code?: string } = {}) => {
  const { staffId } = person;
  const body = { staffId, password: o.password ?? person.password, code: o.code ?? (await person.freshCode()) };
  const answer = await client.ask('/console/sign-in', { body });
  if (answer.status === 200) client.csrf = answer.body.csrf;
  return answer;
};
const alive = async ({ client }: Pick<Person, 'client'>) => (await client.ask('/console/session')).status === 200;

describe('a person', () => {
  test('signs in, sets an own password, asks and signs out; all of it is in the log', async () => {
    const person = await world.signIn({ accounts: 'read', 'operation-log': 'write' });
    const session = await person.client.ask('/console/session');
    expect(v.is(VrsSessionSchema, session.body)).toBe(true);
    expect(session.body).toMatchObject({
      area: '900010',
      municipality: { ja: '架空市', en: 'Kaku City' },
      terminal: 'synthetic-1',
      staffId: person.staffId,
      rights: ['operation-log:read', 'operation-log:write', 'accounts:read'],
      blankAfterMs: 120_000,
      mustChangePassword: false,
    });
    const accounts = await person.client.ask('/operations/accounts');
    expect(v.is(AccountsSchema, accounts.body)).toBe(true);
    const before = person.client.cookie;
    const out = await person.client.ask('/console/sign-out', { method: 'POST' });
    expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    person.client.cookie = before;
    expect(await alive(person)).toBe(false);
    const { staffId } = person;
    expect(await told()).toEqual([
      `system  account-made ${staffId} done`,
      `system  account-changed ${staffId} operation-log:write`,
      `system  account-changed ${staffId} accounts:read`,
      `${staffId} synthetic-1 signed-in - done`,
      `${staffId} synthetic-1 account-changed ${staffId} password`,
      `${staffId} synthetic-1 signed-out - done`,
    ]);
  });

  test('with a first password can do nothing but set an own one', async () => {
    const person = await world.person({ accounts: 'write' });
    const { client, password } = person;
    const signedIn = await enter(person, client);
    expect(signedIn.body).toMatchObject({ mustChangePassword: true });
    expect(signedIn.headers['set-cookie']).toEqual([expect.stringMatching(COOKIE)]);
    const refused = await client.ask('/operations/accounts');
    expect([refused.status, refused.body]).toEqual([403, { error: 'password-due' }]);
    const change = (next: string) => client.ask('/console/password', { body: { present: password, next } });
    expect((await change('short')).status).toBe(400);
    expect((await change(password)).body).toEqual({ error: 'used-before' });
    expect((await change('natsukusa-ya-tsuwamono')).status).toBe(204);
    expect((await client.ask('/operations/accounts')).status).toBe(200);
  });

  test('has a password for ninety days, and the last five do not come back', async () => {
    const person = await world.signIn({ accounts: 'read' });
    const listed = await person.client.ask('/operations/accounts');
    const own = listed.body.accounts.find((one: { staffId: string }) => one.staffId === person.staffId);
    const lifeMs = Date.parse(own.passwordEndsAt) - (Date.now() + passedMs);
    expect(Math.abs(lifeMs - 90 * DAY_MS)).toBeLessThan(10 * MINUTE_MS);
    passedMs += 90 * DAY_MS + MINUTE_MS;
    const { client } = person;
    expect((await enter(person, client)).body).toMatchObject({ mustChangePassword: true });
    expect((await client.ask('/operations/accounts')).body).toEqual({ error: 'password-due' });
    let present = person.password;
    const change = async (next: string) => {
      const answer = await client.ask('/console/password', { body: { present, next } });
      if (answer.status === 204) present = next;
      return answer.status === 204 ? 204 : answer.body.error;
    };
    const seen: unknown[] = [];
    for (const letter of 'abcd') seen.push(await change(`haru-no-umi-hinemosu-${letter}`));
    seen.push(await change(person.password), await change('haru-no-umi-hinemosu-e'), await change(person.password));
    expect(seen).toEqual([204, 204, 204, 204, 'used-before', 204, 204]);
  });

  test('has one session: a second sign-in ends the first, and the log says so', async () => {
    await world.addTerminal('desk-2');
    const person = await world.signIn({ accounts: 'read' });
    await told();
    const there = await world.client({ terminal: 'desk-2' });
    expect((await enter(person, there)).status).toBe(200);
    expect([await alive(person), await alive({ client: there })]).toEqual([false, true]);
    expect(await told()).toEqual([`${person.staffId} desk-2 signed-in - ended-another`]);
    passedMs += 16 * MINUTE_MS;
    // One that has ended by itself was ended by nobody.
    expect((await enter(person, there)).status).toBe(200);
    expect(await told()).toEqual([`${person.staffId} desk-2 signed-in - done`]);
  });

  test('two sign-ins at the same moment, at two nodes: one session', async () => {
    const otherNode = await world.startNode();
    const person = await world.signIn({ accounts: 'read' });
    const clients = [person.client, await world.client({ node: otherNode })];
    const code = await person.freshCode();
    const answers = await Promise.all(clients.map((client) => enter(person, client, { code })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    const living = await Promise.all(clients.map((client) => alive({ client })));
    expect(living.filter(Boolean)).toHaveLength(1);
  });
});

describe('a session', () => {
  test('ends after a quarter of an hour without an act of the person, and after ten hours in any case', async () => {
    const person = await world.signIn({});
    for (let times = 0; times < 3; times += 1) {
      passedMs += 14 * MINUTE_MS;
      expect(await alive(person)).toBe(true);
    }
    const byItself = { headers: { 'x-kofu-background': '1' } };
    passedMs += 14 * MINUTE_MS;
    expect((await person.client.ask('/console/session', byItself)).status).toBe(200);
    passedMs += MINUTE_MS;
    expect((await person.client.ask('/console/session', byItself)).status).toBe(401);
    await enter(person, person.client);
    for (let minutes = 10; minutes < 600; minutes += 10) {
      passedMs += 10 * MINUTE_MS;
      expect(await alive(person)).toBe(true);
    }
    passedMs += 10 * MINUTE_MS;
    expect(await alive(person)).toBe(false);
  }, 60_000);

  test('is never one that a browser brought along (session fixation)', async () => {
    const attacker = await world.signIn({});
    const victim = await world.person({ accounts: 'read' });
    const made = `__Host-kofu-vrs=${'A'.repeat(43)}`;
    for (const brought of [attacker.client.cookie, made]) {
      const client = await world.client();
      client.cookie = brought;
      const { status } = await enter(victim, client);
      expect(status).toBe(200);
      expect(client.cookie).not.toBe(brought);
      expect(client.cookie).toMatch(/^__Host-kofu-vrs=[A-Za-z0-9_-]{43}$/);
      const before = await world.client();
      before.cookie = brought;
      expect((await before.ask('/console/session')).status).toBe(401);
    }
  });

  test('with two cookies of its name opens nothing', async () => {
    const person = await world.signIn({});
    person.client.cookie = `${person.client.cookie}; __Host-kofu-vrs=${'A'.repeat(43)}`;
    expect(await alive(person)).toBe(false);
  });

  test('does nothing for a request without its own token, or from another page (CSRF)', async () => {
    const [person, other] = [await world.signIn({ accounts: 'write' }), await world.signIn({ accounts: 'write' })];
    const { client } = person;
    const change = (headers: Record<string, string | null>) =>
      client.ask(`/operations/accounts/${other.staffId}`, { body: { state: 'disabled' }, headers });
    await told();
    for (const token of [null, '', other.client.csrf, `${client.csrf}x`]) {
      const { status, body } = await change({ 'x-kofu-csrf': token });
      expect([status, body]).toEqual([403, { error: 'csrf' }]);
    }
    expect(await told()).toEqual(
      Array.from({ length: 4 }, () => `${person.staffId} synthetic-1 request-forbidden POST.accounts.:staffId csrf`),
    );
    const elsewhere: readonly Record<string, string | null>[] = [
      { origin: null },
      { origin: 'https://elsewhere.example' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of elsewhere) expect((await change(headers)).body).toEqual({ error: 'cross-site' });
    expect((await change({ host: 'elsewhere.example' })).body).toEqual({ error: 'misdirected' });
    expect(await alive(other)).toBe(true);
    expect((await change({})).status).toBe(204);
    expect(await alive(other)).toBe(false);
  });
});

describe('whoever guesses', () => {
  test('is told nothing, and locks the name whether there is such an account or not', async () => {
    const person = await world.person({});
    const client = await world.client();
    const attempt = (staffId: string, password: string, code: string) =>
      client.ask('/console/sign-in', { body: { staffId, password, code } });
    const seen: unknown[][] = [];
    for (const staffId of [person.staffId, 'nobody.here']) {
      const answers: unknown[] = [];
      for (let times = 0; times < 6; times += 1) {
        const { status, body } = await attempt(staffId, 'another password', '000000');
        answers.push([status, body]);
      }
      seen.push(answers);
    }
    expect(world.events.filter((event) => event === 'STAFF_REQUEST_REFUSED').length).toBeGreaterThanOrEqual(12);
    const refused = [401, { error: 'refused' }];
    const expected = [refused, refused, refused, refused, refused, [429, { error: 'locked' }]];
    expect(seen).toEqual([expected, expected]);
    expect(await told()).toEqual([
      `system  account-made ${person.staffId} done`,
      ...Array.from({ length: 5 }, () => `system synthetic-1 sign-in-refused ${person.staffId} refused`),
      `system synthetic-1 account-locked ${person.staffId} misses`,
      `system synthetic-1 sign-in-refused ${person.staffId} locked`,
      ...Array.from({ length: 5 }, () => 'system synthetic-1 sign-in-refused unknown refused'),
      'system synthetic-1 sign-in-refused unknown locked',
    ]);
    // The right ones count no more, until the time has passed.
    expect((await enter(person, client)).status).toBe(429);
    passedMs += MINUTE_MS + 1_000;
    expect((await enter(person, client)).status).toBe(200);
  });

  test('locks a name in one municipality and in no other', async () => {
    const at = async (area: string) => world.person({}, { staffId: 'locked.there', area });
    const [here, there] = [await at('900010'), await at('900028')];
    for (let times = 0; times < 6; times += 1) await enter(there, there.client, { password: 'another password' });
    expect((await enter(there, there.client)).status).toBe(429);
    expect((await enter(here, here.client)).status).toBe(200);
  });

  test('gets in with no code twice, nor with an older one', async () => {
    const person = await world.person({});
    passedMs += 5 * MINUTE_MS;
    const older = await person.freshCode();
    passedMs += 30_000;
    const code = await person.freshCode();
    expect((await enter(person, await world.client(), { code })).status).toBe(200);
    expect((await enter(person, await world.client(), { code })).status).toBe(401);
    expect((await enter(person, await world.client(), { code: older })).status).toBe(401);
    passedMs += 60_000;
    expect((await enter(person, await world.client())).status).toBe(200);
  });

  test('writes nothing into the log that was typed', async () => {
    const client = await world.client();
    const password = 'typed-by-mistake';
    await client.ask('/console/sign-in', { body: { staffId: password, password, code: '000000' } });
    const rows = JSON.stringify(await world.open.database.selectFrom('operation_log').selectAll().execute());
    expect(rows).not.toContain('typed');
  });
});

describe('administrators', () => {
  test('register people beforehand; what is handed over is told once', async () => {
    const { client } = await world.signIn({ accounts: 'write' });
    const rights = { people: 'read', records: 'write' };
    const made = await client.ask('/operations/accounts', { body: { staffId: 'newcomer', name: '見本 新人', rights } });
    expect(made.status).toBe(201);
    expect(v.is(NewAccountAnswerSchema, made.body)).toBe(true);
    const again = await client.ask('/operations/accounts', { body: { staffId: 'newcomer', name: '見本', rights } });
    expect([again.status, again.body]).toEqual([409, { error: 'taken' }]);
    for (const staffId of ['system', 'tablet', 'unknown']) {
      const reserved = await client.ask('/operations/accounts', { body: { staffId, name: '見本', rights } });
      expect(reserved.body).toEqual({ error: 'taken' });
    }
    const wrong = await client.ask('/operations/accounts', {
      body: { staffId: 'other', name: '見本', rights: { people: 'all' } },
    });
    expect(wrong.status).toBe(400);
    const listed = await client.ask('/operations/accounts');
    expect(listed.text).not.toContain(made.body.firstPassword);
    expect(listed.body.accounts.find((one: { staffId: string }) => one.staffId === 'newcomer').rights).toMatchObject({
      people: 'read',
      records: 'write',
      numbers: 'none',
    });
  });

  test('never change the own account', async () => {
    const { client, staffId } = await world.signIn({ accounts: 'write' });
    const more = await client.ask(`/operations/accounts/${staffId}`, { body: { rights: { numbers: 'write' } } });
    const anew = await client.ask(`/operations/accounts/${staffId}/renew`, { method: 'POST' });
    for (const answer of [more, anew]) expect([answer.status, answer.body]).toEqual([403, { error: 'own-account' }]);
  });

  test('take a right away at once, and have it in the log', async () => {
    const { client, staffId: by } = await world.signIn({ accounts: 'write' });
    const person = await world.signIn({ people: 'read', accounts: 'read' });
    expect((await person.client.ask('/operations/accounts')).status).toBe(200);
    await told();
    const rights = { people: 'read', records: 'read' };
    expect((await client.ask(`/operations/accounts/${person.staffId}`, { body: { rights } })).status).toBe(204);
    expect((await person.client.ask('/operations/accounts')).status).toBe(401);
    expect((await enter(person, person.client)).body.rights).toEqual(['people:read', 'records:read']);
    expect((await person.client.ask('/operations/accounts')).body).toEqual({ error: 'forbidden' });
    expect(await told()).toEqual([
      `${by} synthetic-1 account-changed ${person.staffId} records:read`,
      `${by} synthetic-1 account-changed ${person.staffId} accounts:none`,
      `${person.staffId} synthetic-1 signed-in - done`,
      `${person.staffId} synthetic-1 request-forbidden GET.accounts forbidden`,
    ]);
  });

  test('have no power over another municipality’s accounts, and learn nothing of them', async () => {
    const { client } = await world.signIn({ accounts: 'write' });
    const other = await world.signIn({ accounts: 'read' }, { area: '900028', staffId: 'only.there' });
    const change = await client.ask('/operations/accounts/only.there', { body: { state: 'disabled' } });
    const nobody = await client.ask('/operations/accounts/no.body', { body: { state: 'disabled' } });
    expect([change.status, change.body]).toEqual([nobody.status, nobody.body]);
    expect((await client.ask('/operations/accounts')).text).not.toContain('only.there');
    expect(await alive(other)).toBe(true);
  });

  test('are never all gone', async () => {
    const area = '900044';
    const one = await world.signIn({ accounts: 'write' }, { area });
    const other = await world.signIn({ accounts: 'write' }, { area });
    const disable = (by: Person, whom: Person) =>
      by.client.ask(`/operations/accounts/${whom.staffId}`, { body: { state: 'disabled' } });
    const both = await Promise.all([disable(one, other), disable(other, one)]);
    const statuses = both.map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    const left = statuses[0] === 204 ? one : other;
    const { body } = await left.client.ask('/operations/accounts');
    const active = body.accounts.filter((account: { state: string }) => account.state === 'active');
    expect(active.map((account: { staffId: string }) => account.staffId)).toEqual([left.staffId]);
  });
});
