import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changePassword, createSignIn } from '../../staff-access/index.ts';
import { endSession, isCsrfOf } from '../../staff-access/sessions.ts';
import { changeAccount, renewAccount } from './accounts.ts';
import { DAY_MS, MINUTE_MS, type StaffPerson, type StaffWorld, startStaffWorld } from './test-support/staff-world.ts';

let world: StaffWorld;
let person: StaffPerson;
let count = 0;
const center = { kind: 'center' } as const;
const OWN = 'yuki-no-furu-machi-wo';

beforeAll(async () => {
  world = await startStaffWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  count += 1;
  person = await world.person(`person.${count}`, 'watcher', 'operator');
});

const alive = async (secret: string): Promise<boolean> => (await world.session(secret)) !== null;
async function withOwnPassword(): Promise<string> {
  const secret = await world.enter(person);
  const session = await world.session(secret);
  if (session === null) throw new Error('no session');
  (await changePassword(world.access, session, { present: person.password, next: OWN }))._unsafeUnwrap();
  return secret;
}

test('after a quarter of an hour without an act of the person', async () => {
  const secret = await world.enter(person);
  for (let times = 0; times < 3; times += 1) {
    world.pass(14 * MINUTE_MS);
    expect(await alive(secret)).toBe(true);
  }
  world.pass(15 * MINUTE_MS);
  expect(await alive(secret)).toBe(false);
});

test('what the page asks by itself does not put the idle end off', async () => {
  const secret = await world.enter(person);
  for (let minute = 1; minute < 15; minute += 1) {
    world.pass(MINUTE_MS);
    expect(await world.session(secret, false)).not.toBeNull();
  }
  world.pass(MINUTE_MS);
  expect(await world.session(secret, false)).toBeNull();
});

test('after eight hours, whatever the person does', async () => {
  const secret = await world.enter(person);
  for (let minutes = 10; minutes < 8 * 60; minutes += 10) {
    world.pass(10 * MINUTE_MS);
    expect(await alive(secret)).toBe(true);
  }
  world.pass(10 * MINUTE_MS);
  expect(await alive(secret)).toBe(false);
});

test('by signing out, and no other with it', async () => {
  const [one, other] = [await world.enter(person), await world.enter(person)];
  await endSession(world.store.database, one, '');
  expect([await alive(one), await alive(other)]).toEqual([false, true]);
});

test('by a new password, but for the one that set it', async () => {
  const other = await world.enter(person);
  const own = await withOwnPassword();
  expect([await alive(other), await alive(own)]).toEqual([false, true]);
});

test.each([
  ['other roles', { roles: ['auditor' as const] }],
  ['being disabled', { state: 'disabled' as const }],
])('by %s', async (_what, change) => {
  const secret = await world.enter(person);
  (await changeAccount(world.parts, center, person.staffId, change))._unsafeUnwrap();
  expect(await alive(secret)).toBe(false);
});

test('by a new first password and second factor; the old ones open nothing', async () => {
  const secret = await world.enter(person);
  (await renewAccount(world.parts, center, person.staffId))._unsafeUnwrap();
  expect(await alive(secret)).toBe(false);
  world.pass(30_000);
  const { staffId, password } = person;
  const again = await world.signIn({ staffId, password, code: person.code(), previousSecret: null });
  expect(again._unsafeUnwrapErr()).toEqual({ kind: 'refused' });
});

test('by signing in with it still in the browser: a session never outlives the next one', async () => {
  const before = await world.enter(person);
  world.pass(30_000);
  const { staffId, password } = person;
  const after = await world.signIn({ staffId, password, code: person.code(), previousSecret: before });
  expect(await alive(before)).toBe(false);
  expect(await alive(after._unsafeUnwrap().secret)).toBe(true);
});

test('the oldest, when one person has more than five', async () => {
  const all: string[] = [];
  for (let times = 0; times < 6; times += 1) all.push(await world.enter(person));
  expect(await Promise.all(all.map(alive))).toEqual([false, true, true, true, true, true]);
});

