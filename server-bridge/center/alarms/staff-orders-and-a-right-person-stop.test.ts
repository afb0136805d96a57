/** Suspending and resuming by staff beside a right-person stop (P2): neither undoes the other, in whatever order they come. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEventLog, noSink } from '../../event-log/index.ts';
import { generateSigningJwk, signerFromJwk } from '../../sealing/index.ts';
import { type CommandDesk, createCommandDesk } from '../command-desk.ts';
import { centerEvents } from '../event-catalogue.ts';
import { createEventStreams } from '../event-streams.ts';
import { standingOf } from '../store/index.ts';
import type { RunningAlarms } from './index.ts';
import { type AlarmWorld, buildAlarmWorld, emptyAlarmWorld, person, terminal } from './test-support/alarm-world.ts';

const A = 'KIOSK-S1';
let world: AlarmWorld;
let node: RunningAlarms;
let desk: CommandDesk;
let whileAuditing: (() => Promise<unknown>) | null = null;

beforeAll(async () => {
  world = await buildAlarmWorld();
  node = await world.node();
  const { now } = world;
  desk = createCommandDesk({
    database: world.store.database,
    streams: createEventStreams({
      heartbeatMs: 60_000,
      onClosed: () => undefined,
      onSecondStream: () => undefined,
      onTooSlow: () => undefined,
    }),
    alarms: node.desk,
    signer: signerFromJwk(await generateSigningJwk()),
    bus: { publish: () => Promise.resolve() },
    audit: {
      async append() {
        const happens = whileAuditing;
        whileAuditing = null;
        await happens?.();
      },
      settle: () => Promise.resolve(),
    },
    commandLifeMs: 60_000,
    now,
    log: createEventLog(centerEvents, { sink: noSink(), now }),
  });
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await world.store.database.deleteFrom('commands').execute();
  await emptyAlarmWorld(world);
  await world.meet(A);
  await node.desk.takeStatus(world.status(A));
});

const fail = () =>
  node.desk.takeStatus(
    world.status(A, { cause: 'right-person', state: 'suspended' }, [{ event: 'RIGHT_PERSON_FAILED' }]),
  );
const standing = async () => (await standingOf(world.store.database, terminal(A))).suspendedFor;
/** Ordered, sent and done by the terminal. */
const carryOut = async (order: Parameters<CommandDesk['issue']>[2]) => {
  const issued = (await desk.issue(person('clerk'), terminal(A), order))._unsafeUnwrap();
  world.advance(1);
  await desk.settle(terminal(A), { commandId: issued.commandId, result: 'done' });
};
const release = async () => {
  const [alarm] = (await node.care.list({ terminalId: A })).filter(({ code }) => code === 'RIGHT_PERSON_FAILED');
  const comparison = { finding: 'no-paper-issued', comparedBy: 'Synthetic Clerk', comparedAt: world.now() } as const;
  expect((await node.care.recordComparison(alarm?.id ?? 0, { kind: 'tool' }, comparison)).isOk()).toBe(true);
  await carryOut({ kind: 'release-right-person', releasedBy: 'Synthetic Clerk' });
  expect(await world.open()).toEqual([]);
};

test('a check that fails while a suspension is being ordered stays in force after the resume', async () => {
  whileAuditing = fail;
  await carryOut({ kind: 'suspend' });
  expect(await standing()).toBe('RIGHT_PERSON_FAILED');
  await carryOut({ kind: 'resume' });
  expect(await standing()).toBe('RIGHT_PERSON_FAILED');
});

test('a suspension by staff outlives the release of a right-person stop that came after it', async () => {
  await carryOut({ kind: 'suspend' });
  await fail();
  expect(await standing()).toBe('RIGHT_PERSON_FAILED');
  await release();
  expect(await standing()).toBe('STAFF');
  await carryOut({ kind: 'resume' });
  expect(await standing()).toBeNull();
});

test('a suspension that staff order during a right-person stop holds after its release', async () => {
  await fail();
  await carryOut({ kind: 'suspend' });
  await release();
  expect(await standing()).toBe('STAFF');
});

test('a suspension that was resumed, or that the terminal refused, does not come back with a release', async () => {
  await carryOut({ kind: 'suspend' });
  await carryOut({ kind: 'resume' });
  const refused = (await desk.issue(person('clerk'), terminal(A), { kind: 'resume' }))._unsafeUnwrap();
  await desk.settle(terminal(A), { commandId: refused.commandId, result: 'refused-busy' });
  await fail();
  await release();
  expect(await standing()).toBeNull();
});
