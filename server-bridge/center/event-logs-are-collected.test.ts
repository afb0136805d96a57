import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EVENT_LOG_FIELDS, EVENT_LOG_PAGE_ENTRIES, TerminalIdSchema } from '../protocol/index.ts';
import { CollectionsSchema, EventLogEntriesSchema } from './console-api/orders.ts';
import type { CommandOrder, RunningCenter } from './index.ts';
import {
  askStaff,
  buildWorld,
  OTHER_TERMINAL,
  SHORT_LIMITS,
  statusOf,
  TERMINAL,
  visitId,
  type World,
} from './test-support/bridge-world.ts';
import { eventually } from './test-support/eventually.ts';
import { type RawTerminal, rawTerminal } from './test-support/raw-terminal.ts';

const terminalId = v.parse(TerminalIdSchema, TERMINAL);
let world: World;
let center: RunningCenter;
let terminal: RawTerminal;
let other: RawTerminal;
let ahead = 0;

beforeAll(async () => {
  world = await buildWorld();
  center = await world.start({}, () => new Date(Date.now() + ahead));
  terminal = rawTerminal(world.trust, TERMINAL, center.port);
  other = rawTerminal(world.trust, OTHER_TERMINAL, center.port);
  await terminal.send('POST', '/v1/status', statusOf(visitId()));
  await other.send('POST', '/v1/status', statusOf(visitId(), [], OTHER_TERMINAL));
});
afterAll(async () => {
  terminal.close();
  other.close();
  await center.stop();
  await world.close();
});
beforeEach(async () => {
  ahead = 0;
  await world.store.database.deleteFrom('alarms').execute();
});

const logId = 'L'.repeat(22);
const issue = async (order: CommandOrder) =>
  (await center.operations.issueCommand(terminalId, order))._unsafeUnwrap().commandId;
const collect = (fromEntry = 1) => issue({ kind: 'collect-event-log', fromEntry });
const entryOf = (entry: number, fields: object = { code: 'idle' }) => ({
  entry,
  at: '2026-01-15T03:00:00.000Z',
  level: 'info',
  event: 'STATE_CHANGED',
  fields,
});
const entriesOf = (from: number, count: number) => Array.from({ length: count }, (_, index) => entryOf(from + index));
const pageOf = (commandId: string, page: number, entries: readonly object[], changes: object = {}) => ({
  v: 1,
  terminalId: TERMINAL,
  commandId,
  logId,
  page,
  last: false,
  entries,
  ...changes,
});
const send = async (page: object, by: RawTerminal = terminal) => (await by.send('POST', '/v1/event-logs', page)).status;
const read = async (commandId: string, query = '') =>
  askStaff(world, center, `/operations/event-logs/${commandId}${query}`);
const reasons = () =>
  world.logLines.flatMap((line) => {
    const { event, reason } = JSON.parse(line);
    return event === 'EVENT_LOG_REFUSED' ? [reason] : [];
  });

