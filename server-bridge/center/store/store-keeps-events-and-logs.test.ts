import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CommandSchema,
  EventLogPageSchema,
  LogIdSchema,
  TERMINAL_EVENTS,
  type TerminalEvent,
  TerminalEventSchema,
  TerminalIdSchema,
  TerminalStatusSchema,
} from '../../protocol/index.ts';
import { statusOf } from '../test-support/bridge-world.ts';
import { freshStore, STORE_ENGINES } from '../test-support/fresh-store.ts';
import {
  eraseCommandsBefore,
  eraseEventsBefore,
  eventLogPage,
  expireCommands,
  findCommand,
  findEventLog,
  insertCommand,
  listEvents,
  type OpenStore,
  registerTerminal,
  settleCommand,
  takeEventLogPage,
  takeEvents,
  takeReport,
} from './index.ts';
import { migrate } from './migrations.ts';

const terminalId = v.parse(TerminalIdSchema, 'KOFU-0001');
const now = new Date('2026-01-15T03:00:00.000Z');
const id22 = () => randomBytes(16).toString('base64url');
const newLog = () => v.parse(LogIdSchema, id22());
const eventOf = (seq: number): TerminalEvent =>
  v.parse(TerminalEventSchema, {
    seq,
    at: new Date(now.getTime() + seq).toISOString(),
    event: TERMINAL_EVENTS[seq % TERMINAL_EVENTS.length],
    code: `n${seq}`,
  });

