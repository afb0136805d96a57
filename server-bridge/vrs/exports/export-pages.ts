/**
 * Rows to be given out, page by page, each page a short transaction of its own. What is read is named column by column: the individual
 * number and its hash are read by none of these (V12).
 */

import type { PersonOut, RecordCopyOut, RecordOut, TicketOut } from '../municipal-files/index.ts';
import { doubtOfRow } from '../register/read-doses.ts';
import { openPersonFacts, PERSON_COLUMNS } from '../register/read-person.ts';
import type { AreaKeys } from '../store/area-keys.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';

/** A page of rows after a place, and the place of its last; `last` null where it is the end. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly last: string | null };
export type ReadPage<Row> = (transaction: AreaTransaction, after: string | null) => Promise<Page<Row>>;
export type ExportFilter = { readonly vaccinatedIn?: string | undefined };

const PAGE = 500;

const pageOf = <Found, Row>(
  found: readonly Found[],
  idOf: (one: Found) => string,
  rowOf: (one: Found) => Row,
): Page<Row> => {
  const last = found.at(-1);
  return { rows: found.map(rowOf), last: found.length < PAGE || last === undefined ? null : idOf(last) };
};

export const peoplePage: ReadPage<PersonOut> = async ({ database, keys }, after) => {
  const found = await database
    .selectFrom('people')
    .select(PERSON_COLUMNS)
    .where('area', '=', keys.area)
    .$if(after !== null, (query) => query.where('person_id', '>', after ?? ''))
    .orderBy('person_id')
    .limit(PAGE)
    .execute();
  return pageOf(
    found,
    (row) => row.person_id,
    (row) => {
      const facts = openPersonFacts(keys, row);
      return {
        municipality: keys.area,
        referenceNumber: facts.referenceNumber ?? '',
        name: facts.name,
        kana: facts.kana ?? '',
        birthDay: facts.birthDay,
        sex: facts.sex,
        protected: facts.protected,
        movedOn: facts.movedOn ?? '',
        deceasedOn: facts.deceasedOn ?? '',
      };
    },
  );
};

/** People whose integrated number is not known. */
export const unlinkedPage: ReadPage<Pick<PersonOut, 'municipality' | 'referenceNumber'>> = async (
  { database, keys },
  after,
) => {
  const found = await database
    .selectFrom('people')
    .leftJoin('address_numbers', (join) =>
      join
        .onRef('address_numbers.area', '=', 'people.area')
        .onRef('address_numbers.person_id', '=', 'people.person_id'),
    )
    .select(['people.person_id', 'people.reference_number'])
    .where('people.area', '=', keys.area)
    .where('people.reference_number', 'is not', null)
    .where('address_numbers.person_id', 'is', null)
    .$if(after !== null, (query) => query.where('people.person_id', '>', after ?? ''))
    .orderBy('people.person_id')
    .limit(PAGE)
    .execute();
  return pageOf(
    found,
    (row) => row.person_id,
    (row) => ({ municipality: keys.area, referenceNumber: referenceOf(keys, row) }),
  );
};

export const ticketsPage: ReadPage<TicketOut> = async ({ database, keys }, after) => {
  const found = await database
    .selectFrom('tickets')
    .innerJoin('people', (join) =>
      join.onRef('people.area', '=', 'tickets.area').onRef('people.person_id', '=', 'tickets.person_id'),
    )
    .select([
      'ticket_id',
      'people.person_id',
      'reference_number',
      'ticket_number',
      'ticket_type',
      'issued_on',
      'withdrawn_on',
    ])
    .where('tickets.area', '=', keys.area)
    .$if(after !== null, (query) => query.where('ticket_id', '>', after ?? ''))
    .orderBy('ticket_id')
    .limit(PAGE)
    .execute();
  return pageOf(
    found,
    (row) => row.ticket_id,
    (row) => ({
      municipality: keys.area,
      referenceNumber: referenceOf(keys, row),
      ticketNumber: keys.decrypt('tickets.ticket_number', row.ticket_id, row.ticket_number),
      ticketType: row.ticket_type,
      issuedOn: row.issued_on,
      withdrawnOn: row.withdrawn_on ?? '',
    }),
  );
};

