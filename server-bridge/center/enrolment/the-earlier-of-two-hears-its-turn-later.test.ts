/** Fault: of two connections with one certificate the earlier one heard of its turn only after the later one, and both lived on for a while. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunningCenter } from '../index.ts';
import { buildWorld, SHORT_LIMITS, TERMINAL, type World } from '../test-support/bridge-world.ts';
import { eventually } from '../test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from '../test-support/raw-terminal.ts';

/** What happens between the taking of a turn and the moment in which its node hears of it. */
const afterTaking = vi.hoisted((): { waits: (() => Promise<void>)[] } => ({ waits: [] }));
vi.mock(import('./connection-register.ts'), async (original) => {
  const register = await original();
  return {
    ...register,
    async takeTurn(...taking: Parameters<typeof register.takeTurn>) {
      const taken = await register.takeTurn(...taking);
      await afterTaking.waits.shift()?.();
      return taken;
    },
  };
});

let world: World;
let center: RunningCenter;
const opened: RawTerminal[] = [];
beforeAll(async () => {
  world = await buildWorld();
  // No regular look comes, which would end the earlier one in the end.
  center = await world.start({ limits: { ...SHORT_LIMITS, pollMs: 3_600_000 } });
}, 60_000);
afterAll(async () => {
  for (const terminal of opened) terminal.close();
  await center.stop();
  await world.close();
});

const connect = (): RawTerminal => {
  const terminal = rawTerminal(world.trust, TERMINAL, center.port);
  opened.push(terminal);
  return terminal;
};
const asks = async (terminal: RawTerminal) => (await terminal.send('GET', '/v1/directive')).status;
const alarms = async () => (await center.operations.listAlarms()).map(({ code, times }) => `${code} ${times}`);

test('the earlier one ends as soon as it hears, the later one is served, and there is one alarm', async () => {
  const heard = Promise.withResolvers<void>();
  const taken = Promise.withResolvers<void>();
  afterTaking.waits.push(() => {
    taken.resolve();
    return heard.promise;
  });
  const earlier = connect();
  const ended = new Promise<void>((resolve) => earlier.session.once('close', () => resolve()));
  const asking = asks(earlier).catch(() => null);
  await taken.promise;
  const later = connect();
  expect(await asks(later)).toBe(200);
  expect(await alarms()).toEqual([]);
  heard.resolve();
  await asking;
  await eventually(() => expect(earlier.session.closed || earlier.session.destroyed).toBe(true));
  await ended;
  expect(await alarms()).toEqual(['SECOND_EVENT_STREAM 1']);
  expect(await asks(later)).toBe(200);
});
