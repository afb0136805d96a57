import { ok } from 'neverthrow';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { type StaffWorld, startStaffWorld } from '../staff-server/testing/signed-in.ts';
import { fileMasterKey } from '../store/master-key.ts';
import { createVrsStore } from '../store/vrs-store.ts';
import { AreaFactsSchema } from './area-facts.ts';
import { runAreasProgram } from './areas-program.ts';
import { openAreas } from './open-areas.ts';
import { argumentsOf, inventedArea, said, withCheckDigit } from './testing/installed-vrs.ts';

const CODE = withCheckDigit('13998');
let world: StaffWorld;
beforeAll(async () => {
  world = await startStaffWorld();
}, 120_000);
afterAll(() => world.close());

const openHere = async () => {
  const open = await world.another();
  const masterKey = fileMasterKey(world.masterKey);
  const store = createVrsStore({ ...open, masterKey });
  const { configuration } = world;
  return { store, database: open.database, masterKey, configuration, close: () => Promise.resolve() };
};

it('serves the staff of an area that was opened after the nodes were started, on each of them', async () => {
  const nodes = [world.vrs, await world.startNode()];
  const facts = argumentsOf(inventedArea(CODE));
  const program: typeof runAreasProgram = (given, writers) =>
    runAreasProgram(given, writers, async () => ok(await openHere()));
  const before = await world.client({ area: CODE, terminal: 'desk-1' });
  expect((await before.ask('/console/sign-in', { body: { staffId: 'x', password: 'y', code: '123456' } })).status).toBe(
    403,
  );
  expect(await said(program, 'register', '--config', 'x', ...facts)).toBe(`0 ${CODE} is open`);
  await world.addTerminal('desk-1', CODE);
  for (const node of nodes) {
    const person = await world.signIn({ 'operation-log': 'read' }, { area: CODE, terminal: 'desk-1', node });
    const log = await person.client.ask('/operations/log/search', { body: {} });
    expect(log.status).toBe(200);
    expect(log.text).toContain('area-opened');
  }
}, 120_000);

it('opens an area once when two open it at the same time, and a failing log opens none', async () => {
  const now = () => new Date();
  const other = v.parse(AreaFactsSchema, inventedArea(withCheckDigit('13997')));
  const parts = { ...(await openHere()), log: createOperationLog({ now }), now };
  const failing = { append: () => Promise.reject(new Error('cannot be logged')) };
  await expect(openAreas({ ...parts, log: failing }, [other])).rejects.toThrow('cannot be logged');
  expect(await parts.store.areas()).not.toContain(other.code);
  const again = { ...(await openHere()), log: createOperationLog({ now }), now };
  const opened = await Promise.all([openAreas(parts, [other]), openAreas(again, [other])]);
  expect(opened.map((one) => one._unsafeUnwrap()[0]?.done).sort()).toEqual(['opened', 'there-already']);
  const inside = await world.store.inArea(v.parse(MunicipalityCodeSchema, other.code), ({ database }) =>
    database.selectFrom('operation_log').select(['operation']).execute(),
  );
  expect(inside).toEqual([{ operation: 'area-opened' }]);
});
