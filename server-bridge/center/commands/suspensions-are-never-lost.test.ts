/** What closes a terminal at the center: staff's own suspension and P2's, ordered, raised and lifted at the same time. */
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createEventLog, noSink } from '../../event-log/index.ts';
import { type CommandResult, TerminalIdSchema, TerminalStatusSchema } from '../../protocol/index.ts';
import { generateSigningJwk, signerFromJwk } from '../../sealing/index.ts';
import { stopForRightPerson } from '../alarms/right-person-stop.ts';
import { type CommandDesk, type CommandOrder, createCommandDesk } from '../command-desk.ts';
import { centerEvents } from '../event-catalogue.ts';
import {
  commandsOf,
  eraseCommandsBefore,
  keepComparison,
  type OpenStore,
  registerTerminal,
  releaseTerminal,
  standingOf,
  takeReport,
} from '../store/index.ts';
import { statusOf } from '../test-support/bridge-world.ts';
import { freshStore } from '../test-support/fresh-store.ts';

const terminal = v.parse(TerminalIdSchema, 'KOFU-0001');
const TOOL = { kind: 'tool' } as const;
const WITHIN_MS = 60_000;
const signer = signerFromJwk(await generateSigningJwk());
let store: OpenStore;
let clockMs: number;
/** What happens elsewhere while the desk writes its entry into the trail. */
let meanwhile: () => Promise<void>;

beforeAll(async () => {
  store = await freshStore();
}, 60_000);
afterAll(() => store.close());
beforeEach(async () => {
  for (const table of ['alarm_comparisons', 'alarms', 'commands', 'terminal_logs', 'terminal_status'] as const) {
    await store.database.deleteFrom(table).execute();
  }
  await store.database.deleteFrom('terminals').where('terminal_id', '=', terminal).execute();
  clockMs = Date.parse('2026-01-15T03:00:00.000Z');
  meanwhile = () => Promise.resolve();
  await registerTerminal(store.database, terminal, new Date(clockMs));
  const status = v.parse(TerminalStatusSchema, statusOf('P'.repeat(22)));
  await takeReport(store.database, status, { codes: [], shown: new Map() }, new Date(clockMs));
});

/** The desk of a node whose clock is `aheadMs` before the others'. */
const deskOf = (aheadMs = 0): CommandDesk =>
  createCommandDesk({
    database: store.database,
    streams: {
      open: () => '',
      push: () => false,
      broadcast: () => undefined,
      connected: () => new Map(),
      isAlive: () => Promise.resolve(false),
      supersede: () => undefined,
      closeAll: () => undefined,
    },
    alarms: {
      hindranceOfRelease: () => Promise.resolve(null),
      async releaseRightPerson(terminalId, by) {
        await releaseTerminal(store.database, terminalId, by, new Date(clockMs));
      },
    },
    signer,
    bus: { publish: () => Promise.resolve() },
    audit: { append: () => meanwhile(), settle: () => Promise.resolve() },
    commandLifeMs: 600_000,
    now: () => new Date(clockMs + aheadMs),
    log: createEventLog(centerEvents, { sink: noSink(), now: () => new Date() }),
  });
const order = async (desk: CommandDesk, wanted: CommandOrder): Promise<string> => {
  clockMs += 1;
  return (await desk.issue(TOOL, terminal, wanted))._unsafeUnwrap().commandId;
};
const answer = (desk: CommandDesk, commandId: string, result: CommandResult['result'] = 'done') =>
  desk.settle(terminal, { commandId, result });
const failRightPerson = () =>
  store.database.transaction().execute(async (transaction) => {
    const routeStop = { terminals: 10, withinMs: WITHIN_MS };
    const failure = { terminalId: terminal, code: 'RIGHT_PERSON_FAILED', routeStop, now: new Date(clockMs) } as const;
    await stopForRightPerson(transaction, failure);
  });
/** Compared, ordered, done: the way a right-person hold ends. */
const release = async (desk: CommandDesk) => {
  const { id, times } = await store.database.selectFrom('alarms').select(['id', 'times']).executeTakeFirstOrThrow();
  const at = new Date(clockMs);
  const by = { comparedBy: 'Synthetic Clerk', comparedAt: at, recordedBy: 'tool' };
  await keepComparison(store.database, { alarmId: id, times, finding: 'no-paper-issued', ...by }, at);
  await answer(desk, await order(desk, { kind: 'release-right-person', releasedBy: 'Synthetic Clerk' }));
};
const standing = async () => (await standingOf(store.database, terminal)).suspendedFor;

describe('a right-person check that fails (P2)', () => {
  test('while staff suspend the terminal is not made a suspension that a resume lifts', async () => {
    const desk = deskOf();
    meanwhile = async () => {
      meanwhile = () => Promise.resolve();
      await failRightPerson();
    };
    await order(desk, { kind: 'suspend' });
    expect(await standing()).toBe('RIGHT_PERSON_FAILED');
    await answer(desk, await order(desk, { kind: 'resume' }));
    expect(await standing()).toBe('RIGHT_PERSON_FAILED');
  });

  // Each start is a little later than the last, until the check fails after everything that the resume does.
  test.each(Array.from({ length: 16 }, (_, steps) => steps))(
    'while a resume is carried out (%i steps later) keeps the terminal closed',
    async (steps) => {
      const desk = deskOf();
      await order(desk, { kind: 'suspend' });
      const resume = await order(desk, { kind: 'resume' });
      const failing = (async () => {
        for (let step = 0; step < steps; step += 1) await standing();
        await failRightPerson();
      })();
      await answer(desk, resume);
      await failing;
      expect(await standing()).toBe('RIGHT_PERSON_FAILED');
    },
  );
});

