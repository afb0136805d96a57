/** Vaccination tickets of one municipality (V1): issued to a person, found by number, withdrawn. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { dayInJapan } from './calendar-day.ts';
import { holdPerson } from './people.ts';
import type { TicketFacts } from './person-facts.ts';
import type { Change, RegisterError } from './register-error.ts';

export type RegisteredTicket = TicketFacts & {
  readonly ticketId: string;
  readonly personId: string;
  readonly withdrawnOn: string | null;
};

/** `taken` where this municipality has issued the number already, to whomever. */
export async function issueTicket(
  transaction: AreaTransaction,
  personId: string,
  ticket: TicketFacts,
  { by, at }: Change,
): Promise<Result<{ readonly ticketId: string }, RegisterError>> {
  const person = await holdPerson(transaction, personId);
  if (person.isErr()) return err(person.error);
  const { database, keys } = transaction;
  const ticketId = randomUUID();
  const inserted = await database
    .insertInto('tickets')
    .values({
      ticket_id: ticketId,
      person_id: personId,
      ticket_hash: keys.lookupHash('ticket-number', ticket.ticketNumber),
      ticket_number: keys.encrypt('tickets.ticket_number', ticketId, ticket.ticketNumber),
      ticket_type: ticket.ticketType,
      issued_on: ticket.issuedOn,
      withdrawn_on: null,
      registered_at: at,
      registered_by: by,
    })
    .onConflict((conflict) => conflict.columns(['area', 'ticket_hash']).doNothing())
    .returning('ticket_id')
    .executeTakeFirst();
  return inserted === undefined ? err({ kind: 'taken' }) : ok({ ticketId });
}

/** A withdrawn ticket stays and is found; nothing is registered by it any more. Withdrawing twice changes nothing; a day to come is today then. */
export async function withdrawTicket(
  transaction: AreaTransaction,
  ticketId: string,
  { at }: Change,
): Promise<Result<{ readonly personId: string }, RegisterError>> {
  const { database, keys } = transaction;
  const found = await database
    .selectFrom('tickets')
    .select('person_id')
    .where('area', '=', keys.area)
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst();
  if (found === undefined) return err({ kind: 'unknown-ticket' });
  // Whoever registers by the ticket holds the person too: the one comes after the other, and sees it.
  const person = await holdPerson(transaction, found.person_id);
  if (person.isErr()) return err(person.error);
  const today = dayInJapan(at);
  const row = await database
    .updateTable('tickets')
    .set({ withdrawn_on: sql<string>`least(coalesce(withdrawn_on, ${today}), ${today})` })
    .where('area', '=', keys.area)
    .where('ticket_id', '=', ticketId)
    .returning('person_id')
    .executeTakeFirst();
  return row === undefined ? err({ kind: 'unknown-ticket' }) : ok({ personId: row.person_id });
}

/** The ticket of a number, withdrawn or not; null where this municipality has issued none of that number. */
export async function findTicket(
  { database, keys }: AreaTransaction,
  ticketNumber: string,
): Promise<RegisteredTicket | null> {
  const row = await database
    .selectFrom('tickets')
    .select(['ticket_id', 'person_id', 'ticket_type', 'issued_on', 'withdrawn_on'])
    .where('area', '=', keys.area)
    .where('ticket_hash', '=', keys.lookupHash('ticket-number', ticketNumber))
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    ticketId: row.ticket_id,
    personId: row.person_id,
    ticketNumber,
    ticketType: row.ticket_type,
    issuedOn: row.issued_on,
    withdrawnOn: row.withdrawn_on,
  };
}

/** A person's tickets, by day of issue. */
export async function readTickets(
  { database, keys }: AreaTransaction,
  personId: string,
): Promise<readonly RegisteredTicket[]> {
  const rows = await database
    .selectFrom('tickets')
    .select(['ticket_id', 'ticket_number', 'ticket_type', 'issued_on', 'withdrawn_on'])
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .orderBy('issued_on')
    .orderBy('ticket_id')
    .execute();
  return rows.map((row) => ({
    ticketId: row.ticket_id,
    personId,
    ticketNumber: keys.decrypt('tickets.ticket_number', row.ticket_id, row.ticket_number),
    ticketType: row.ticket_type,
    issuedOn: row.issued_on,
    withdrawnOn: row.withdrawn_on,
  }));
}
