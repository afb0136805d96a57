import { ok } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { staffRoute } from '../staff/define-route.ts';
import { mayDo, RIGHTS, RIGHTS_OF_ROLE, type Right, ROLES } from '../staff/rights.ts';
import type { StaffRoute } from '../staff/staff-route.ts';
import { type ConsoleWorld, startConsoleWorld } from './testing/signed-in.ts';

let world: ConsoleWorld;
let routes: readonly StaffRoute[];
beforeAll(async () => {
  world = await startConsoleWorld();
  routes = world.center.routes;
}, 120_000);
afterAll(() => world.close());

/** What a route answers to that is beside the point here, as long as it does not say `forbidden`. */
const addressOf = (route: StaffRoute): string => `/operations${route.path.replace(/:[A-Za-z]+/g, 'x1')}`;

describe('the right a route names is what it takes', () => {
  test('there are routes to look at, for all of them', () => {
    expect(routes.length).toBeGreaterThan(10);
    for (const { needs } of routes) expect(RIGHTS).toContain(needs);
  });

  test.each(ROLES)(
    '%s: 403 exactly where the role has not the right',
    async (role) => {
      const { client } = await world.signIn([role]);
      const wrong: string[] = [];
      for (const route of routes) {
        const { status, body } = await client.ask(addressOf(route), { method: route.method });
        const forbidden = status === 403 && body?.error === 'forbidden';
        if (forbidden === RIGHTS_OF_ROLE[role].includes(route.needs))
          wrong.push(`${route.method} ${route.path} ${status}`);
        if (status === 401 || status >= 500) wrong.push(`${route.method} ${route.path} ${status}`);
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  test('nobody: 401 everywhere', async () => {
    const client = world.client();
    for (const route of routes) expect((await client.ask(addressOf(route), { method: route.method })).status).toBe(401);
  });

  test('the token of the tools opens nothing at the console', async () => {
    const client = world.client();
    const headers = { authorization: `Bearer ${world.world.token}` };
    expect((await client.ask('/operations/terminals', { headers })).status).toBe(401);
  });

  test('the token approves nothing and manages no accounts, on its own listener', async () => {
    expect(RIGHTS.filter((right) => !mayDo({ kind: 'tool' }, right))).toEqual(['approve', 'accounts']);
    for (const route of routes) {
      if (mayDo({ kind: 'tool' }, route.needs)) continue;
      const answer = await fetch(`http://127.0.0.1:${world.center.operationsPort}${addressOf(route)}`, {
        method: route.method,
        headers: { authorization: `Bearer ${world.world.token}` },
      });
      expect([route.path, answer.status]).toEqual([route.path, 403]);
    }
  });
});

test('no person may change the directive without a second one, whatever the roles', () => {
  for (const role of ROLES) expect(RIGHTS_OF_ROLE[role]).not.toContain('change-directly');
});

test('a route that names no right, or one there is not, does not compile', () => {
  // Exactly a right, and never left out: checked by the compiler.
  expectTypeOf<Parameters<typeof staffRoute>[0]['needs']>().toEqualTypeOf<Right>();
  const handle = () => ok({ status: 204 } as const);
  expect(staffRoute({ method: 'GET', path: '/synthetic', needs: 'watch', handle }).needs).toBe('watch');
});
