/** A tablet that waits for a person's row comes after whoever withdrew the ticket in the meantime. Two connections where the database has them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FilledStore, filledStore } from '../filled-store.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { searchLog } from '../operation-log/read-log.ts';
import { holdPerson, registerNewPerson } from '../register/people.ts';
import { AT, CHANGE, CITY, facts, OTHER_CITY, syntheticNumber, within } from '../register/register-fixtures.ts';
import { issueTicket, withdrawTicket } from '../register/tickets.ts';
import { createVrsStore, type VrsStore } from '../store/vrs-store.ts';
import { lookUpTicket, registerSiteDose } from './tablet-desk.ts';
import { ticketLineOf } from './ticket-line.ts';

let filled: FilledStore;
let other: VrsStore;
beforeAll(async () => {
  filled = await filledStore();
  other = createVrsStore({ ...(await filled.another()), masterKey: filled.masterKey });
});
afterAll(() => filled.close());

const actor = { kind: 'tablet', area: CITY, tablet: 'tablet-1' } as const;
const parts = () => ({ store: filled.store, log: createOperationLog({ now: () => AT }), now: () => AT });
const line = (ticketNumber: string, area = CITY) => ticketLineOf({ area, ticketNumber, doseNumber: 1 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('registers no dose by a ticket that is withdrawn while the tablet waits', async () => {
  const made = await within(filled.store, CITY, async (area) => {
    const who = facts({ referenceNumber: '4901', individualNumber: syntheticNumber(4901) });
    const { personId } = (await registerNewPerson(area, who, CHANGE))._unsafeUnwrap();
    const ticket = { ticketNumber: '0000004901', ticketType: '1', issuedOn: '2021-04-01' };
    return { personId, ...(await issueTicket(area, personId, ticket, CHANGE))._unsafeUnwrap() };
  });
  let tellHeld = () => {};
  const isHeld = new Promise<void>((resolve) => {
    tellHeld = resolve;
  });
  const withdrawing = within(other, CITY, async (area) => {
    await holdPerson(area, made.personId);
    tellHeld();
    // Time in which the tablet finds its ticket as it still is, and comes to the person's row.
    await pause(400);
    return await withdrawTicket(area, made.ticketId, CHANGE);
  });
  await isHeld;
  const dose = { day: '2021-07-10', product: 'comirnaty', lot: 'ZZ0001', site: '架空会場', doctor: '架空　医師' };
  const registered = await registerSiteDose(parts(), actor, { line: line('0000004901'), ...dose });
  expect((await withdrawing).isOk()).toBe(true);
  expect(registered._unsafeUnwrapErr()).toEqual({ kind: 'withdrawn' });
});

it('is written down when it asks for a ticket that does not exist, and not when the ticket is another municipality’s', async () => {
  const unknown = { kind: 'unknown-ticket' };
  expect((await lookUpTicket(parts(), actor, line('0000004999')))._unsafeUnwrapErr()).toEqual(unknown);
  expect((await lookUpTicket(parts(), actor, line('0000004999', OTHER_CITY)))._unsafeUnwrapErr()).toEqual(unknown);
  const { entries } = await within(filled.store, CITY, (area) =>
    searchLog(area, { staffId: 'tablet:tablet-1', operation: 'ticket-looked-up' }),
  );
  expect(entries).toMatchObject([{ operation: 'ticket-looked-up', result: 'unknown', referenceNumber: null }]);
});
