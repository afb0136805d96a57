/** A node that dies while a person clears an alarm: the alarm is open, or its cause begins anew; never closed for good while it shows. */
import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  UnknownRow,
} from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAlarmCare } from './alarm-care.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person } from './test-support/alarm-world.ts';

const T = 'KIOSK-W1';
let world: AlarmWorld;
let node: RunningAlarms;

beforeAll(async () => {
  world = await buildAlarmWorld();
  node = await world.node();
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await emptyAlarmWorld(world);
  await world.meet(T);
});

/** Dies instead of asking anything of one table. */
const dyingAt = (table: string): KyselyPlugin => ({
  transformQuery({ node: query }: PluginTransformQueryArgs) {
    if (JSON.stringify(query).includes(`"${table}"`)) throw new Error('the node has died');
    return query;
  },
  transformResult: ({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> => Promise.resolve(result),
});

test('an alarm whose cause still shows is not lost between closing it and starting its clock anew', async () => {
  const jam = { devices: { pagePrinter: 'jam' } };
  await node.desk.takeStatus(world.status(T, jam));
  world.advance(900);
  await node.round();
  expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
  const dying = createAlarmCare({
    database: world.store.database.withPlugin(dyingAt('alarm_causes')),
    rules: node.rules,
    witness: {
      raised: () => Promise.resolve(),
      ending: () => Promise.resolve(),
      settle: () => Promise.resolve(),
      acted: () => Promise.resolve(),
      ruled: () => Promise.resolve(),
      catchUp: () => Promise.resolve(),
    },
    now: world.now,
  });
  const [alarm] = await node.care.list({});
  await expect(dying.clear(alarm?.id ?? 0, person('clerk'), null)).rejects.toThrow('the node has died');
  await node.desk.takeStatus(world.status(T, jam));
  world.advance(900);
  await node.round();
  expect(await world.open()).toEqual([`${T} PAGE_PRINTER_BROKEN 1`]);
});
