import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockMs } from '../../staff-access/misses.ts';
import { changeAccount, listAccounts } from './accounts.ts';
import {
  DAY_MS,
  idOf,
  MINUTE_MS,
  type StaffPerson,
  type StaffWorld,
  startStaffWorld,
} from './test-support/staff-world.ts';

let world: StaffWorld;
beforeAll(async () => {
  world = await startStaffWorld();
});
afterAll(() => world.close());

const attempt = async (staffId: string, password: string, code: string) => {
  const done = await world.signIn({ staffId: idOf(staffId), password, code, previousSecret: null });
  return done.isOk() ? 'signed-in' : done.error.kind;
};
const right = (person: StaffPerson) => attempt(person.staffId, person.password, person.code());
const wrongCode = (person: StaffPerson) => (person.code() === '000000' ? '000001' : '000000');

test('five misses lock, and each further miss for twice as long, up to an hour', () => {
  expect([0, 1, 4, 5, 6, 7, 10, 11, 12, 1_000].map((misses) => lockMs(misses) / MINUTE_MS)).toEqual([
    0, 0, 0, 1, 2, 4, 32, 60, 60, 60,
  ]);
});

test('what was wrong is told to nobody: name, password, code, state of the account', async () => {
  const person = await world.person('suzuki', 'watcher');
  const disabled = await world.person('tanaka', 'watcher');
  await changeAccount(world.parts, { kind: 'center' }, disabled.staffId, { state: 'disabled' });
  expect(await attempt('nobody.here', person.password, person.code())).toBe('refused');
  expect(await attempt('suzuki', 'another password', person.code())).toBe('refused');
  expect(await attempt('suzuki', person.password, wrongCode(person))).toBe('refused');
  expect(await right(disabled)).toBe('refused');
  expect(await right(person)).toBe('signed-in');
});

test('a name is locked after five misses whether there is such an account or not', async () => {
  const person = await world.person('kato', 'watcher');
  const answers = async (staffId: string) => {
    const seen: string[] = [];
    for (let times = 0; times < 7; times += 1) seen.push(await attempt(staffId, 'another password', '123456'));
    return seen;
  };
  const known = await answers('kato');
  expect(known).toEqual(['refused', 'refused', 'refused', 'refused', 'refused', 'locked', 'locked']);
  expect(await answers('kato.taro')).toEqual(known);
  expect(world.trail).toContain('center account-locked kato misses');
  expect(world.trail.filter((entry) => entry.includes('kato.taro'))).toEqual([]);
  expect(await right(person)).toBe('locked');
  expect((await listAccounts(world.parts)).find(({ staffId }) => staffId === 'kato')?.state).toBe('locked');

  world.pass(MINUTE_MS + 1);
  expect(await attempt('kato', 'another password', '123456')).toBe('refused');
  world.pass(MINUTE_MS + 1);
  expect(await right(person)).toBe('locked');
  world.pass(MINUTE_MS);
  expect(await right(person)).toBe('signed-in');
  world.pass(30_000);
  expect(await attempt('kato', 'another password', '123456')).toBe('refused');
  expect(await right(person)).toBe('signed-in');
});

test('misses that come all at once are counted one after another', async () => {
  const person = await world.person('mori', 'watcher');
  const all = await Promise.all(Array.from({ length: 12 }, () => attempt('mori', 'another password', '123456')));
  expect(all.filter((one) => one === 'refused')).toHaveLength(5);
  expect(all.filter((one) => one === 'locked')).toHaveLength(7);
  expect(await right(person)).toBe('locked');
});

test('another administrator unlocks', async () => {
  const person = await world.person('ito', 'watcher');
  for (let times = 0; times < 5; times += 1) await attempt('ito', 'another password', '123456');
  expect(await right(person)).toBe('locked');
  await changeAccount(world.parts, { kind: 'center' }, person.staffId, { state: 'active' });
  expect(await right(person)).toBe('signed-in');
});

test('after a quiet day a name starts anew', async () => {
  const person = await world.person('abe', 'watcher');
  for (let times = 0; times < 4; times += 1) await attempt('abe', 'another password', '123456');
  world.pass(DAY_MS + 1);
  expect(await attempt('abe', 'another password', '123456')).toBe('refused');
  expect(await right(person)).toBe('signed-in');
});

test('nothing that was typed is in the log', async () => {
  await attempt('typed-name', 'typed-password', '987654');
  expect(world.logLines.length).toBeGreaterThan(0);
  expect(world.logLines.filter((line) => /typed|987654|suzuki|kato/.test(line))).toEqual([]);
});
