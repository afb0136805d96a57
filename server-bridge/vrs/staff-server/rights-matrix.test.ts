import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holds, RIGHTS, type Right, RightsSchema, TASKS } from '../staff/rights.ts';
import type { VrsStaffRoute } from '../staff/vrs-staff-route.ts';
import { type StaffWorld, startStaffWorld } from './testing/signed-in.ts';

let world: StaffWorld;
let routes: readonly VrsStaffRoute[];
beforeAll(async () => {
  world = await startStaffWorld();
  routes = world.vrs.staffRoutes;
}, 240_000);
afterAll(() => world.close());

/** What a route answers to that is beside the point here, as long as it does not say `forbidden`. */
const addressOf = (route: VrsStaffRoute): string => `/operations${route.path.replace(/:[A-Za-z]+/g, 'x1')}`;
const rightsOf = (right: Right) => {
  const [task, level] = right.split(':');
  return v.parse(RightsSchema, { [task ?? '']: level });
};

describe('every route that is mounted, with every right', () => {
  test('there are routes to look at, each with a right there is', () => {
    expect(routes.length).toBeGreaterThan(15);
    for (const { needs } of routes) expect(RIGHTS).toContain(needs);
    const addresses = routes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test.each(RIGHTS)(
    '%s: 403 exactly where the right is not among these',
    async (right) => {
      const rights = rightsOf(right);
      const { client } = await world.signIn(rights);
      const wrong: string[] = [];
      for (const route of routes) {
        const { status, body } = await client.ask(addressOf(route), { method: route.method });
        const forbidden = status === 403 && body?.error === 'forbidden';
        if (forbidden === holds(rights, route.needs)) wrong.push(`${route.method} ${route.path} ${status}`);
        if (status === 401 || status >= 500) wrong.push(`${route.method} ${route.path} ${status}`);
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  test('somebody without any right: 403 everywhere', async () => {
    const { client } = await world.signIn({});
    for (const route of routes) {
      expect((await client.ask(addressOf(route), { method: route.method })).body).toEqual({ error: 'forbidden' });
    }
  }, 60_000);

  test('nobody: 401 everywhere', async () => {
    const client = await world.client();
    for (const route of routes) expect((await client.ask(addressOf(route), { method: route.method })).status).toBe(401);
  }, 60_000);
});

test('levels include those before them, tasks nothing of each other', () => {
  for (const task of TASKS) {
    const write = v.parse(RightsSchema, { [task]: 'write' });
    expect(RIGHTS.filter((right) => holds(write, right))).toEqual([`${task}:read`, `${task}:write`]);
  }
});
