/** Fault: beside a console, the bearer token changed the directive without the second person that everybody else needs. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mayChangeDirectly } from './configuration.ts';
import { type ConsoleWorld, startConsoleWorld } from './console-server/testing/signed-in.ts';

let world: ConsoleWorld;
beforeAll(async () => {
  world = await startConsoleWorld();
});
afterAll(() => world.close());

test.each([
  [{ operations: {} }, true],
  [{ operations: {}, console: {} }, false],
  [{ operations: { directChanges: true }, console: {} }, true],
  [{ operations: { directChanges: false } }, false],
])('%j: %s', (configuration, allowed) => {
  expect(mayChangeDirectly(configuration)).toBe(allowed);
});

test('beside a console the token drafts, and changes nothing alone', async () => {
  const post = async (path: string, body: unknown): Promise<number> => {
    const { operationsPort } = world.center;
    const headers = { authorization: `Bearer ${world.world.token}`, 'content-type': 'application/json' };
    const url = `http://127.0.0.1:${operationsPort}/operations${path}`;
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  };
  expect(await post('/directive', { maxCopies: 3 })).toBe(403);
  const change = { scope: { kind: 'all' }, patch: { maxCopies: 3 }, effectiveAt: null, note: '' };
  expect(await post('/directive/changes', change)).toBe(201);
  expect(await post('/directive/changes/1/approve', {})).toBe(403);
});
