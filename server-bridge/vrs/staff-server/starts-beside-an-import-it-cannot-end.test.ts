import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { APPLICATION_ROLE } from '../store/roles.ts';
import { type StaffWorld, startStaffWorld } from './testing/signed-in.ts';

let world: StaffWorld;
beforeAll(async () => {
  world = await startStaffWorld();
}, 240_000);
afterAll(() => world.close());

it('a node whose look for imports that others left fails says so, and serves', async () => {
  const { database } = world.open;
  expect(world.events).not.toContain('STORE_FAILED');
  await sql`revoke select on imports from ${sql.id(APPLICATION_ROLE)}`.execute(database);
  const node = await world.startNode();
  await expect.poll(() => world.events, { timeout: 30_000 }).toContain('STORE_FAILED');
  await sql`grant select on imports to ${sql.id(APPLICATION_ROLE)}`.execute(database);
  const { client } = await world.signIn({ people: 'exchange' }, { node });
  expect((await client.ask('/operations/imports')).status).toBe(200);
}, 120_000);
