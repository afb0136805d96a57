import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TerminalEventsSchema } from './console-api/fleet.ts';
import type { RunningCenter } from './index.ts';
import { terminalWithAnotherCertificate } from './test-support/another-certificate.ts';
import { askStaff, buildWorld, statusOf, TERMINAL, visitId, type World } from './test-support/bridge-world.ts';
import { type RawTerminal, rawTerminal } from './test-support/raw-terminal.ts';

let world: World;
let centers: readonly [RunningCenter, RunningCenter];
let ways: readonly [RawTerminal, RawTerminal];
let logId: string;

beforeAll(async () => {
  world = await buildWorld();
  centers = [await world.start(), await world.start()];
  ways = [
    rawTerminal(world.trust, TERMINAL, centers[0].port),
    await terminalWithAnotherCertificate(world.trust, TERMINAL, centers[1].port),
  ];
});
afterAll(async () => {
  for (const way of ways) way.close();
  for (const center of centers) await center.stop();
  await world.close();
});
beforeEach(async () => {
  logId = visitId();
  await world.store.database.deleteFrom('alarms').execute();
});

const happened = (seq: number, event: string, more: { code?: string; operator?: string } = {}) => ({
  seq,
  at: `2026-01-15T03:00:${String(seq % 60).padStart(2, '0')}.000Z`,
  event,
  ...more,
});
const report = async (events: readonly object[], node: 0 | 1 = 0, processId = visitId()) => {
  const reply = await ways[node].send('POST', '/v1/status', statusOf(processId, events, TERMINAL, logId));
  return { status: reply.status, ...JSON.parse(reply.body) };
};
const alarms = async () => (await centers[0].operations.listAlarms()).map(({ code, times }) => `${code} ${times}`);
const events = (query = '') => askStaff(world, centers[0], `/operations/terminals/${TERMINAL}/events${query}`);
const kept = async () => {
  const { body } = await events('?limit=500');
  return body.events.filter((event: { logId: string }) => event.logId === logId);
};

describe('events of one log', () => {
  test('are kept once and in order over restarts and whichever node hears them', async () => {
    expect(await report([happened(1, 'HOST_STARTED'), happened(2, 'VISIT_STARTED')], 0)).toMatchObject({
      acceptedSeq: 2,
    });
    // The answer was lost, the host died, and its successor sends what it holds to the other node.
    const all = [
      happened(1, 'HOST_STARTED'),
      happened(2, 'VISIT_STARTED'),
      happened(3, 'HOST_STARTED'),
      happened(4, 'OPERATOR_ACTION', { code: 'reset-visit', operator: 'clerk-1' }),
    ];
    expect(await report(all, 1)).toMatchObject({ acceptedSeq: 4 });
    expect(await report(all.slice(2), 0)).toMatchObject({ acceptedSeq: 4 });
    expect(await report([], 1)).toMatchObject({ acceptedSeq: 4 });
    const rows = await kept();
    expect(rows.map((row: { seq: number; event: string }) => [row.seq, row.event])).toEqual(
      all.map(({ seq, event }) => [seq, event]),
    );
    expect(rows[3]).toMatchObject({ code: 'reset-visit', operator: 'clerk-1', at: all[3]?.at });
    expect(await alarms()).toEqual([]);
  });

  test('sent at once to both nodes: once, and an alarm once', async () => {
    const both = [happened(1, 'HOST_STARTED'), happened(2, 'REFUND_OWED')];
    await Promise.all([report(both, 0), report(both, 1), report(both, 0), report(both, 1)]);
    expect(await kept()).toHaveLength(2);
    expect(await alarms()).toEqual(['REFUND_OWED 1']);
  });

  test('whose numbers do not rise are refused whole', async () => {
    for (const wrong of [
      [happened(2, 'HOST_STARTED'), happened(1, 'HOST_STARTED')],
      [happened(1, 'HOST_STARTED'), happened(1, 'VISIT_STARTED')],
    ]) {
      expect(await report(wrong)).toMatchObject({ status: 400, refusal: 'MALFORMED' });
    }
    expect(await kept()).toEqual([]);
  });

  test('that are missing are an alarm; a log may begin anywhere', async () => {
    await report([happened(70, 'HOST_STARTED')]);
    expect(await alarms()).toEqual([]);
    await report([happened(73, 'EVENTS_LOST', { code: '2' })]);
    expect(await alarms()).toEqual(['EVENTS_LOST 1']);
    expect(await report([happened(74, 'VISIT_STARTED'), happened(76, 'VISIT_ENDED')])).toMatchObject({
      acceptedSeq: 76,
    });
    expect(await alarms()).toEqual(['EVENTS_LOST 2']);
  });

  test('whose numbers come again with other content are an alarm: the disk is an older one', async () => {
    await report([happened(1, 'HOST_STARTED'), happened(2, 'VISIT_STARTED')]);
    await report([happened(2, 'VISIT_STARTED')]);
    expect(await alarms()).toEqual([]);
    expect(await report([{ ...happened(2, 'HOST_STARTED'), at: '2026-01-16T00:00:00.000Z' }])).toMatchObject({
      acceptedSeq: 2,
    });
    expect(await alarms()).toEqual(['EVENTS_LOST 1']);
  });

  test('of two logs do not meet: a new disk counts from one', async () => {
    await report([happened(1, 'HOST_STARTED'), happened(2, 'VISIT_STARTED')]);
    logId = visitId();
    expect(await report([happened(1, 'HOST_STARTED')])).toMatchObject({ acceptedSeq: 1 });
    expect(await kept()).toHaveLength(1);
  });
});

