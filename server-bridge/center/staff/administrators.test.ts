import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeAccount, listAccounts, makeAccount, renewAccount } from './accounts.ts';
import type { Actor, Role } from './rights.ts';
import { idOf, type StaffPerson, type StaffWorld, startStaffWorld } from './test-support/staff-world.ts';

let world: StaffWorld;
let one: StaffPerson;
let other: StaffPerson;

beforeAll(async () => {
  world = await startStaffWorld();
  one = await world.person('first.administrator', 'administrator');
  other = await world.person('second.administrator', 'administrator', 'auditor');
});
afterAll(() => world.close());

const acting = (person: StaffPerson, ...roles: Role[]): Actor => {
  const { staffId } = person;
  return { kind: 'person', staffId, name: 'Synthetic Person', roles, sessionId: 'synthetic' };
};
const stateOf = async (person: StaffPerson) =>
  (await listAccounts(world.parts)).find(({ staffId }) => staffId === person.staffId);

test('nobody changes the own account', async () => {
  const actor = acting(one, 'administrator');
  const before = await stateOf(one);
  for (const change of [
    { roles: ['auditor' as const] },
    { state: 'disabled' as const },
    { state: 'active' as const },
  ]) {
    expect((await changeAccount(world.parts, actor, one.staffId, change))._unsafeUnwrapErr().kind).toBe('own-account');
  }
  expect((await renewAccount(world.parts, actor, one.staffId))._unsafeUnwrapErr().kind).toBe('own-account');
  expect(await stateOf(one)).toEqual(before);
});

test('administrators who disable each other at the same moment: one of them always stays', async () => {
  const { database } = world.store;
  for (let round = 0; round < 12; round += 1) {
    const both = { state: 'active' as const, roles: JSON.stringify(['administrator']) };
    await database.updateTable('staff_accounts').set(both).execute();
    const done = await Promise.all([
      changeAccount(world.parts, acting(one, 'administrator'), other.staffId, { state: 'disabled' }),
      changeAccount(world.parts, acting(other, 'administrator'), one.staffId, { roles: ['watcher'] }),
    ]);
    expect(done.map((result) => (result.isOk() ? 'changed' : result.error.kind)).sort()).toEqual([
      'changed',
      'last-administrator',
    ]);
    const left = (await listAccounts(world.parts)).filter(
      ({ roles, state }) => state === 'active' && roles.includes('administrator'),
    );
    expect(left).toHaveLength(1);
  }
});

test('the last one cannot be disabled or lose the role, not even by the center', async () => {
  const left = (await listAccounts(world.parts)).find(
    ({ roles, state }) => state === 'active' && roles.includes('administrator'),
  );
  const staffId = idOf(left?.staffId ?? '');
  for (const change of [{ state: 'disabled' as const }, { roles: ['watcher' as const] }]) {
    const done = await changeAccount(world.parts, { kind: 'center' }, staffId, change);
    expect(done._unsafeUnwrapErr().kind).toBe('last-administrator');
  }
});

test('a name is given once; what is handed is not in the store', async () => {
  const account = { staffId: idOf('new.comer'), name: 'Synthetic Person', roles: ['watcher' as const] };
  const made = (await makeAccount(world.parts, acting(one, 'administrator'), account))._unsafeUnwrap();
  expect((await makeAccount(world.parts, acting(one), account))._unsafeUnwrapErr().kind).toBe('taken');
  const rows = JSON.stringify(
    await world.store.database.selectFrom('staff_accounts').selectAll().where('staff_id', '=', 'new.comer').execute(),
    (_key, value) => (typeof value === 'bigint' ? Number(value) : value),
  );
  expect(rows).not.toContain(made.firstPassword);
  expect(rows).not.toContain(new URL(made.otpauthUri).searchParams.get('secret'));
  expect(world.trail).toContain('first.administrator account-made new.comer watcher');
});

test('an account that is not there is neither changed nor renewed', async () => {
  const actor = acting(one, 'administrator');
  const nobody = idOf('nobody.here');
  expect((await changeAccount(world.parts, actor, nobody, { state: 'active' }))._unsafeUnwrapErr().kind).toBe(
    'unknown-account',
  );
  expect((await renewAccount(world.parts, actor, nobody))._unsafeUnwrapErr().kind).toBe('unknown-account');
});
