/** What a tablet can do, under the role that reaches no individual number (V15). */
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import { dayInJapan } from '../register/calendar-day.ts';
import { insertDose } from '../register/doses.ts';
import { doubtOfRow, openDose } from '../register/read-doses.ts';
import { refreshDoubts } from '../register/refresh-doubts.ts';
import { findTicket, type RegisteredTicket } from '../register/tickets.ts';
import type { VrsActor } from '../staff/rights.ts';
import { TABLET_ROLE } from '../store/roles.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';
import type { SiteDose, SiteDoseAnswerSchema, TicketFoundSchema } from './tablet-messages.ts';
import { parseTicketLine, type TicketLine, type TicketLineError } from './ticket-line.ts';

export type TabletActor = Extract<VrsActor, { readonly kind: 'tablet' }>;
export type TabletParts = { readonly store: VrsStore; readonly log: OperationLog; readonly now: () => Date };

export type TabletError =
  | TicketLineError
  /** Of no ticket of this municipality; another's is as unknown as none (V8). */
  | { readonly kind: 'unknown-ticket' }
  | { readonly kind: 'withdrawn' }
  /** Moved away or deceased before that day. */
  | { readonly kind: 'gone' }
  /** This dose of the ticket is registered with other facts: staff must look. */
  | { readonly kind: 'other-facts' };

type Found = v.InferInput<typeof TicketFoundSchema>;
type Answer = v.InferInput<typeof SiteDoseAnswerSchema>;

export function lookUpTicket(
  parts: TabletParts,
  actor: TabletActor,
  line: string,
): Promise<Result<Found, TabletError>> {
  return withTicket(parts, actor, line, async (transaction, ticket, { doseNumber }) => {
    const person = await readHolder(transaction, ticket.personId);
    const doses = await readOwnDoses(transaction, ticket.personId);
    await parts.log.append(transaction, {
      actor,
      operation: 'ticket-looked-up',
      personId: ticket.personId,
      target: '-',
      result: 'done',
    });
    const registered = doses.map(({ facts }) => facts.number);
    return ok({ doseNumber, name: hidden(person.name), birthDay: person.birthDay, registered });
  });
}

export function registerSiteDose(
  parts: TabletParts,
  actor: TabletActor,
  dose: SiteDose,
): Promise<Result<Answer, TabletError>> {
  const at = parts.now();
  return withTicket(parts, actor, dose.line, async (transaction, ticket, { doseNumber }) => {
    const { personId, ticketId } = ticket;
    await holdHolder(transaction, personId);
    // It may have been withdrawn while this waited for the person's row.
    const present = await findTicket(transaction, ticket.ticketNumber);
    if (present === null || isWithdrawn(present, at)) return err({ kind: 'withdrawn' });
    const person = await readHolder(transaction, personId);
    if ([person.movedOn, person.deceasedOn].some((day) => day !== null && day < dose.day)) return err({ kind: 'gone' });
    const facts = {
      number: doseNumber,
      day: dose.day,
      product: dose.product,
      lot: dose.lot,
      vaccinatedIn: actor.area,
      site: dose.site,
      doctor: dose.doctor,
    };
    const doses = await readOwnDoses(transaction, personId);
    const before = doses.find((one) => one.facts.number === doseNumber && one.ticketId === ticketId);
    if (before !== undefined) {
      const isSame =
        before.facts.day === dose.day && before.facts.product === dose.product && before.facts.lot === dose.lot;
      return isSame ? ok({ result: 'already', doubt: before.doubt }) : err({ kind: 'other-facts' });
    }
    const by = { by: `tablet:${actor.tablet}`, at };
    const doseId = await insertDose(transaction, personId, facts, { source: 'tablet', ticketId }, by);
    await refreshDoubts(transaction, personId, at);
    const doubt = doubtOfRow(
      await transaction.database
        .selectFrom('doses')
        .select(['doubtful', 'doubt'])
        .where('area', '=', transaction.keys.area)
        .where('dose_id', '=', doseId)
        .executeTakeFirstOrThrow(),
    );
    await parts.log.append(transaction, {
      actor,
      operation: 'dose-registered',
      personId,
      target: '-',
      result: doubt ?? 'done',
    });
    return ok({ result: 'registered', doubt });
  });
}

/** Runs work with the ticket of a line, in the tablet's own area and under the tablet's role. */
async function withTicket<T>(
  { store, log, now }: TabletParts,
  actor: TabletActor,
  line: string,
  work: (transaction: AreaTransaction, ticket: RegisteredTicket, line: TicketLine) => Promise<Result<T, TabletError>>,
): Promise<Result<T, TabletError>> {
  const read = parseTicketLine(line);
  if (read.isErr()) return err(read.error);
  if (read.value.area !== actor.area) return err({ kind: 'unknown-ticket' });
  const done = await store.inArea(
    actor.area,
    async (transaction): Promise<Result<T, TabletError>> => {
      const ticket = await findTicket(transaction, read.value.ticketNumber);
      if (ticket === null) {
        // Its check digit is right and its municipality is ours: who tries numbers out is seen.
        const event = { operation: 'ticket-looked-up', personId: null, target: '-', result: 'unknown' } as const;
        await log.append(transaction, { actor, ...event });
        return err({ kind: 'unknown-ticket' });
      }
      if (isWithdrawn(ticket, now())) return err({ kind: 'withdrawn' });
      return await work(transaction, ticket, read.value);
    },
    { role: TABLET_ROLE },
  );
  return done ?? err({ kind: 'unknown-ticket' });
}

/** From the day in Japan that the municipality has named on, which may be still to come. */
const isWithdrawn = ({ withdrawnOn }: RegisteredTicket, at: Date): boolean =>
  withdrawnOn !== null && withdrawnOn <= dayInJapan(at);

/** The holder's row for the rest of the transaction, as for every change of a person (P5). */
async function holdHolder({ database, keys }: AreaTransaction, personId: string): Promise<void> {
  await database
    .selectFrom('people')
    .select('person_id')
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

async function readHolder({ database, keys }: AreaTransaction, personId: string) {
  const row = await database
    .selectFrom('people')
    .select(['name', 'birth_day', 'moved_on', 'deceased_on'])
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return {
    name: keys.decrypt('people.name', personId, row.name),
    birthDay: keys.decrypt('people.birth_day', personId, row.birth_day),
    movedOn: row.moved_on,
    deceasedOn: row.deceased_on,
  };
}

async function readOwnDoses({ database, keys }: AreaTransaction, personId: string) {
  const rows = await database
    .selectFrom('doses')
    .selectAll()
    .where('area', '=', keys.area)
    .where('person_id', '=', personId)
    .orderBy('number')
    .execute();
  return rows.map((row) => ({ ...openDose(keys, row), ticketId: row.ticket_id }));
}

/** The first character, as a whole character, and as many marks as everybody gets. */
const hidden = (name: string): string => `${Array.from(name)[0] ?? ''}＊＊＊`;

/** Whether a tablet may be at work: registered in this area, and not withdrawn. */
export async function isAdmitted(store: VrsStore, area: MunicipalityCode, tablet: string): Promise<boolean> {
  const row = await store.inArea(
    area,
    ({ database }) =>
      database
        .selectFrom('site_tablets')
        .select('tablet')
        .where('area', '=', area)
        .where('tablet', '=', tablet)
        .where('withdrawn_at', 'is', null)
        .executeTakeFirst(),
    { role: TABLET_ROLE },
  );
  return row !== undefined;
}
