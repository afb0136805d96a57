/** P2: a stop is at once. An answer of VRS that arrives after it does not reach the terminal any more. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RunningCenter } from './index.ts';
import {
  applicationOf,
  buildWorld,
  OTHER_TERMINAL,
  statusOf,
  TERMINAL,
  visitId,
  type World,
} from './test-support/bridge-world.ts';
import { type RawTerminal, rawTerminal } from './test-support/raw-terminal.ts';
import { goodBehaviour } from './test-support/stub-vrs.ts';

const PROCESS = 'P'.repeat(22);
let world: World;
let left: RunningCenter;
let right: RunningCenter;
let waiting: RawTerminal;
let failing: RawTerminal;

beforeAll(async () => {
  world = await buildWorld();
  [left, right] = [await world.start(), await world.start()];
  waiting = rawTerminal(world.trust, TERMINAL, left.port);
  failing = rawTerminal(world.trust, OTHER_TERMINAL, right.port);
}, 90_000);
afterAll(async () => {
  waiting.close();
  failing.close();
  await Promise.all([left.stop(), right.stop()]);
  await world.close();
});
afterEach(async () => {
  world.vrs.behaviour = goodBehaviour(world.keySet);
  await world.store.database.deleteFrom('alarms').execute();
  await world.store.database.updateTable('terminals').set({ suspended_for: null }).execute();
});

let seq = 0;
const failed = (terminalId: string) => {
  seq += 1;
  const event = { seq, at: new Date().toISOString(), event: 'RIGHT_PERSON_FAILED' };
  return { ...statusOf(PROCESS, [event], terminalId), state: 'suspended', cause: 'right-person' };
};
/** Applies, has something happen while VRS has it, and tells what the terminal gets. */
async function meanwhile(happens: () => Promise<unknown>): Promise<{ status: number; refusal: string | undefined }> {
  const good = goodBehaviour(world.keySet);
  world.vrs.behaviour = async (request, stream) => {
    if (request.path === '/v1/applications') await happens();
    return await good(request, stream);
  };
  const { status, body } = await waiting.send('POST', '/v1/applications', applicationOf(visitId()));
  return { status, refusal: JSON.parse(body).refusal };
}

test('nothing happens meanwhile: the answer is handed on', async () => {
  expect(await meanwhile(() => Promise.resolve())).toEqual({ status: 200, refusal: undefined });
});

test('the terminal’s own check fails meanwhile', async () => {
  // On the connection on which it waits: a second one under its certificate would end that.
  const answered = await meanwhile(() => waiting.send('POST', '/v1/status', failed(TERMINAL)));
  expect(answered.refusal).toBe('TERMINAL_SUSPENDED');
});

test('all are stopped meanwhile by what another node heard', async () => {
  const answered = await meanwhile(async () => {
    await failing.send('POST', '/v1/status', failed(OTHER_TERMINAL));
    await world.store.database
      .insertInto('alarms')
      .values({
        terminal_id: 'center',
        code: 'ROUTE_STOPPED',
        severity: 'critical',
        times: 1,
        raised_at: new Date(),
        last_at: new Date(),
        cleared_by: null,
      })
      .execute();
  });
  expect(answered.refusal).toBe('TERMINAL_SUSPENDED');
});