describe('an event log that was ordered', () => {
  test('comes page by page, is read page by page, and is complete with its last', async () => {
    const commandId = await collect(3);
    const empty = await read(commandId);
    expect(empty.body).toMatchObject({ collection: { terminalId: TERMINAL, logId: null, pages: 0 }, entries: [] });
    expect(await send(pageOf(commandId, 1, entriesOf(3, EVENT_LOG_PAGE_ENTRIES)))).toBe(204);
    expect((await read(commandId)).body.collection).toMatchObject({ logId, pages: 1, complete: false });
    expect(await send(pageOf(commandId, 2, entriesOf(203, 2), { last: true }))).toBe(204);
    expect(await terminal.send('POST', '/v1/command-results', { commandId, result: 'done' })).toMatchObject({
      status: 204,
    });
    const second = await read(commandId, '?page=2');
    expect(second.body).toMatchObject({
      collection: { pages: 2, entries: 202, complete: true },
      page: 2,
      entries: entriesOf(203, 2),
    });
    expect((await read(commandId, '?page=3')).status).toBe(404);
    expect((await askStaff(world, center, `/operations/commands/${commandId}`)).body.command).toMatchObject({
      terminalId: TERMINAL,
      order: { kind: 'collect-event-log', fromEntry: 3 },
      state: 'done',
      result: 'done',
    });
  });

  test('is looked at newest first, by event and level, and saved line by line', async () => {
    const commandId = await collect();
    const listed = async () => {
      const { body } = await askStaff(world, center, `/operations/collections?terminalId=${TERMINAL}`);
      return v.parse(CollectionsSchema, body).collections.find((one) => one.commandId === commandId);
    };
    expect(await listed()).toMatchObject({ kind: 'collect-event-log', here: 'nothing', entries: 0, updatedAt: null });
    const fault = { ...entryOf(150), level: 'error', event: 'VISIT_PROCESS_DIED', fields: { code: 'exit-1' } };
    const first = [...entriesOf(1, 149), fault, ...entriesOf(151, 50)];
    expect(await send(pageOf(commandId, 1, first))).toBe(204);
    expect(await listed()).toMatchObject({ here: 'part', entries: 200 });
    expect(await send(pageOf(commandId, 2, entriesOf(201, 20), { last: true }))).toBe(204);
    expect(await listed()).toMatchObject({ here: 'all', entries: 220 });
    const seen: number[] = [];
    for (let before: number | null = 221; before !== null; ) {
      const { body } = await read(commandId, `/entries?before=${before}`);
      expect(v.parse(EventLogEntriesSchema, body)).toEqual(body);
      expect(body).toMatchObject({ terminalId: TERMINAL, entries: 220, complete: true });
      seen.push(...body.found.map(({ entry }: { entry: number }) => entry));
      before = body.before;
    }
    expect(seen).toEqual(Array.from({ length: 220 }, (_, index) => 220 - index));
    for (const query of ['?level=error', '?event=VISIT_PROCESS_DIED', '?event=VISIT_PROCESS_DIED&level=error']) {
      expect((await read(commandId, `/entries${query}`)).body).toMatchObject({ found: [fault], before: null });
    }
    expect((await read(commandId, '/entries?event=VISIT_PROCESS_DIED&level=info')).body.found).toEqual([]);
    const address = `http://127.0.0.1:${center.operationsPort}/operations/event-logs/${commandId}/download`;
    const download = await fetch(address, { headers: { authorization: `Bearer ${world.token}` } });
    expect(download.headers.get('content-disposition')).toContain(`${TERMINAL}-event-log.ndjson`);
    const lines = (await download.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([...first, ...entriesOf(201, 20)]);
    for (const path of ['entries', 'download']) {
      expect((await read('x'.repeat(22), `/${path}`)).status).toBe(404);
    }
    expect((await read(commandId, '/entries?event=no%20event')).status).toBe(400);
  });

  test('may be empty, and may begin after entries that are gone', async () => {
    const nothing = await collect(500);
    expect(await send(pageOf(nothing, 1, [], { last: true }))).toBe(204);
    expect((await read(nothing)).body.collection).toMatchObject({ entries: 0, complete: true });
    const later = await collect(1);
    expect(await send(pageOf(later, 1, entriesOf(900, 1), { last: true }))).toBe(204);
  });

  test('a page sent again, even at once, is taken once; with other content it is refused', async () => {
    const commandId = await collect();
    const first = pageOf(commandId, 1, entriesOf(1, 2));
    expect(await Promise.all([send(first), send(first), send(first)])).toEqual([204, 204, 204]);
    const last = pageOf(commandId, 2, entriesOf(3, 1), { last: true });
    for (const again of [last, last, first, last]) expect(await send(again)).toBe(204);
    expect((await read(commandId)).body.collection).toMatchObject({ pages: 2, entries: 3 });
    expect(await send(pageOf(commandId, 1, entriesOf(1, 1)))).toBe(400);
    expect(await send({ ...last, last: false })).toBe(400);
    expect(await send(pageOf(commandId, 3, entriesOf(4, 1)))).toBe(400);
    expect(reasons().slice(-3)).toEqual(['differs', 'differs', 'ended']);
  });

  test('pages and entries come in order, of one log', async () => {
    const commandId = await collect(10);
    for (const [page, reason] of [
      [pageOf(commandId, 2, entriesOf(10, 1)), 'out-of-order'],
      [pageOf(commandId, 1, entriesOf(9, 1)), 'out-of-order'],
      [pageOf(commandId, 1, [entryOf(11), entryOf(10)]), 'out-of-order'],
      [pageOf(commandId, 1, [entryOf(11), entryOf(11)]), 'out-of-order'],
    ] as const) {
      expect(await send(page)).toBe(400);
      expect(reasons().at(-1)).toBe(reason);
    }
    expect(await send(pageOf(commandId, 1, entriesOf(10, 2)))).toBe(204);
    expect(await send(pageOf(commandId, 2, entriesOf(11, 1)))).toBe(400);
    expect(await send(pageOf(commandId, 2, entriesOf(12, 1), { logId: 'M'.repeat(22) }))).toBe(400);
    expect(reasons().slice(-2)).toEqual(['out-of-order', 'other-log']);
    expect(await send(pageOf(commandId, 2, entriesOf(12, 1)))).toBe(204);
  });

  test('is bounded in all', async () => {
    const commandId = await collect();
    const most = SHORT_LIMITS?.eventLogEntries ?? 0;
    for (let page = 1; page <= most / EVENT_LOG_PAGE_ENTRIES; page += 1) {
      const from = 1 + (page - 1) * EVENT_LOG_PAGE_ENTRIES;
      expect(await send(pageOf(commandId, page, entriesOf(from, EVENT_LOG_PAGE_ENTRIES)))).toBe(204);
    }
    expect(await send(pageOf(commandId, most / EVENT_LOG_PAGE_ENTRIES + 1, entriesOf(most + 1, 1)))).toBe(400);
    expect(reasons().at(-1)).toBe('too-long');
    expect((await read(commandId)).body.collection).toMatchObject({ entries: most, complete: false });
  });

  test('fits the line with the longest entries there are', async () => {
    const commandId = await collect();
    const names = Array.from(
      { length: EVENT_LOG_FIELDS },
      (_, index) => `${'f'.repeat(28)}${String.fromCharCode(97 + index)}`,
    );
    const fields = Object.fromEntries(names.map((name) => [name, 'x'.repeat(64)]));
    const entries = Array.from({ length: EVENT_LOG_PAGE_ENTRIES }, (_, index) => entryOf(index + 1, fields));
    expect(await send(pageOf(commandId, 1, entries, { last: true }))).toBe(204);
    expect(await send({ ...pageOf(commandId, 1, entries), more: 'x'.repeat(600_000) })).toBe(413);
  });
});

describe('an event log that nobody ordered', () => {
  test('of a command that was never given, of another kind, refused, or over', async () => {
    const suspended = await issue({ kind: 'maintenance', on: true });
    const refused = await collect();
    await terminal.send('POST', '/v1/command-results', { commandId: refused, result: 'refused-busy' });
    const over = await collect();
    await world.store.database
      .updateTable('commands')
      .set({ state: 'expired', settled_at: new Date() })
      .where('command_id', '=', over)
      .execute();
    for (const commandId of [visitId(), suspended, refused, over]) {
      expect(await send(pageOf(commandId, 1, entriesOf(1, 1)))).toBe(400);
      expect(reasons().at(-1)).toBe('not-ordered');
    }
    expect((await read(suspended)).status).toBe(404);
    expect((await read(visitId())).status).toBe(404);
    expect((await read('x')).status).toBe(400);
    expect(await center.operations.listAlarms()).toEqual([]);
  });

  test('that has begun may end after the command’s time is over', async () => {
    const commandId = await collect();
    expect(await send(pageOf(commandId, 1, entriesOf(1, 1)))).toBe(204);
    await world.store.database
      .updateTable('commands')
      .set({ state: 'expired', settled_at: new Date() })
      .where('command_id', '=', commandId)
      .execute();
    expect(await send(pageOf(commandId, 2, entriesOf(2, 1), { last: true }))).toBe(204);
  });

  test('in the name of another terminal, or on another’s order, is refused and an alarm', async () => {
    const commandId = await collect();
    expect(await send(pageOf(commandId, 1, entriesOf(1, 1), { terminalId: OTHER_TERMINAL }))).toBe(400);
    expect(await send(pageOf(commandId, 1, entriesOf(1, 1), { terminalId: OTHER_TERMINAL }), other)).toBe(400);
    expect(await center.operations.listAlarms()).toMatchObject([
      { terminalId: OTHER_TERMINAL, code: 'TERMINAL_IMPERSONATION' },
      { terminalId: TERMINAL, code: 'TERMINAL_IMPERSONATION' },
    ]);
    expect(await send(pageOf(commandId, 1, entriesOf(1, 1)))).toBe(204);
  });
});

describe('what is kept', () => {
  test('ends with its time, commands and events as well', async () => {
    const commandId = await collect();
    await send(pageOf(commandId, 1, entriesOf(1, 1), { last: true }));
    await terminal.send('POST', '/v1/command-results', { commandId, result: 'done' });
    const log = visitId();
    const started = { seq: 1, at: new Date().toISOString(), event: 'HOST_STARTED' };
    await terminal.send('POST', '/v1/status', statusOf(visitId(), [started], TERMINAL, log));
    ahead = (SHORT_LIMITS?.keepEventsMs ?? 0) + 60_000;
    await eventually(async () => {
      const rows = await Promise.all(
        (['event_log_pages', 'event_log_collections', 'terminal_events', 'terminal_logs'] as const).map((table) =>
          world.store.database.selectFrom(table).selectAll().execute(),
        ),
      );
      expect(rows).toEqual([[], [], [], []]);
      expect((await askStaff(world, center, `/operations/commands/${commandId}`)).status).toBe(404);
    });
  });
});