describe('a suspension by staff', () => {
  test('from before a right-person alarm holds on when that is released', async () => {
    const desk = deskOf();
    await order(desk, { kind: 'suspend' });
    await failRightPerson();
    await release(desk);
    expect(await standing()).toBe('STAFF');
    await answer(desk, await order(desk, { kind: 'resume' }));
    expect(await standing()).toBeNull();
  });

  test('during a right-person alarm holds on when that is released', async () => {
    const desk = deskOf();
    await failRightPerson();
    await order(desk, { kind: 'suspend' });
    await release(desk);
    expect(await standing()).toBe('STAFF');
  });

  test('that was lifted during a right-person alarm is over when that is released', async () => {
    const desk = deskOf();
    await order(desk, { kind: 'suspend' });
    await failRightPerson();
    await answer(desk, await order(desk, { kind: 'resume' }));
    expect(await standing()).toBe('RIGHT_PERSON_FAILED');
    await release(desk);
    expect(await standing()).toBeNull();
  });

  test('after a resume that is still on its way counts, though it comes from a node whose clock is behind', async () => {
    const desk = deskOf();
    await order(desk, { kind: 'suspend' });
    const resume = await order(desk, { kind: 'resume' });
    await order(deskOf(-30_000), { kind: 'suspend' });
    await answer(desk, resume);
    expect(await standing()).toBe('STAFF');
  });

  test.each(['expired', 'refused-invalid', 'failed'] as const)(
    'that came to nothing (%s) lets no older resume open',
    async (end) => {
      const desk = deskOf();
      await order(desk, { kind: 'suspend' });
      const resume = await order(desk, { kind: 'resume' });
      const last = await order(desk, { kind: 'suspend' });
      if (end === 'expired') {
        await store.database
          .updateTable('commands')
          .set({ state: 'expired', settled_at: new Date(clockMs) })
          .where('command_id', '=', last)
          .execute();
      } else await answer(desk, last, end);
      await answer(desk, resume);
      expect(await standing()).toBe('STAFF');
      await answer(desk, await order(desk, { kind: 'resume' }));
      expect(await standing()).toBeNull();
    },
  );

  test.each(Array.from({ length: 24 }, (_, steps) => steps * 8))(
    'while an earlier resume is carried out (%i steps later) holds',
    async (steps) => {
      const desk = deskOf();
      await order(desk, { kind: 'suspend' });
      const resume = await order(desk, { kind: 'resume' });
      const resuming = answer(desk, resume);
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      await order(deskOf(), { kind: 'suspend' });
      await resuming;
      expect(await standing()).toBe('STAFF');
    },
  );

  test('that is taken back before it was sent closes nothing; another that was not does', async () => {
    const desk = deskOf();
    const cancelled = async (commandId: string) => (await desk.cancel(TOOL, commandId))._unsafeUnwrap();
    await cancelled(await order(desk, { kind: 'suspend' }));
    expect(await standing()).toBeNull();
    await order(desk, { kind: 'suspend' });
    await cancelled(await order(desk, { kind: 'suspend' }));
    expect(await standing()).toBe('STAFF');
    await failRightPerson();
    await cancelled(await order(desk, { kind: 'suspend' }));
    expect(await standing()).toBe('RIGHT_PERSON_FAILED');
  });
});

describe('the newest word of staff, when all that was over is erased,', () => {
  const erase = () => {
    clockMs += 1;
    return eraseCommandsBefore(store.database, new Date(clockMs));
  };
  const kept = async () => (await commandsOf(store.database, terminal, 100)).map(({ commandId }) => commandId);

  test('is still known where it is a suspension that stands: another that is taken back opens nothing', async () => {
    const desk = deskOf();
    await answer(desk, await order(desk, { kind: 'suspend' }));
    const stands = await order(desk, { kind: 'suspend' });
    await answer(desk, stands);
    await answer(desk, await order(desk, { kind: 'identify' }));
    await answer(desk, await order(desk, { kind: 'resume' }), 'failed');
    (await desk.cancel(TOOL, await order(desk, { kind: 'suspend' })))._unsafeUnwrap();
    const waits = await order(desk, { kind: 'suspend' });
    await erase();
    expect(await kept()).toEqual([waits, stands]);
    (await desk.cancel(TOOL, waits))._unsafeUnwrap();
    expect(await standing()).toBe('STAFF');
    (await desk.cancel(TOOL, await order(desk, { kind: 'suspend' })))._unsafeUnwrap();
    expect(await standing()).toBe('STAFF');
  });

  test.each(['done', 'refused-invalid'] as const)(
    'holds on (%s) when a right-person alarm is released',
    async (result) => {
      const desk = deskOf();
      await answer(desk, await order(desk, { kind: 'suspend' }), result);
      await erase();
      await failRightPerson();
      await release(desk);
      expect(await standing()).toBe('STAFF');
    },
  );

  test('is forgotten once a resume is done', async () => {
    const desk = deskOf();
    await answer(desk, await order(desk, { kind: 'suspend' }));
    await erase();
    await answer(desk, await order(desk, { kind: 'resume' }));
    await erase();
    expect(await kept()).toEqual([]);
    expect(await standing()).toBeNull();
  });

  test('is a resume that was done for as long as an older suspension is known', async () => {
    const desk = deskOf();
    const older = await order(desk, { kind: 'suspend' });
    const resume = await order(desk, { kind: 'resume' });
    await answer(desk, resume);
    await erase();
    expect(await kept()).toEqual([resume, older]);
    await failRightPerson();
    await release(desk);
    expect(await standing()).toBeNull();
    await answer(desk, older);
    await erase();
    expect(await kept()).toEqual([]);
  });
});
