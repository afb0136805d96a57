/** Tickets from a file (V1): issued to people who are registered; a number never changes its person, and silence never revives one. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { TICKETS_FILE } from '../municipal-files/index.ts';
import { bulkInsert } from './bulk-insert.ts';
import type { Refusal } from './file-fault.ts';
import { findByReference } from './find-people.ts';
import type { KindSteps } from './kind-steps.ts';
import { countLines, countStaged, isAnyOfAnotherNow, refuse, refuseOfAnotherNow, twiceInFile } from './staged-lines.ts';

const REFERENCE_HEADING = TICKETS_FILE.columns['referenceNumber']?.heading ?? null;
const TICKET_HEADING = TICKETS_FILE.columns['ticketNumber']?.heading ?? null;

const STAGED = {
  import_id: 'uuid',
  line: 'integer',
  person_id: 'uuid',
  ticket_id: 'uuid',
  action: 'text',
  ticket_hash: 'bytea',
  ticket_number: 'bytea',
  ticket_type: 'text',
  issued_on: 'text',
  withdrawn_on: 'text',
  reference_hash: 'bytea',
} as const;

export const ticketsSteps: KindSteps<typeof TICKETS_FILE.schema> = {
  format: TICKETS_FILE,
  staging: ['import_tickets'],
  joined: ['people', 'tickets'],
  async stage(transaction, { importId }, lines) {
    const { database, keys } = transaction;
    const people = await findByReference(
      transaction,
      lines.map(({ row }) => row.referenceNumber),
    );
    const refusals: Refusal[] = [];
    const rows = lines.flatMap(({ line, row }) => {
      const personId = people.get(row.referenceNumber);
      if (personId === undefined) {
        refusals.push({ line, column: REFERENCE_HEADING, fault: 'unknown-person' });
        return [];
      }
      const ticketId = randomUUID();
      return [
        [
          importId,
          line,
          personId,
          ticketId,
          'add',
          keys.lookupHash('ticket-number', row.ticketNumber),
          keys.encrypt('tickets.ticket_number', ticketId, row.ticketNumber),
          row.ticketType,
          row.issuedOn,
          row.withdrawnOn,
          keys.lookupHash('reference-number', row.referenceNumber),
        ],
      ];
    });
    await bulkInsert(database, 'import_tickets', STAGED, rows);
    return refusals;
  },
  async checkAll(transaction, { importId }) {
    const { keys } = transaction;
    await refuse(transaction, [
      refuseOfAnotherNow(transaction, 'import_tickets', { importId, heading: REFERENCE_HEADING }),
      twiceInFile(transaction, 'import_tickets', { importId, key: sql`ticket_hash`, heading: TICKET_HEADING }),
      sql`
        select ${importId}::uuid, staged.line, ${TICKET_HEADING}::text, 'ticket-of-another'
        from import_tickets staged
        join tickets on tickets.area = staged.area and tickets.ticket_hash = staged.ticket_hash
        where staged.area = ${keys.area} and staged.import_id = ${importId} and tickets.person_id <> staged.person_id`,
    ]);
  },
  async settle(run, { importId }) {
    await run(({ database, keys }) =>
      sql`
        update import_tickets staged set ticket_id = tickets.ticket_id,
          action = case when tickets.ticket_type = staged.ticket_type and tickets.issued_on = staged.issued_on
            and (staged.withdrawn_on is null or tickets.withdrawn_on is not distinct from staged.withdrawn_on) then 'same' else 'change' end
        from tickets
        where staged.area = ${keys.area} and staged.import_id = ${importId} and tickets.area = staged.area
          and tickets.ticket_hash = staged.ticket_hash and tickets.person_id = staged.person_id`.execute(database),
    );
  },
  async apply(transaction, { importId, by, at }) {
    const { database, keys } = transaction;
    const ofImport = sql`staged.area = ${keys.area} and staged.import_id = ${importId}`;
    // Whoever changes anything of a person takes the row first: in one order, so that two never wait for each other.
    await sql`
      select count(*) from (
        select 1 from people where area = ${keys.area} and person_id in (
          select person_id from import_tickets staged where ${ofImport} and action <> 'same')
        order by person_id for update) held`.execute(database);
    if (await isAnyOfAnotherNow(transaction, 'import_tickets', importId)) return null;
    await sql`
      update tickets set ticket_type = staged.ticket_type, issued_on = staged.issued_on,
        withdrawn_on = coalesce(staged.withdrawn_on, tickets.withdrawn_on)
      from import_tickets staged
      where ${ofImport} and action = 'change' and tickets.area = staged.area and tickets.ticket_id = staged.ticket_id`.execute(
      database,
    );
    // One that somebody has issued after `settle` breaks the unique hash, and everything is compared again.
    await sql`
      insert into tickets (area, ticket_id, person_id, ticket_hash, ticket_number, ticket_type, issued_on, withdrawn_on,
        registered_at, registered_by)
      select area, ticket_id, person_id, ticket_hash, ticket_number, ticket_type, issued_on, withdrawn_on, ${at}, ${by}
      from import_tickets staged where ${ofImport} and action = 'add'`.execute(database);
    return { ...(await countStaged(transaction, 'import_tickets', importId)), doubtful: 0 };
  },
  count: (transaction, { importId }) => countLines(transaction, 'import_tickets', importId),
};
