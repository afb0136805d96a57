/** Vaccination records from a file (V2, P9): compared person by person; what speaks against a dose makes it doubtful. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { productOf } from '../../certificates/index.ts';
import { RECORDS_FILE, type RecordLine } from '../municipal-files/index.ts';
import { dayInJapan } from '../register/calendar-day.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import { bulkInsert } from './bulk-insert.ts';
import { applyFlags, forgetPeople, notAsSeen, type SeenDose, seePeople } from './dose-flags.ts';
import { mergeDoses } from './dose-merge.ts';
import { type DoseRow, lineOf, mergedRow, presentOf, stageDoseRows } from './dose-rows.ts';
import type { Refusal } from './file-fault.ts';
import { type FoundTicket, findByReference, findTickets } from './find-people.ts';
import type { ImportScope, KindSteps } from './kind-steps.ts';
import { countLines, countStaged, isAnyOfAnotherNow, refuse, refuseOfAnotherNow, twiceInFile } from './staged-lines.ts';

const headingOf = (key: string) => RECORDS_FILE.columns[key]?.heading ?? null;
/** People whose doses are compared in one small transaction. */
const PEOPLE_AT_ONCE = 200;
const LINES_AT_ONCE = 1_000;

export const recordsSteps: KindSteps<typeof RECORDS_FILE.schema> = {
  format: RECORDS_FILE,
  staging: ['import_doses', 'import_seen', 'import_flags'],
  joined: ['people', 'doses', 'tickets'],
  async stage(transaction, { importId }, lines) {
    const { keys } = transaction;
    const people = await findByReference(transaction, named(lines.map(({ row }) => row.referenceNumber)));
    const tickets = await findTickets(transaction, named(lines.map(({ row }) => row.ticketNumber)));
    const refusals: Refusal[] = [];
    const rows: DoseRow[] = [];
    for (const { line, row } of lines) {
      const whose = whoseDose(row, people, tickets);
      if ('fault' in whose) {
        refusals.push({ line, column: headingOf(whose.key), fault: whose.fault });
        continue;
      }
      const doseId = randomUUID();
      const isDone = row.status === 'done';
      rows.push({
        line,
        person_id: whose.personId,
        dose_id: doseId,
        done: isDone,
        action: null,
        base_version: null,
        before: null,
        number: row.number,
        day: (isDone ? row.day : null) ?? '',
        product: (isDone ? row.product : null) ?? '',
        lot: (isDone ? row.lot : null) ?? '',
        vaccinated_in: row.vaccinatedIn,
        site: row.site === null ? null : keys.encrypt('doses.site', doseId, row.site),
        doctor: row.doctor === null ? null : keys.encrypt('doses.doctor', doseId, row.doctor),
        ticket_id: whose.ticketId,
        said_doubtful: row.doubtful === true || isOtherMaker(row),
        doubt: null,
        reference_hash: row.referenceNumber === null ? null : keys.lookupHash('reference-number', row.referenceNumber),
      });
    }
    await stageDoseRows(transaction, importId, rows);
    return refusals;
  },
  async checkAll(transaction, { importId }) {
    const table = 'import_doses';
    await refuse(transaction, [
      refuseOfAnotherNow(transaction, table, { importId, heading: headingOf('referenceNumber') }),
      twiceInFile(transaction, table, {
        importId,
        key: sql`person_id, number, day, done`,
        heading: headingOf('number'),
      }),
    ]);
  },
  async settle(run, scope) {
    await run(async (transaction) => {
      const { rows } = await sql<{ person_id: string }>`${notAsSeen(transaction.keys.area, scope.importId)}`.execute(
        transaction.database,
      );
      await forgetPeople(
        transaction,
        scope,
        rows.map(({ person_id }) => person_id),
      );
    });
    for (let after: string | null = null; ; ) {
      const last: string | null = await run((transaction) => comparePeople(transaction, scope, after));
      if (last === null) return;
      after = last;
    }
  },
  async apply(transaction, { importId, by, at }) {
    const { database, keys } = transaction;
    const ofImport = sql`staged.area = ${keys.area} and staged.import_id = ${importId}`;
    // Whoever changes anything of a person takes the row first, and issuing reads it: in one order.
    await sql`
      select count(*) from (
        select 1 from people where area = ${keys.area} and person_id in (
          select person_id from import_seen staged where ${ofImport})
        order by person_id for update) held`.execute(database);
    const { rows } = await sql<{ changed: boolean }>`
      select exists (${notAsSeen(keys.area, importId)}) or exists (
        select from import_doses staged where ${ofImport} and action is null) as changed`.execute(database);
    if (rows[0]?.changed !== false || (await isAnyOfAnotherNow(transaction, 'import_doses', importId))) return null;
    await sql`
      insert into dose_versions (area, dose_id, version, person_id, change, reason, contents, changed_at, changed_by)
      select area, dose_id, base_version, person_id, case action when 'flag' then 'flagged' else 'corrected' end,
        'source-corrected', before, ${at}, ${by}
      from import_doses staged where ${ofImport} and action in ('change', 'flag')`.execute(database);
    // Nobody has changed these doses since they were compared: what a line is silent about stays as it is.
    const marked = sql`
      doubtful = staged.doubt is not null, doubt = staged.doubt, version = staged.base_version + 1,
        ticket_id = coalesce(staged.ticket_id, doses.ticket_id)
      from import_doses staged
      where ${ofImport} and doses.area = staged.area and doses.dose_id = staged.dose_id`;
    await sql`
      update doses set number = staged.number, day = staged.day, product = staged.product, lot = staged.lot,
        vaccinated_in = coalesce(staged.vaccinated_in, doses.vaccinated_in),
        site = coalesce(staged.site, doses.site), doctor = coalesce(staged.doctor, doses.doctor),
        ${marked} and action = 'change'`.execute(database);
    await sql`update doses set ${marked} and action = 'flag'`.execute(database);
    await sql`
      insert into doses (area, dose_id, person_id, number, day, product, lot, doubtful, doubt, ticket_id, vaccinated_in,
        site, doctor, source, registered_at, registered_by)
      select area, dose_id, person_id, number, day, product, lot, doubt is not null, doubt, ticket_id, vaccinated_in,
        site, doctor, 'import', ${at}, ${by}
      from import_doses staged where ${ofImport} and action = 'add'`.execute(database);
    const flagged = await applyFlags(transaction, importId);
    const counted = await sql<{ doubtful: number }>`
      select count(*) filter (where doubt is not null)::int as doubtful
      from import_doses staged where ${ofImport} and action <> 'same'`.execute(database);
    const counts = await countStaged(transaction, 'import_doses', importId);
    return { ...counts, doubtful: flagged + (counted.rows[0]?.doubtful ?? 0) };
  },
  count: (transaction, { importId }) => countLines(transaction, 'import_doses', importId),
};

