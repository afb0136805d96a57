/** Rights by task (V10): who may give records out may not therefore give out who lives in the municipality. */
import { expect, it } from 'vitest';
import { staff } from '../register/register-fixtures.ts';
import { exportRoutes } from './export-routes.ts';

const given: string[] = [];
const routes = exportRoutes({
  give(_actor, { what }) {
    given.push(what);
    async function* nothing() {
      yield await Promise.resolve(new Uint8Array());
    }
    return Promise.resolve(nothing());
  },
});
const ask = async (path: string, what: string, rights: Parameters<typeof staff>[0]) => {
  const route = routes.find((one) => one.path === path);
  if (route === undefined) throw new Error(path);
  const body = Buffer.from(JSON.stringify({ what, encoding: 'utf-8' }));
  return await route.run(staff(rights), { parameters: {}, query: {}, body });
};

it.each([
  ['/exports', 'people'],
  ['/exports', 'tickets'],
  ['/exports/neighbours', 'unlinked-people'],
])('%s of %s needs people:exchange', async (path, what) => {
  given.length = 0;
  const refused = await ask(path, what, { records: 'exchange', people: 'write' });
  expect(refused._unsafeUnwrapErr()).toMatchObject({ kind: 'forbidden' });
  expect(given).toEqual([]);
  expect((await ask(path, what, { records: 'exchange', people: 'exchange' })).isOk()).toBe(true);
});

it('records need no more than records:exchange', async () => {
  expect((await ask('/exports', 'records', { records: 'exchange' })).isOk()).toBe(true);
  expect((await ask('/exports/neighbours', 'record-copies', { records: 'exchange' })).isOk()).toBe(true);
});