test('the secret of a session is nowhere in the store, and its token belongs to it alone', async () => {
  const [one, other] = [await world.enter(person), await world.enter(person)];
  const rows = JSON.stringify(await world.store.database.selectFrom('staff_sessions').selectAll().execute());
  expect(rows).not.toContain(one);
  const [first, second] = [await world.session(one), await world.session(other)];
  if (first === null || second === null) throw new Error('no session');
  expect([isCsrfOf(first, first.csrf), isCsrfOf(first, second.csrf)]).toEqual([true, false]);
  expect([isCsrfOf(first, ''), isCsrfOf(first, undefined), isCsrfOf(first, [first.csrf])]).toEqual([
    false,
    false,
    false,
  ]);
  for (const wrong of ['', 'x', one.slice(1), `${one}A`, "' or 1=1 --"]) expect(await alive(wrong)).toBe(false);
});

test('a code counts once, also at two nodes at the same moment', async () => {
  const anybody = (await createSignIn(world.parts.hashing))._unsafeUnwrap();
  const otherNode: StaffWorld['signIn'] = (one) => anybody(world.access, one);
  world.pass(30_000);
  const { staffId, password } = person;
  const attempt = { staffId, password, code: person.code(), previousSecret: null };
  const both = await Promise.all([world.signIn(attempt), otherNode(attempt), world.signIn(attempt)]);
  expect(both.map((one) => one.isOk()).sort()).toEqual([false, false, true]);
  expect((await otherNode(attempt)).isErr()).toBe(true);
  world.pass(30_000);
  expect((await otherNode(attempt)).isErr()).toBe(true);
  expect((await otherNode({ ...attempt, code: person.code() })).isOk()).toBe(true);
});

test('a first password is good for an own one only, and an own one for half a year', async () => {
  const secret = await world.enter(person);
  expect((await world.session(secret))?.mustChangePassword).toBe(true);
  const own = await withOwnPassword();
  expect((await world.session(own))?.mustChangePassword).toBe(false);
  world.pass(180 * DAY_MS - MINUTE_MS);
  expect((await world.session(await world.enter(person, OWN)))?.mustChangePassword).toBe(false);
  world.pass(MINUTE_MS);
  expect((await world.session(await world.enter(person, OWN)))?.mustChangePassword).toBe(true);
});

test('the last five passwords do not come back; the sixth before may', async () => {
  const secret = await withOwnPassword();
  const session = await world.session(secret);
  if (session === null) throw new Error('no session');
  const next = (at: number) => `haru-no-umi-hinemosu-${'abcdefg'[at]}`;
  const change = async (present: string, to: string) => {
    const done = await changePassword(world.access, session, { present, next: to });
    return done.isOk() ? 'changed' : done.error.kind;
  };
  expect(await change(OWN, person.password)).toBe('used-before');
  expect(await change(OWN, OWN)).toBe('used-before');
  let present = OWN;
  for (let at = 0; at < 4; at += 1) {
    expect(await change(present, next(at))).toBe('changed');
    present = next(at);
  }
  expect(await change(present, OWN)).toBe('used-before');
  expect(await change(present, next(4))).toBe('changed');
  expect(await change(next(4), OWN)).toBe('changed');
});

test('whoever sits at a session without knowing the password loses it after five guesses', async () => {
  const secret = await withOwnPassword();
  const session = await world.session(secret);
  if (session === null) throw new Error('no session');
  const seen: string[] = [];
  for (let times = 0; times < 6; times += 1) {
    const done = await changePassword(world.access, session, {
      present: 'another password',
      next: 'natsukusa-ya-tsuwamono',
    });
    seen.push(done.isOk() ? 'changed' : done.error.kind);
  }
  expect(seen).toEqual(['refused', 'refused', 'refused', 'refused', 'locked', 'locked']);
  expect(await alive(secret)).toBe(false);
});