describe.each(STORE_ENGINES)('on %s', (engine) => {
  let store: OpenStore;
  beforeAll(async () => {
    store = await freshStore(engine);
    await registerTerminal(store.database, terminalId, now);
  }, 120_000);
  afterAll(() => store.close());

  const take = (logId: ReturnType<typeof newLog>, events: TerminalEvent[], keep = 50_000) =>
    store.database.transaction().execute(async (transaction) => {
      const report = v.parse(TerminalStatusSchema, { ...statusOf('P'.repeat(22), [], terminalId), logId });
      const accepted = await takeReport(transaction, report, { codes: [], shown: new Map() }, now);
      return await takeEvents(transaction, { terminalId, logId, events }, accepted, now, keep);
    });
  const seqsOf = async (logId: string) =>
    (await listEvents(store.database, terminalId, { after: 0, limit: 100_000 }))
      .filter((event) => event.logId === logId)
      .map(({ seq }) => seq);

  test('a terminal whose answers get lost and whose reports cross: nothing lost, nothing twice, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        // Each step: how many events happen, how many connections report at once, whether the answer arrives.
        fc.array(fc.record({ happen: fc.nat(6), connections: fc.integer({ min: 1, max: 3 }), heard: fc.boolean() }), {
          minLength: 1,
          maxLength: 12,
        }),
        async (steps) => {
          const logId = newLog();
          let happened = 0;
          let acknowledged = 0;
          const fresh: number[] = [];
          const send = async (connections: number) => {
            const events = Array.from({ length: happened - acknowledged }, (_, index) =>
              eventOf(acknowledged + 1 + index),
            );
            const taken = await Promise.all(Array.from({ length: connections }, () => take(logId, events)));
            for (const one of taken) {
              fresh.push(...one.fresh.map(({ seq }) => seq));
              expect(one.lost).toBe(false);
            }
            return Math.max(...taken.map(({ acceptedSeq }) => acceptedSeq));
          };
          for (const { happen, connections, heard } of steps) {
            happened += happen;
            const accepted = await send(connections);
            expect(accepted).toBe(happened);
            if (heard) acknowledged = accepted;
          }
          const all = Array.from({ length: happened }, (_, index) => index + 1);
          expect(await seqsOf(logId)).toEqual(all);
          expect(fresh.toSorted((a, b) => a - b)).toEqual(all);
        },
      ),
      { seed: 5, numRuns: 15 },
    );
  });

  test('the oldest give way beyond the number kept, and what was acknowledged stays acknowledged', async () => {
    const logId = newLog();
    for (let from = 1; from <= 1_001; from += 200) {
      const events = Array.from({ length: Math.min(200, 1_002 - from) }, (_, index) => eventOf(from + index));
      await take(logId, events, 300);
    }
    const kept = await seqsOf(logId);
    expect(kept.length).toBeGreaterThanOrEqual(300);
    expect(kept.length).toBeLessThan(600);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 1_002 - kept.length + index));
    expect(await take(logId, [eventOf(1), eventOf(2)])).toEqual({
      fresh: [],
      altered: [],
      acceptedSeq: 1_001,
      lost: false,
    });
    await eraseEventsBefore(store.database, new Date(now.getTime() + 1));
    expect(await seqsOf(logId)).toEqual([]);
  });

  test('pages sent at once are held once; a collection goes with its command', async () => {
    const command = v.parse(CommandSchema, {
      v: 1,
      commandId: id22(),
      terminalId,
      processId: id22(),
      expiresAt: new Date(now.getTime() + 60_000).toISOString(),
      order: { kind: 'collect-event-log', fromEntry: 1 },
    });
    const { commandId } = command;
    await insertCommand(store.database, command, 'signed', now);
    const page = v.parse(EventLogPageSchema, {
      v: 1,
      terminalId,
      commandId,
      logId: newLog(),
      page: 1,
      last: true,
      entries: [
        { entry: 1, at: now.toISOString(), level: 'warn', event: 'REFUND_OWED', fields: { yen: 120, jam: true } },
      ],
    });
    const send = () => takeEventLogPage(store.database, terminalId, page, { now, limitEntries: 10 });
    expect(await Promise.all([send(), send(), send(), send()])).toEqual([null, null, null, null]);
    expect(await findEventLog(store.database, commandId)).toMatchObject({ pages: 1, entries: 1, complete: true });
    expect(await eventLogPage(store.database, commandId, 1)).toEqual(page.entries);
    expect(await settleCommand(store.database, terminalId, { commandId, result: 'done' }, now)).toEqual(command.order);
    await expireCommands(store.database, new Date(now.getTime() + 120_000));
    expect(await findCommand(store.database, commandId)).toMatchObject({ state: 'done', settledAt: now.toISOString() });
    await eraseCommandsBefore(store.database, new Date(now.getTime() + 1));
    expect(await findCommand(store.database, commandId)).toBeNull();
    expect(await eventLogPage(store.database, commandId, 1)).toBeNull();
  });

  test('a store of the first schema keeps its events, each process as a log of its own', async () => {
    const older = await freshStore(engine);
    try {
      await sql`drop schema public cascade`.execute(older.database);
      await sql`create schema public`.execute(older.database);
      await migrate(older.database, '0001-initial');
      await registerTerminal(older.database, terminalId, now);
      await sql`
        insert into terminal_status values
          (${terminalId}, 'second', 'build', 'idle', null, '{"coinBox":"ready"}', ${now}, ${now})`.execute(
        older.database,
      );
      for (const [process, seq, event] of [
        ['first', 1, 'HOST_STARTED'],
        ['first', 2, 'VISIT_STARTED'],
        ['second', 1, 'HOST_STARTED'],
      ] as const) {
        const received = new Date(now.getTime() + (process === 'first' ? 0 : 1_000));
        await sql`
          insert into terminal_events values (${terminalId}, ${process}, ${seq}, ${now}, ${received}, ${event}, null)
          `.execute(older.database);
      }
      await migrate(older.database);
      const kept = await listEvents(older.database, terminalId, { after: null, limit: 10 });
      expect(kept.map(({ logId, seq, event, operator }) => [logId, seq, event, operator])).toEqual([
        ['first', 1, 'HOST_STARTED', null],
        ['first', 2, 'VISIT_STARTED', null],
        ['second', 1, 'HOST_STARTED', null],
      ]);
      const logs = await older.database.selectFrom('terminal_logs').selectAll().orderBy('log_id').execute();
      expect(logs.map(({ log_id, accepted_seq }) => [log_id, Number(accepted_seq)])).toEqual([
        ['first', 2],
        ['second', 1],
      ]);
    } finally {
      await older.close();
    }
  });
});
