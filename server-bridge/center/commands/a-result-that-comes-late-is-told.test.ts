/** Fault: what a terminal had done stood as expired for ever, because its result came after the order's time; and two nodes wrote one result twice. */
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventLog, noSink } from '../../event-log/index.ts';
import { TerminalIdSchema, TerminalStatusSchema } from '../../protocol/index.ts';
import { generateSigningJwk, signerFromJwk } from '../../sealing/index.ts';
import { createCommandDesk } from '../command-desk.ts';
import { centerEvents } from '../event-catalogue.ts';
import { type OpenStore, registerTerminal, takeReport } from '../store/index.ts';
import { statusOf } from '../test-support/bridge-world.ts';
import { freshStore } from '../test-support/fresh-store.ts';

const terminal = v.parse(TerminalIdSchema, 'KOFU-0001');
const TOOL = { kind: 'tool' } as const;
const signer = signerFromJwk(await generateSigningJwk());
let store: OpenStore;
let clockMs = Date.parse('2026-01-15T03:00:00.000Z');

beforeAll(async () => {
  store = await freshStore();
  await registerTerminal(store.database, terminal, new Date(clockMs));
  const status = v.parse(TerminalStatusSchema, statusOf('P'.repeat(22)));
  await takeReport(store.database, status, { codes: [], shown: new Map() }, new Date(clockMs));
});
afterAll(() => store.close());

const deskOf = () =>
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
    alarms: { hindranceOfRelease: () => Promise.resolve(null), releaseRightPerson: () => Promise.resolve() },
    signer,
    bus: { publish: () => Promise.resolve() },
    audit: { append: () => Promise.resolve(), settle: () => Promise.resolve() },
    commandLifeMs: 600_000,
    now: () => new Date(clockMs),
    log: createEventLog(centerEvents, { sink: noSink(), now: () => new Date() }),
  });
const rowOf = (commandId: string) =>
  store.database
    .selectFrom('commands')
    .select(['state', 'result', 'settled_at'])
    .where('command_id', '=', commandId)
    .executeTakeFirstOrThrow();
const entriesOf = async (commandId: string) =>
  (await store.database.selectFrom('audit_intents').select('result').orderBy('id').execute())
    .map(({ result }) => result)
    .filter((result) => result.startsWith(commandId));

test.each(['done', 'failed'] as const)('%s after the order had run out', async (result) => {
  const desk = deskOf();
  const { commandId } = (await desk.issue(TOOL, terminal, { kind: 'identify' }))._unsafeUnwrap();
  clockMs += 600_001;
  await desk.expire();
  expect((await rowOf(commandId)).state).toBe('expired');
  clockMs += 5_000;
  expect(await desk.settle(terminal, { commandId, result })).toBe(true);
  expect(await rowOf(commandId)).toEqual({
    state: result === 'done' ? 'done' : 'refused',
    result,
    settled_at: new Date(clockMs),
  });
  expect(await desk.settle(terminal, { commandId, result })).toBe(true);
  expect(await entriesOf(commandId)).toEqual([`${commandId}.expired`, `${commandId}.${result}`]);
});

test('two nodes that take the same result at once write one entry', async () => {
  const [left, right] = [deskOf(), deskOf()];
  const { commandId } = (await left.issue(TOOL, terminal, { kind: 'identify' }))._unsafeUnwrap();
  const both = [left, right].map((desk) => desk.settle(terminal, { commandId, result: 'done' }));
  expect(await Promise.all(both)).toEqual([true, true]);
  expect(await entriesOf(commandId)).toEqual([`${commandId}.done`]);
});