/** @param filter only doses that were given in this municipality */
export const recordsPage =
  ({ vaccinatedIn }: ExportFilter): ReadPage<RecordOut> =>
  async ({ database, keys }, after) => {
    const found = await database
      .selectFrom('doses')
      .innerJoin('people', (join) =>
        join.onRef('people.area', '=', 'doses.area').onRef('people.person_id', '=', 'doses.person_id'),
      )
      .leftJoin('tickets', (join) =>
        join.onRef('tickets.area', '=', 'doses.area').onRef('tickets.ticket_id', '=', 'doses.ticket_id'),
      )
      .select(['dose_id', 'people.person_id', 'reference_number', 'tickets.ticket_id', 'ticket_number', 'ticket_type'])
      .select(['number', 'day', 'product', 'lot', 'vaccinated_in', 'site', 'doctor', 'doubtful', 'doubt'])
      .select('doses.registered_at')
      .where('doses.area', '=', keys.area)
      .$if(vaccinatedIn !== undefined, (query) => query.where('vaccinated_in', '=', vaccinatedIn ?? ''))
      .$if(after !== null, (query) => query.where('dose_id', '>', after ?? ''))
      .orderBy('dose_id')
      .limit(PAGE)
      .execute();
    return pageOf(
      found,
      (row) => row.dose_id,
      (row) => ({
        municipality: keys.area,
        referenceNumber: referenceOf(keys, row),
        ticketNumber:
          row.ticket_id === null || row.ticket_number === null
            ? ''
            : keys.decrypt('tickets.ticket_number', row.ticket_id, row.ticket_number),
        ticketType: row.ticket_type ?? '',
        number: row.number,
        day: row.day,
        vaccinatedIn: row.vaccinated_in ?? '',
        site: row.site === null ? '' : keys.decrypt('doses.site', row.dose_id, row.site),
        doctor: row.doctor === null ? '' : keys.decrypt('doses.doctor', row.dose_id, row.doctor),
        product: row.product,
        lot: row.lot,
        doubt: doubtOfRow(row),
        registeredAt: row.registered_at.toISOString(),
      }),
    );
  };

/** Doses of linked people that nothing speaks against. */
export const recordCopiesPage: ReadPage<RecordCopyOut> = async ({ database, keys }, after) => {
  const found = await database
    .selectFrom('doses')
    .innerJoin('address_numbers', (join) =>
      join.onRef('address_numbers.area', '=', 'doses.area').onRef('address_numbers.person_id', '=', 'doses.person_id'),
    )
    .select(['dose_id', 'doses.person_id', 'integrated_number'])
    .select(['number', 'day', 'product', 'lot', 'vaccinated_in', 'registered_at'])
    .where('doses.area', '=', keys.area)
    .where('doubtful', '=', false)
    .$if(after !== null, (query) => query.where('dose_id', '>', after ?? ''))
    .orderBy('dose_id')
    .limit(PAGE)
    .execute();
  return pageOf(
    found,
    (row) => row.dose_id,
    (row) => ({
      municipality: keys.area,
      integratedNumber: keys.decrypt('address_numbers.integrated_number', row.person_id, row.integrated_number),
      number: row.number,
      day: row.day,
      vaccinatedIn: row.vaccinated_in ?? '',
      product: row.product,
      lot: row.lot,
      registeredAt: row.registered_at.toISOString(),
    }),
  );
};

const referenceOf = (
  keys: AreaKeys,
  row: { readonly person_id: string; readonly reference_number: Uint8Array | null },
): string =>
  row.reference_number === null ? '' : keys.decrypt('people.reference_number', row.person_id, row.reference_number);
