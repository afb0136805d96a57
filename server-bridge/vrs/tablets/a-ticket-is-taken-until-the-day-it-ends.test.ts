/** V2, M1: a day of withdrawal that a municipality's file names beforehand ends the ticket on that day in Japan, and not today. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { registerNewPerson } from '../register/people.ts';
import { CHANGE, CITY, facts, syntheticNumber, within } from '../register/register-fixtures.ts';
import { findTicket, issueTicket, withdrawTicket } from '../register/tickets.ts';
import { lookUpTicket, registerSiteDose } from './tablet-desk.ts';
import { ticketLineOf } from './ticket-line.ts';

let filled: FilledStore;
beforeAll(async () => {
  filled = await filledStore();
});
afterAll(() => filled.close());

const actor = { kind: 'tablet', area: CITY, tablet: 'tablet-1' } as const;
const parts = (now: string) => {
  const clock = () => new Date(now);
  return { store: filled.store, log: createOperationLog({ now: clock }), now: clock };
};
const DOSE = { day: '2021-07-10', product: 'comirnaty', lot: 'ZZ0001', site: '架空会場', doctor: '架空　医師' };

/** A ticket as a file leaves it: with the day from which it is no longer taken. */
async function ticketUntil(index: number, withdrawnOn: string): Promise<string> {
  const ticketNumber = String(index).padStart(10, '0');
  await within(filled.store, CITY, async (area) => {
    const who = facts({ referenceNumber: String(index), individualNumber: syntheticNumber(index) });
    const { personId } = (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap();
    const ticket = { ticketNumber, ticketType: '1', issuedOn: '2021-04-01' };
    const { ticketId } = (await issueTicket(area, personId, ticket, CHANGE))._unsafeUnwrap();
    await area.database
      .updateTable('tickets')
      .set({ withdrawn_on: withdrawnOn })
      .where('ticket_id', '=', ticketId)
      .execute();
  });
  return ticketLineOf({ area: CITY, ticketNumber, doseNumber: 1 });
}

/** What a tablet is told, at that instant, of the ticket and of a dose. */
async function told(line: string, now: string): Promise<readonly string[]> {
  const looked = await lookUpTicket(parts(now), actor, line);
  const registered = await registerSiteDose(parts(now), actor, { line, ...DOSE });
  return [
    looked.match(
      () => 'found',
      ({ kind }) => kind,
    ),
    registered.match(
      ({ result }) => result,
      ({ kind }) => kind,
    ),
  ];
}

it('a ticket that ends tomorrow is taken until midnight in Japan, and then refused', async () => {
  const line = await ticketUntil(4911, '2026-11-21');
  expect(await told(line, '2026-11-20T01:02:03.456Z')).toEqual(['found', 'registered']);
  expect(await told(line, '2026-11-20T14:59:59.999Z')).toEqual(['found', 'already']);
  expect(await told(line, '2026-11-20T15:00:00.000Z')).toEqual(['withdrawn', 'withdrawn']);
});

it('a ticket that ended years ago, or ends today, is refused', async () => {
  expect(await told(await ticketUntil(4912, '2021-12-31'), '2026-11-20T01:02:03.456Z')).toEqual([
    'withdrawn',
    'withdrawn',
  ]);
  expect(await told(await ticketUntil(4913, '2026-11-20'), '2026-11-20T01:02:03.456Z')).toEqual([
    'withdrawn',
    'withdrawn',
  ]);
});

it('staff end it before that day, and a day that is over stays as it was', async () => {
  const at = new Date('2026-11-20T01:02:03.456Z');
  const withdrawnOn = async (index: number, day: string) => {
    const line = await ticketUntil(index, day);
    return await within(filled.store, CITY, async (area) => {
      const ticket = await findTicket(area, String(index).padStart(10, '0'));
      if (ticket === null) throw new Error('it was issued');
      (await withdrawTicket(area, ticket.ticketId, { ...CHANGE, at }))._unsafeUnwrap();
      return [line, (await findTicket(area, String(index).padStart(10, '0')))?.withdrawnOn] as const;
    });
  };
  const [line, day] = await withdrawnOn(4914, '2027-03-31');
  expect(day).toBe('2026-11-20');
  expect(await told(line, at.toISOString())).toEqual(['withdrawn', 'withdrawn']);
  expect((await withdrawnOn(4915, '2026-11-01'))[1]).toBe('2026-11-01');
});
