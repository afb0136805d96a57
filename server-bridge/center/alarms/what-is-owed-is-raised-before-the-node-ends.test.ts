/** Fault: a node that was stopped while the store did not answer forgot the integrity alarm of what it still had on its way (P2). */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createEventLog, memorySink } from '../../event-log/index.ts';
import { centerEvents } from '../event-catalogue.ts';
import { applicationOf, buildWorld, TERMINAL, visitId, type World } from '../test-support/bridge-world.ts';
import { rawTerminal } from '../test-support/raw-terminal.ts';
import { filler, goodBehaviour } from '../test-support/stub-vrs.ts';
import { raiseBeforeTheEnd } from './raise-before-the-end.ts';

let world: World;
beforeAll(async () => {
  world = await buildWorld();
}, 60_000);
afterAll(() => world.close());

const openAlarms = async () =>
  (await world.store.database.selectFrom('alarms').select('code').where('cleared_at', 'is', null).execute()).map(
    ({ code }) => code,
  );
const nameAlarms = (from: string, to: string) =>
  sql`alter table ${sql.table(from)} rename to ${sql.table(to)}`.execute(world.store.database);

test('an answer for another visit that VRS gives while the node is being stopped and its store is away', async () => {
  const center = await world.start();
  const terminal = rawTerminal(world.trust, TERMINAL, center.port);
  const good = goodBehaviour(world.keySet);
  const leaving = new Promise<void>((resolve) => terminal.session.once('goaway', () => resolve()));
  let stopped: Promise<void> | null = null;
  world.vrs.behaviour = async (request, stream) => {
    if (request.path !== '/v1/applications') return await good(request, stream);
    await nameAlarms('alarms', 'alarms_away');
    stopped = center.stop();
    // From here on no regular round raises anything any more.
    await leaving;
    return { status: 200, body: JSON.stringify({ visitId: visitId(), sealed: filler(200) }) };
  };
  try {
    const reply = await terminal.send('POST', '/v1/applications', applicationOf(visitId()));
    expect(reply.status).toBeGreaterThanOrEqual(500);
  } finally {
    await nameAlarms('alarms_away', 'alarms');
    terminal.close();
  }
  await stopped;
  expect(await openAlarms()).toEqual(['ANSWER_FOR_OTHER_VISIT']);
});

const lines = () => {
  const sink = memorySink();
  return { sink, log: createEventLog(centerEvents, { sink, now: () => new Date() }) };
};

test('where nothing is owed, or the store takes it at last, nothing is said', async () => {
  const { sink, log } = lines();
  const raiseOwed = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error('away')).mockResolvedValue();
  await raiseBeforeTheEnd({ raiseOwed }, log, { forMs: 60_000, pauseMs: 1 });
  expect(raiseOwed).toHaveBeenCalledTimes(2);
  expect(sink.lines).toEqual([]);
});

test('a store that stays away holds the end up no longer than its time, and the log says so', async () => {
  const { sink, log } = lines();
  const raiseOwed = vi.fn<() => Promise<void>>().mockRejectedValue(new Error('away'));
  await raiseBeforeTheEnd({ raiseOwed }, log, { forMs: 20, pauseMs: 1 });
  expect(raiseOwed).toHaveBeenCalled();
  expect(sink.lines.join('')).toContain('"WORK_FAILED"');
});
