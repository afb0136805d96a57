import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StaffWorld, startStaffWorld } from './testing/signed-in.ts';

let world: StaffWorld;
beforeAll(async () => {
  world = await startStaffWorld();
}, 240_000);
afterAll(() => world.close());

test('a file is announced, sent piece by piece, and taken or refused as a whole', async () => {
  const { client } = await world.signIn({ people: 'exchange' });
  const file = 'this is no heading of any file\n';
  const begun = await client.ask('/operations/imports', {
    body: { kind: 'people', encoding: 'utf-8', bytes: file.length },
  });
  expect(begun.status).toBe(201);
  const { importId } = begun.body;
  const address = `/operations/imports/${importId}`;
  const headers = { 'content-type': 'application/octet-stream' };
  expect([204, 409]).toContain((await client.ask(`${address}/file`, { method: 'PUT', body: file, headers })).status);
  await expect
    .poll(async () => (await client.ask(address)).body.state, { timeout: 30_000, interval: 100 })
    .toBe('refused');
  expect((await client.ask(address)).body).toMatchObject({ fault: 'heading', added: 0 });
  expect((await client.ask(`${address}/file`, { method: 'PUT', body: file, headers })).status).toBe(409);
}, 60_000);

test('a file is given out to whoever has the right', async () => {
  const { client } = await world.signIn({ records: 'exchange', people: 'exchange' });
  const given = await client.ask('/operations/exports', { body: { what: 'people', encoding: 'utf-8' } });
  expect(given.status).toBe(200);
  expect(given.headers['content-disposition']).toContain('900010');
  const { client: other } = await world.signIn({ records: 'exchange', people: 'write' });
  expect((await other.ask('/operations/exports', { body: { what: 'people', encoding: 'utf-8' } })).status).toBe(403);
});
