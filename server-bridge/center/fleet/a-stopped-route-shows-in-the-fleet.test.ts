/** P2: while all relays are refused, no terminal is shown as ready. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeAlarms, type OpenStore, raiseAlarm } from '../store/index.ts';
import { freshStore } from '../test-support/fresh-store.ts';
import { createFleetView } from './fleet-view.ts';
import { insertSyntheticFleet } from './testing/synthetic-fleet.ts';

const NOW = new Date('2026-11-22T03:00:00.000Z');
let store: OpenStore;
beforeAll(async () => {
  store = await freshStore();
  await insertSyntheticFleet(store.database, { terminals: 188, now: NOW });
}, 60_000);
afterAll(() => store.close());

test('counts, list and single terminal say that it is suspended, and why, until the stop ends', async () => {
  const { database } = store;
  const look = () => createFleetView({ database, lostMs: 180_000, now: () => NOW });
  const query = { standing: 'ready', sort: 'terminal', offset: 0, limit: 10 } as const;
  const { standings } = await look().summary();
  expect(standings.ready).toBeGreaterThan(0);
  const [one] = (await look().page(query)).rows;
  await raiseAlarm(database, 'center', 'ROUTE_STOPPED', NOW, 'critical');
  const stopped = (await look().summary()).standings;
  expect(stopped).toMatchObject({ ready: 0, busy: 0, closed: 0, lost: standings.lost });
  expect((await look().page(query)).total).toBe(0);
  const found = await look().find(one?.terminalId ?? '');
  expect(found).toMatchObject({ standing: 'suspended', suspendedFor: 'ROUTE_STOPPED' });
  await closeAlarms(database, { terminalId: 'center', code: 'ROUTE_STOPPED' }, 'clerk', NOW);
  expect((await look().summary()).standings).toEqual(standings);
});
