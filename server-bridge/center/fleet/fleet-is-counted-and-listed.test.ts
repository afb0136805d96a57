import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  FleetPageSchema,
  type FleetQuery,
  FleetQuerySchema,
  FleetSchema,
  STANDINGS,
  type Standing,
  TerminalPageSchema,
} from '../console-api/fleet.ts';
import type { OpenStore } from '../store/index.ts';
import { freshStore, STORE_ENGINES } from '../test-support/fresh-store.ts';
import { fleetRoutes } from './fleet-routes.ts';
import { createFleetView, type FleetView, SUMMARY_LIFE_MS } from './fleet-view.ts';
import { insertSyntheticFleet, SYNTHETIC_CHAINS, syntheticTerminalId } from './testing/synthetic-fleet.ts';

const TERMINALS = 940;
const NOW = new Date('2026-11-22T03:00:00.000Z');
const LOST_MS = 180_000;
/** Numbers of the invented terminals that are set to each standing; every case by which one can come to it. */
const CASES: readonly [number, Standing, string][] = [
  [101, 'never-seen', 'registered only'],
  [120, 'ready', 'idle'],
  [103, 'lost', 'disconnected beyond the limit'],
  [121, 'lost', 'connected by its row, silent beyond the limit'],
  [122, 'ready', 'disconnected for less than the limit'],
  [105, 'suspended', 'suspended at the center'],
  [123, 'suspended', 'suspended by its own word'],
  [106, 'closed', 'without paper'],
  [110, 'closed', 'out of hours'],
  [124, 'closed', 'connected, and has said nothing yet'],
  [114, 'busy', 'with a resident'],
];

