/** While the store does not answer, terminals ask on, over the connections they have: none of that may stay behind. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningCenter } from '../index.ts';
import { buildWorld, TERMINAL, type World } from '../test-support/bridge-world.ts';
import { rawTerminal } from '../test-support/raw-terminal.ts';

let world: World;
let center: RunningCenter;
const warnings: string[] = [];
const onWarning = ({ name }: Error): void => void warnings.push(name);
beforeAll(async () => {
  world = await buildWorld();
  center = await world.start();
  process.on('warning', onWarning);
});
afterAll(async () => {
  process.off('warning', onWarning);
  await center.stop();
  await world.close();
});

test('requests whose certificate cannot be looked up leave nothing on their connection', async () => {
  const { database } = world.store;
  await sql`alter table terminal_certificates rename to certificates_away`.execute(database);
  const terminal = rawTerminal(world.trust, TERMINAL, center.port);
  const ask = async () => (await terminal.send('GET', '/v1/directive')).status;
  for (let asked = 0; asked < 15; asked += 1) expect(await ask()).toBe(500);
  await sql`alter table certificates_away rename to terminal_certificates`.execute(database);
  expect(await ask()).toBe(200);
  expect(warnings).toEqual([]);
  terminal.close();
});
