/** V11, V16: an entry that waits for the log while its person is erased. Several connections where the database has them. */
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { createOperationLog, holdHead } from '../operation-log/append-entry.ts';
import { searchLog } from '../operation-log/read-log.ts';
import { type AreaTransaction, createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { registerNewPerson } from './people.ts';
import { CHANGE, CITY, facts, staff, syntheticNumber, within } from './register-fixtures.ts';
import { eraseExpired, retentionEnd } from './retention.ts';

let filled: FilledStore;
let other: VrsStore;
beforeAll(async () => {
  filled = await filledStore();
  other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
}, 120_000);
afterAll(() => filled.close());

const OLD = { by: 'system', at: new Date('2019-01-01T00:00:00.000Z') };
const end = retentionEnd(new Date('2026-11-20T00:00:00.000Z'), 5);
const log = createOperationLog({ now: () => CHANGE.at });

/** Where there is one connection nobody can be seen waiting. */
const WAITING_WITHIN_MS = 2_000;

/** Until so many others in this database wait for a lock, seen from within a transaction that keeps them waiting. */
async function untilWaiting({ database }: AreaTransaction, count: number): Promise<void> {
  const until = Date.now() + WAITING_WITHIN_MS;
  for (;;) {
    const { rows } = await sql<{ waiting: number }>`
      select count(distinct pid)::int as waiting from pg_locks where not granted and pid in (
        select pid from pg_locks
        where database = (select oid from pg_database where datname = current_database()))`.execute(database);
    if ((rows[0]?.waiting ?? 0) >= count || Date.now() >= until) return;
    await delay(20);
  }
}

it.each([
  ['before erasing', '4701', true],
  ['behind erasing', '4702', false],
] as const)(
  'an entry that waits for the log %s names nobody in the end',
  async (_, referenceNumber, isEntryFirst) => {
    const who = facts({ referenceNumber, individualNumber: syntheticNumber(Number(referenceNumber)) });
    const personId = await within(
      filled.store,
      CITY,
      async (area) => (await registerNewPerson(area, who, OLD))._unsafeUnwrap().personId,
    );
    const show = () =>
      within(other, CITY, (area) => {
        const event = { operation: 'person-shown', personId, target: '-', result: 'done' } as const;
        return log.append(area, { ...event, actor: staff({ people: 'read' }) });
      });
    const erase = () => eraseExpired(filled.store, CITY, end, log);
    const waiting = await within(filled.store, CITY, async (holding) => {
      await holdHead(holding);
      const started: Promise<unknown>[] = [];
      for (const start of isEntryFirst ? [show, erase] : [erase, show]) {
        started.push(start());
        await untilWaiting(holding, started.length);
      }
      return { started };
    });
    expect(await Promise.all(waiting.started)).toContain(1);
    const shown = await within(filled.store, CITY, (area) => searchLog(area, { operation: 'person-shown' }));
    expect(shown.entries.length).toBeGreaterThan(0);
    expect(shown.entries.filter((entry) => entry.referenceNumber !== null)).toEqual([]);
    const found = await within(filled.store, CITY, (area) => searchLog(area, { referenceNumber }));
    expect(found.entries).toEqual([]);
  },
  60_000,
);
