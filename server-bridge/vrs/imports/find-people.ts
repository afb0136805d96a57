/** Whom lines of a file speak of: people by reference number, tickets by their number. */
import type { AreaTransaction } from '../store/vrs-store.ts';

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

/** Person ids by reference number; whoever is unknown is not in it. */
export async function findByReference(
  { database, keys }: AreaTransaction,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (references.length === 0) return new Map();
  const byHash = new Map(
    [...new Set(references)].map((one) => [textOf(keys.lookupHash('reference-number', one)), one]),
  );
  const rows = await database
    .selectFrom('people')
    .select(['person_id', 'reference_hash'])
    .where('area', '=', keys.area)
    .where(
      'reference_hash',
      'in',
      [...byHash.keys()].map((hash) => Buffer.from(hash, 'base64')),
    )
    .execute();
  return new Map(
    rows.flatMap(({ person_id, reference_hash }) => {
      const reference = reference_hash === null ? undefined : byHash.get(textOf(reference_hash));
      return reference === undefined ? [] : [[reference, person_id] as const];
    }),
  );
}

export type FoundTicket = { readonly ticketId: string; readonly personId: string };

/** Tickets by their number. */
export async function findTickets(
  { database, keys }: AreaTransaction,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, FoundTicket>> {
  if (numbers.length === 0) return new Map();
  const byHash = new Map([...new Set(numbers)].map((one) => [textOf(keys.lookupHash('ticket-number', one)), one]));
  const rows = await database
    .selectFrom('tickets')
    .select(['ticket_id', 'person_id', 'ticket_hash'])
    .where('area', '=', keys.area)
    .where(
      'ticket_hash',
      'in',
      [...byHash.keys()].map((hash) => Buffer.from(hash, 'base64')),
    )
    .execute();
  return new Map(
    rows.flatMap(({ ticket_id, person_id, ticket_hash }) => {
      const number = byHash.get(textOf(ticket_hash));
      return number === undefined ? [] : [[number, { ticketId: ticket_id, personId: person_id }] as const];
    }),
  );
}
