/** Everything of one person that staff may see, as the page's message says it; parts whose right is missing are null. */
import type * as v from 'valibot';
import type { DoseSchema, PersonPageSchema } from '../console-api/people.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { readCertificates } from './read-certificates.ts';
import { type RegisteredDose, readDoses } from './read-doses.ts';
import { readPerson } from './read-person.ts';
import { readTickets } from './tickets.ts';

export type PageParts = { readonly records: boolean; readonly certificates: boolean };
type Page = v.InferInput<typeof PersonPageSchema>;
type DoseMessage = v.InferInput<typeof DoseSchema>;

/** Null where this municipality has nobody of that id. */
export async function personPage(transaction: AreaTransaction, personId: string, may: PageParts): Promise<Page | null> {
  const person = await readPerson(transaction, personId);
  if (person === null) return null;
  const { registeredAt, changedAt, ...facts } = person;
  const tickets = await readTickets(transaction, personId);
  return {
    ...facts,
    registeredAt: registeredAt.toISOString(),
    changedAt: changedAt.toISOString(),
    tickets: tickets.map(({ personId: _, ...ticket }) => ticket),
    doses: may.records ? (await readDoses(transaction, personId)).map(doseMessage) : null,
    certificates: may.certificates ? await readCertificates(transaction, personId) : null,
  };
}

export const doseMessage = (dose: RegisteredDose & { readonly ticketNumber: string | null }): DoseMessage => ({
  doseId: dose.doseId,
  version: dose.version,
  ...dose.facts,
  ticketNumber: dose.ticketNumber,
  doubt: dose.doubt,
  source: dose.source,
  registeredAt: dose.registeredAt.toISOString(),
  registeredBy: dose.registeredBy,
});
