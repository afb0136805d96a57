/** The miss that locks an account stands in the trail twice, that of a name without one once: nobody may wait longer for it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEvent } from '../audit/audit-trail.ts';
import type { OpenStore } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { staffStore } from './staff-parts.ts';

let store: OpenStore;
beforeAll(async () => {
  store = await freshStore();
}, 60_000);
afterAll(() => store.close());

test('what an act brings about is given to the trail at once, in its order, and shares a commit there', async () => {
  const given: string[] = [];
  const commits: (() => void)[] = [];
  const people = staffStore<Pick<AuditEvent, 'action'>>(store.database, ({ action }) => {
    given.push(action);
    return new Promise((resolve) => commits.push(resolve));
  });
  let done = false;
  const acting = people
    .act(() => Promise.resolve({ value: null, events: [{ action: 'sign-in-refused' }, { action: 'account-locked' }] }))
    .then(() => {
      done = true;
    });
  while (given.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(given).toEqual(['sign-in-refused', 'account-locked']);
  commits[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toBe(false);
  commits[1]?.();
  await acting;
});

test('an act of which one entry cannot be kept fails', async () => {
  const people = staffStore<Pick<AuditEvent, 'action'>>(store.database, ({ action }) =>
    action === 'account-locked' ? Promise.reject(new Error('the trail is away')) : Promise.resolve(),
  );
  const events = [{ action: 'account-locked' }, { action: 'sign-in-refused' }] as const;
  await expect(people.act(() => Promise.resolve({ value: null, events }))).rejects.toThrow('the trail is away');
});