const named = (texts: readonly (string | null)[]) => texts.filter((text) => text !== null);

type Whose =
  | { readonly personId: string; readonly ticketId: string | null }
  | { readonly key: string; readonly fault: 'unknown-person' | 'unknown-ticket' | 'ticket-of-another' };

/** By reference number, by ticket, or by both: then they must belong together. */
function whoseDose(
  { referenceNumber, ticketNumber }: RecordLine,
  people: ReadonlyMap<string, string>,
  tickets: ReadonlyMap<string, FoundTicket>,
): Whose {
  const personId = referenceNumber === null ? undefined : people.get(referenceNumber);
  const ticket = ticketNumber === null ? undefined : tickets.get(ticketNumber);
  if (referenceNumber !== null && personId === undefined) return { key: 'referenceNumber', fault: 'unknown-person' };
  if (ticketNumber !== null && ticket === undefined) return { key: 'ticketNumber', fault: 'unknown-ticket' };
  if (personId !== undefined && ticket !== undefined && ticket.personId !== personId) {
    return { key: 'ticketNumber', fault: 'ticket-of-another' };
  }
  const whose = personId ?? ticket?.personId;
  if (whose === undefined) throw new Error('a line names a person or a ticket');
  return { personId: whose, ticketId: ticket?.ticketId ?? null };
}

/** A maker that is not the product's: one of the two is wrong, and the source has said both. */
function isOtherMaker({ maker, product }: RecordLine): boolean {
  const known = maker === null || product === null ? undefined : productOf(product);
  return known !== undefined && known.manufacturer.ja !== maker && known.manufacturer.en !== maker;
}