describe('what stayed behind (K5)', () => {
  test('is an alarm until it is accounted for, also in one report', async () => {
    await report([happened(1, 'CARD_LEFT', { code: 'left' }), happened(2, 'PAPER_LEFT', { code: 'left' })]);
    expect((await alarms()).toSorted()).toEqual(['CARD_LEFT 1', 'PAPER_LEFT 1']);
    await report([happened(3, 'CARD_LEFT', { code: 'kept', operator: 'clerk-1' })]);
    expect(await alarms()).toEqual(['PAPER_LEFT 1']);
    await report([happened(4, 'PAPER_LEFT', { code: 'gone' }), happened(5, 'CARD_LEFT', { code: 'left' })]);
    await report([happened(6, 'CARD_LEFT', { code: 'gone' }), happened(7, 'CLOCK_CHECKED', { code: 'off' })]);
    expect(await alarms()).toEqual(['CLOCK_OFF 1']);
    await report([happened(8, 'CLOCK_CHECKED', { code: 'right' })]);
    const closed = (await centers[0].operations.listAlarms('all')).map(({ code, clearedBy }) => `${code} ${clearedBy}`);
    expect(closed).toEqual(['CLOCK_OFF right', 'CARD_LEFT gone', 'PAPER_LEFT gone', 'CARD_LEFT clerk-1']);
  });

  test('a person may clear it too', async () => {
    await report([happened(1, 'PAPER_LEFT', { code: 'left' })]);
    const [alarm] = await centers[0].operations.listAlarms();
    expect((await centers[0].operations.clearAlarm(alarm?.id ?? 0, 'Synthetic Clerk')).isOk()).toBe(true);
  });
});

describe('read by staff', () => {
  test('in pages, oldest first, without gap or repetition, and the newest page first of all', async () => {
    const count = 23;
    await report(Array.from({ length: count }, (_, index) => happened(index + 1, 'STATE_CHANGED', { code: 'idle' })));
    const newest = await events('?limit=5');
    expect(newest.body.events.map((event: { seq: number }) => event.seq)).toEqual([19, 20, 21, 22, 23]);
    const [first] = await kept();
    const seen: number[] = [];
    let after = first.position - 1;
    for (;;) {
      const { body } = await events(`?after=${after}&limit=7`);
      if (body.events.length === 0) {
        expect(body.next).toBe(after);
        break;
      }
      seen.push(...body.events.map((event: { seq: number }) => event.seq));
      after = body.next;
    }
    expect(seen).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  });

  test('are paged from the newest back, each once, to the oldest', async () => {
    const newest = v.parse(TerminalEventsSchema, (await events('?limit=500')).body).events;
    const seen: number[] = [];
    let before = (newest.at(-1)?.position ?? 0) + 1;
    for (;;) {
      const { body } = await events(`?before=${before}&limit=7`);
      if (body.events.length === 0) {
        expect(body.next).toBe(before);
        break;
      }
      seen.push(...body.events.map((event: { position: number }) => event.position));
      before = body.next;
    }
    expect(seen).toEqual(newest.map(({ position }) => position).toReversed());
  });

  test('a page that cannot be is refused; a terminal nobody knows has no events', async () => {
    for (const query of [
      '?limit=0',
      '?limit=501',
      '?after=-1',
      '?after=x',
      '?limit=1e2',
      '?page=1',
      '?after=1&after=2',
      '?before=0',
      '?before=x',
      '?after=1&before=9',
    ]) {
      expect((await events(query)).status, query).toBe(400);
    }
    expect((await askStaff(world, centers[0], '/operations/terminals/%20/events')).status).toBe(400);
    const unknown = await askStaff(world, centers[0], '/operations/terminals/KOFU-9999/events');
    expect(unknown).toEqual({ status: 200, body: { events: [], next: 0 } });
  });
});
