import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { holdPerson } from '../register/people.ts';
import { findTicket, withdrawTicket } from '../register/tickets.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import {
  importFile,
  inArea,
  NOW,
  PEOPLE_HEADING,
  personLine,
  type TestDesk,
  TICKETS_HEADING,
  testDesk,
  ticketLine,
  utf8,
} from './import-fixtures.ts';
import { applying, once, personOf } from './watching-fixtures.ts';

let filled: FilledStore;
let plain: TestDesk;
let seed = 80_000;
let reference = '';
let number = '';
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());
beforeEach(async () => {
  plain = await testDesk(filled.store);
  seed += 10;
  reference = String(100_000 + seed);
  number = ticketNumber(0);
  await importFile(plain, 'people', utf8(PEOPLE_HEADING, personLine(seed)));
  expect(await tickets(plain, ticketLine(reference, number))).toMatchObject({ state: 'done', added: 1 });
});
afterEach(() => plain.close());

const TODAY = '2026-11-20';
const ticketNumber = (place: number) => String(6_000_000_000 + seed + place);
const tickets = (desk: TestDesk, ...lines: string[]) => importFile(desk, 'tickets', utf8(TICKETS_HEADING, ...lines));
const ticket = () => inArea(filled.store, (transaction) => findTicket(transaction, number));
/** As staff do it. */
async function withdraw(transaction: AreaTransaction): Promise<void> {
  const found = await findTicket(transaction, number);
  (await withdrawTicket(transaction, found?.ticketId ?? '', { by: 'mihon', at: NOW }))._unsafeUnwrap();
}

describe('a ticket that staff have withdrawn', () => {
  it('stays so by a line that says no day, whatever else the line corrects', async () => {
    await inArea(filled.store, withdraw);
    expect(await tickets(plain, ticketLine(reference, number))).toMatchObject({ changed: 0, unchanged: 1 });
    expect(await ticket()).toMatchObject({ ticketType: '1', withdrawnOn: TODAY });
    expect(await tickets(plain, ticketLine(reference, number, '2'))).toMatchObject({ changed: 1, unchanged: 0 });
    expect(await ticket()).toMatchObject({ ticketType: '2', withdrawnOn: TODAY });
  });

  it('stays so where they withdraw it between the comparison and the end', async () => {
    const desk = await testDesk(once(applying, filled.store, () => inArea(filled.store, withdraw)));
    expect(await tickets(desk, ticketLine(reference, number, '2'))).toMatchObject({ state: 'done', changed: 1 });
    await desk.close();
    expect(await ticket()).toMatchObject({ ticketType: '2', withdrawnOn: TODAY });
  });

  it('has another last day where a line says one', async () => {
    await inArea(filled.store, withdraw);
    expect(await tickets(plain, ticketLine(reference, number, '1', '2026-10-01'))).toMatchObject({ changed: 1 });
    expect(await ticket()).toMatchObject({ withdrawnOn: '2026-10-01' });
  });
});

/** Until some transaction of this database waits for another's row. */
async function untilSomebodyWaits(): Promise<void> {
  for (let looks = 0; looks < 1_000; looks += 1) {
    const { rows } = await sql<{ waits: boolean }>`
      select exists (
        select from pg_stat_activity
        where datname = current_database() and pid in (select pid from pg_locks where not granted)) as waits`.execute(
      filled.open.database,
    );
    if (rows[0]?.waits === true) return;
    await pause(20);
  }
  throw new Error('nobody waits');
}

// One connection cannot wait for another where there is only one.
describe.runIf(process.env['KOFU_TEST_POSTGRES_URL'] !== undefined)('on a server', () => {
  it('staff who hold the person and an import that changes the tickets both come to their end', async () => {
    let imported: ReturnType<typeof tickets> | undefined;
    await inArea(filled.store, async (transaction) => {
      const { personId } = await personOf(transaction, reference);
      (await holdPerson(transaction, personId))._unsafeUnwrap();
      imported = tickets(plain, ticketLine(reference, number, '2'), ticketLine(reference, ticketNumber(1)));
      await untilSomebodyWaits();
      await withdraw(transaction);
    });
    expect(await imported).toMatchObject({ state: 'done', changed: 1, added: 1 });
    expect(await ticket()).toMatchObject({ ticketType: '2', withdrawnOn: TODAY });
  });
});
