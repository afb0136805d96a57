/** Each node looks at the store round by round; what cannot be done in a round must not keep the rest from being done. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createEventLog, memorySink } from '../event-log/index.ts';
import { centerEvents } from './event-catalogue.ts';
import { startHousekeeping } from './housekeeping.ts';
import type { OpenStore } from './store/index.ts';
import { SHORT_LIMITS } from './test-support/bridge-world.ts';
import { eventually } from './test-support/eventually.ts';
import { freshStore } from './test-support/fresh-store.ts';

const DUTIES = [
  'directives.poll',
  'commands.deliver',
  'alarms.round',
  'certificates.poll',
  'certificates.pollTurns',
  'commands.expire',
  'alarms.slowRound',
  'certificates.recheck',
] as const;

let store: OpenStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.close());

test.each(DUTIES)('while %s fails in every round, everything else is done', async (failing) => {
  const done = new Set<string>();
  const duty = (name: (typeof DUTIES)[number]) => (): Promise<void> => {
    if (name === failing) return Promise.reject(new Error('synthetic failure'));
    done.add(name);
    return Promise.resolve();
  };
  const sink = memorySink();
  const limits = { ...SHORT_LIMITS, pollMs: 10 };
  const housekeeping = startHousekeeping({
    database: store.database,
    directives: { poll: duty('directives.poll') },
    streams: {
      open: vi.fn(),
      push: vi.fn(),
      broadcast: vi.fn(),
      connected: () => new Map(),
      isAlive: () => Promise.resolve(false),
      supersede: vi.fn(),
      closeAll: vi.fn(),
    },
    commands: {
      issue: vi.fn(),
      cancel: vi.fn(),
      settle: vi.fn(),
      deliver: duty('commands.deliver'),
      expire: duty('commands.expire'),
    },
    alarms: { round: duty('alarms.round'), slowRound: duty('alarms.slowRound') },
    certificates: {
      admits: vi.fn(),
      poll: duty('certificates.poll'),
      pollTurns: duty('certificates.pollTurns'),
      recheck: duty('certificates.recheck'),
    },
    limits,
    now: () => new Date(),
    log: createEventLog(centerEvents, { sink, now: () => new Date() }),
  });
  try {
    await eventually(() => expect([...done].toSorted()).toEqual(DUTIES.filter((name) => name !== failing).toSorted()));
    expect(sink.lines.join('\n')).toContain('"WORK_FAILED"');
  } finally {
    await housekeeping.stop();
  }
});
