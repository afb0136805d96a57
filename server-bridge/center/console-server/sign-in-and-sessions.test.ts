import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleWorld, startConsoleWorld } from './testing/signed-in.ts';

let world: ConsoleWorld;
beforeAll(async () => {
  world = await startConsoleWorld();
});
afterAll(() => world.close());

test('a person signs in, sets an own password, asks and signs out', async () => {
  const person = await world.signIn(['watcher']);
  const session = await person.client.ask('/console/session');
  expect(session.body).toMatchObject({ staffId: person.staffId, rights: ['watch'], mustChangePassword: false });
  expect((await person.client.ask('/operations/terminals')).status).toBe(200);
  expect((await person.client.ask('/console/sign-out', { method: 'POST' })).status).toBe(204);
  expect((await person.client.ask('/console/session')).status).toBe(401);
});