/** Works out the next people's doses; the last of them, or null where nobody is left. */
async function comparePeople(
  transaction: AreaTransaction,
  scope: ImportScope,
  after: string | null,
): Promise<string | null> {
  const { database, keys } = transaction;
  const { area } = keys;
  const { importId } = scope;
  // By the index on people, from where the last look ended; lines of one person lie beside each other.
  const next = await database
    .selectFrom('import_doses')
    .select('person_id')
    .where('area', '=', area)
    .where('import_id', '=', importId)
    .$if(after !== null, (query) => query.where('person_id', '>', after ?? ''))
    .orderBy('person_id')
    .limit(LINES_AT_ONCE)
    .execute();
  const looked = [...new Set(next.map(({ person_id }) => person_id))].slice(0, PEOPLE_AT_ONCE);
  const last = looked.at(-1);
  if (last === undefined) return null;
  const done = await database
    .selectFrom('import_seen')
    .select('person_id')
    .where('area', '=', area)
    .where('import_id', '=', importId)
    .where('person_id', 'in', looked)
    .execute();
  const known = new Set(done.map(({ person_id }) => person_id));
  const ids = looked.filter((one) => !known.has(one));
  if (ids.length === 0) return last;
  const people = await database
    .selectFrom('people')
    .select(['person_id', 'birth_day', 'moved_on', 'deceased_on'])
    .where('area', '=', area)
    .where('person_id', 'in', ids)
    .execute();
  const seen = await seePeople(transaction, scope, ids);
  const staffsWords = await readStaffsWords(transaction, ids);
  const staged = await database
    .deleteFrom('import_doses')
    .where('area', '=', area)
    .where('import_id', '=', importId)
    .where('person_id', 'in', ids)
    .returningAll()
    .execute();
  const rowsOf = Map.groupBy(staged, (row) => row.person_id);
  const today = dayInJapan(scope.at);
  const rows: DoseRow[] = [];
  const flags: (string | null)[][] = [];
  for (const person of people) {
    const own = rowsOf.get(person.person_id) ?? [];
    const doses = seen.get(person.person_id) ?? [];
    const merge = mergeDoses(
      {
        birthDay: keys.decrypt('people.birth_day', person.person_id, person.birth_day),
        movedOn: person.moved_on,
        deceasedOn: person.deceased_on,
      },
      doses.map((dose) => presentOf(keys, dose, isStaffsWord(dose, staffsWords))),
      own.map((row) => lineOf(keys, row)),
      today,
    );
    const merged = new Map(merge.lines.map((line) => [line.line, line]));
    for (const row of own) {
      const line = merged.get(row.line) ?? { line: row.line, action: 'same' as const };
      const present = 'present' in line ? doses.find(({ dose_id }) => dose_id === line.present.doseId) : undefined;
      rows.push(mergedRow(keys, row, line, present));
    }
    for (const { doseId, doubt } of merge.flags) flags.push([importId, doseId, doubt]);
  }
  await stageDoseRows(transaction, importId, rows);
  await bulkInsert(database, 'import_flags', { import_id: 'uuid', dose_id: 'uuid', doubt: 'text' }, flags);
  return last;
}

/** Doses by what was last done to them, as far as it was a decision. */
async function readStaffsWords(
  { database, keys }: AreaTransaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  const rows = await database
    .selectFrom('dose_versions')
    .distinctOn('dose_id')
    .select(['dose_id', 'change', 'reason'])
    .where('area', '=', keys.area)
    .where('person_id', 'in', [...personIds])
    .where('change', 'in', ['confirmed', 'corrected'])
    .orderBy('dose_id')
    .orderBy('version', 'desc')
    .execute();
  return new Map(
    rows.map(({ dose_id, change, reason }) => [dose_id, change === 'confirmed' || reason !== 'source-corrected']),
  );
}

/** Confirmed or corrected by staff after the source last spoke, or registered by them. */
const isStaffsWord = (dose: SeenDose, words: ReadonlyMap<string, boolean>): boolean =>
  words.get(dose.dose_id) ?? dose.source === 'staff';
