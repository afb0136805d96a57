/** A certificate that only its authority knows of ends by its own date, also while its connection lasts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningCenter } from '../index.ts';
import { buildWorld, TERMINAL, type World } from '../test-support/bridge-world.ts';
import { eventually } from '../test-support/eventually.ts';
import { rawTerminal } from '../test-support/raw-terminal.ts';

/** Certificates of the development trust live 90 days. */
const LATER_MS = 91 * 86_400_000;
let world: World;
let center: RunningCenter;
let aheadMs = 0;
beforeAll(async () => {
  world = await buildWorld();
  center = await world.start({}, () => new Date(Date.now() + aheadMs));
});
afterAll(async () => {
  await center.stop();
  await world.close();
});

test('a connection that outlives its certificate is ended', async () => {
  const terminal = rawTerminal(world.trust, TERMINAL, center.port);
  const stream = terminal.events();
  await eventually(() => expect(stream.text()).toContain(': alive'));
  const ended = new Promise((resolve) => terminal.session.once('close', resolve));
  aheadMs = LATER_MS;
  await Promise.all([ended, stream.closed]);
  const again = rawTerminal(world.trust, TERMINAL, center.port);
  expect((await again.send('GET', '/v1/directive')).status).toBe(403);
  again.close();
});