describe.each(STORE_ENGINES)('on %s', (engine) => {
  let store: OpenStore;
  let view: FleetView;
  let clockMs = NOW.getTime();

  beforeAll(async () => {
    store = await freshStore(engine);
    await insertSyntheticFleet(store.database, { terminals: TERMINALS, now: NOW });
    const change = (table: string, number: number, what: ReturnType<typeof sql>) =>
      sql`update ${sql.table(table)} set ${what} where terminal_id = ${syntheticTerminalId(number)}`.execute(
        store.database,
      );
    await change('terminal_status', 121, sql`received_at = ${NOW}::timestamptz - interval '10 minutes'`);
    await change('terminals', 122, sql`presence = 'disconnected', presence_at = ${NOW}::timestamptz - interval '10 s'`);
    await change('terminal_status', 123, sql`state = 'suspended'`);
    await change('terminals', 124, sql`presence_at = ${NOW}::timestamptz - interval '1 s'`);
    await sql`delete from terminal_status where terminal_id = ${syntheticTerminalId(124)}`.execute(store.database);
    await change('terminal_places', 200, sql`retired_at = ${NOW}::timestamptz`);
    // One that was never registered but has a certificate, and stands nowhere.
    await sql`insert into terminals (terminal_id, first_seen_at, presence, presence_at)
      values ('ZZZ-1', ${NOW}, 'connected', ${NOW})`.execute(store.database);
    await sql`insert into alarms (terminal_id, code, severity, times, raised_at, last_at)
      values ('CENTER', 'SYNTHETIC', 'minor', 1, ${NOW}, ${NOW})`.execute(store.database);
    view = createFleetView({ database: store.database, lostMs: LOST_MS, now: () => new Date(clockMs) });
  });
  afterAll(() => store.close());

  const page = (query: Record<string, string> = {}) => view.page(v.parse(FleetQuerySchema, query));
  const everyRow = async (query: Record<string, string> = {}) => {
    const rows = [];
    for (let offset = 0; ; offset += 200) {
      const part = await page({ ...query, limit: '200', offset: String(offset) });
      rows.push(...part.rows);
      if (part.rows.length === 0) return rows;
    }
  };

  test.each(CASES)('terminal %i is %s: %s', async (number, standing) => {
    const terminalId = syntheticTerminalId(number);
    const found = await view.find(terminalId);
    expect(v.is(TerminalPageSchema, found)).toBe(true);
    expect(found?.standing).toBe(standing);
    const listed = await page({ search: terminalId });
    expect(listed.rows.map((row) => [row.terminalId, row.standing])).toEqual([[terminalId, standing]]);
  });

  test('the summary counts exactly what the list lists, for each standing, prefecture and chain', async () => {
    const summary = await view.summary();
    expect(v.is(FleetSchema, summary)).toBe(true);
    // One is retired, one was never registered.
    expect(summary.total).toBe(TERMINALS);
    const rows = await everyRow();
    expect(rows.length).toBe(TERMINALS);
    expect(new Set(rows.map((row) => row.terminalId)).size).toBe(TERMINALS);
    for (const standing of STANDINGS) {
      expect([standing, (await page({ standing })).total]).toEqual([standing, summary.standings[standing]]);
      expect(rows.filter((row) => row.standing === standing).length).toBe(summary.standings[standing]);
    }
    expect(summary.prefectures.map(({ prefecture }) => prefecture)).toEqual(
      Array.from({ length: 47 }, (_, index) => String(index + 1).padStart(2, '0')),
    );
    for (const { prefecture, total, openAlarms } of summary.prefectures.slice(0, 5)) {
      expect((await page({ prefecture })).total).toBe(total);
      const here = rows.filter((row) => row.prefecture === prefecture);
      expect(here.reduce((sum, row) => sum + row.openAlarms, 0)).toBe(openAlarms);
    }
    expect(summary.chains.map(({ chain }) => chain)).toEqual([...SYNTHETIC_CHAINS, null]);
    expect(summary.chains.find(({ chain }) => chain === null)?.total).toBe(1);
    const { critical, major, minor } = summary.openAlarms;
    // The center's own belongs to no terminal.
    expect(critical + major + minor - 1).toBe(rows.reduce((sum, row) => sum + row.openAlarms, 0));
    expect([critical > 0, major > 0, minor]).toEqual([true, true, 1]);
    for (const { version, terminals } of summary.directiveVersions) {
      expect(rows.filter((row) => row.directiveVersion === version).length).toBe(terminals);
    }
    for (const { build, terminals } of summary.builds) {
      expect(rows.filter((row) => row.build === build).length).toBe(terminals);
    }
  });

  test('filters fit together', async () => {
    const rows = await everyRow();
    const check = async (query: Record<string, string>, fits: (row: (typeof rows)[number]) => boolean) => {
      const expected = rows.filter(fits).map((row) => row.terminalId);
      expect(expected.length).toBeGreaterThan(0);
      expect((await everyRow(query)).map((row) => row.terminalId)).toEqual(expected);
    };
    await check({ chain: 'kaede', prefecture: '13' }, (row) => row.chain === 'kaede' && row.prefecture === '13');
    await check({ build: '1.1.0', standing: 'busy' }, (row) => row.build === '1.1.0' && row.standing === 'busy');
    await check({ alarm: 'open' }, (row) => row.openAlarms > 0);
    await check({ drift: 'yes' }, (row) => row.directiveVersion !== row.wantedVersion);
    await check({ search: 's-0012' }, (row) => row.storeId?.startsWith('S-0012') === true);
    await check({ search: '架空77号' }, (row) => row.storeName === '架空77号店');
  });

  test('what a person types has no meaning for the database', async () => {
    for (const search of ['%', '_', "'", '\\', '"; drop table alarms', '%%']) {
      expect((await page({ search })).total).toBe(0);
    }
  });

  test.each(['terminal', 'store', 'standing', 'seen', 'alarms'] as const)(
    'sorted by %s, pages are parts of one order',
    async (sort: FleetQuery['sort']) => {
      const whole = await everyRow({ sort });
      expect(new Set(whole.map((row) => row.terminalId)).size).toBe(TERMINALS);
      const part = await page({ sort, offset: '333', limit: '7' });
      expect(v.is(FleetPageSchema, part)).toBe(true);
      expect(part).toMatchObject({ total: TERMINALS, offset: 333 });
      expect(part.rows.map((row) => row.terminalId)).toEqual(whole.slice(333, 340).map((row) => row.terminalId));
      const keys = whole.map((row): string | number => {
        switch (sort) {
          case 'terminal':
            return row.terminalId;
          case 'store':
            return row.storeId ?? '~';
          case 'standing':
            return STANDINGS.indexOf(row.standing);
          case 'seen':
            return row.seenAt ?? '~';
          case 'alarms':
            return -row.openAlarms;
          default: {
            const never: never = sort;
            throw new Error(`unknown sort ${String(never)}`);
          }
        }
      });
      expect(keys).toEqual([...keys].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0)));
    },
  );

  test('beyond the end there is an empty page with the same total', async () => {
    expect(await page({ offset: '5000' })).toEqual({ total: TERMINALS, offset: 5_000, rows: [] });
  });

  test('a terminal nobody knows, and one that is retired, are not found', async () => {
    expect(await view.find('NOBODY-1')).toBeNull();
    expect(await view.find(syntheticTerminalId(200))).toBeNull();
    const one = fleetRoutes(view).find((route) => route.path === '/fleet/terminals/:terminalId');
    const asked = await one?.run({ kind: 'tool' }, { parameters: { terminalId: 'NOBODY-1' }, query: {}, body: null });
    expect(asked?.isErr() && asked.error).toEqual({ kind: 'not-found', error: 'unknown-terminal' });
  });

  test.each([
    { limit: '201' },
    { limit: '0' },
    { offset: '-1' },
    { sort: 'name' },
    { standing: 'gone' },
    { more: '1' },
  ])('the query %o is malformed', async (query) => {
    const list = fleetRoutes(view).find((route) => route.path === '/fleet/terminals');
    const asked = await list?.run({ kind: 'tool' }, { parameters: {}, query, body: null });
    expect(asked?.isErr() && asked.error.kind).toBe('malformed');
  });

  test('a summary is kept for a moment, then made anew', async () => {
    const first = await view.summary();
    clockMs += SUMMARY_LIFE_MS - 1;
    expect(await view.summary()).toBe(first);
    clockMs += 1;
    const second = await view.summary();
    expect(second).not.toBe(first);
    clockMs = NOW.getTime();
    expect(await view.summary()).not.toBe(second);
  });
});
