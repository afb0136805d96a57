/** Files that VRS gives out, as bytes piece by piece (V12): logged before the first of them leaves. */
import { sql } from 'kysely';
import {
  beginningOf,
  csvLine,
  encodeText,
  type FileOut,
  PEOPLE_OUT,
  RECORD_COPIES_OUT,
  RECORDS_OUT,
  TICKETS_OUT,
  UNLINKED_PEOPLE_OUT,
  type WrittenEncoding,
} from '../municipal-files/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import type { VrsActor } from '../staff/rights.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';
import {
  type ExportFilter,
  type Page,
  peoplePage,
  type ReadPage,
  recordCopiesPage,
  recordsPage,
  ticketsPage,
  unlinkedPage,
} from './export-pages.ts';

export type ExportWanted = ExportFilter & {
  readonly what: 'people' | 'tickets' | 'records' | 'record-copies' | 'unlinked-people';
  readonly encoding: WrittenEncoding;
};

export type ExportDesk = {
  /** The file's bytes. An export that somebody stops reading stops; each page is read by a transaction of its own. */
  give(actor: VrsActor, wanted: ExportWanted): Promise<AsyncIterable<Uint8Array>>;
};

export function exportDesk({ store, log }: { readonly store: VrsStore; readonly log: OperationLog }): ExportDesk {
  return {
    give: async (actor, wanted) => {
      const inArea = async <T>(work: (transaction: AreaTransaction) => Promise<T>): Promise<T> => {
        const done = await store.inArea(actor.area, async (transaction) => ({ value: await work(transaction) }));
        if (done === undefined) throw new Error('staff act in an area that exists');
        return done.value;
      };
      // What cannot be logged does not leave. The number of rows stands there for whoever looks for large exports.
      await inArea(async (transaction) => {
        const rows = await countRows(transaction, wanted);
        const event = { actor, operation: 'records-exported', personId: null, target: wanted.what } as const;
        await log.append(transaction, { ...event, result: String(rows) });
      });
      switch (wanted.what) {
        case 'people':
          return piecesOf(PEOPLE_OUT, peoplePage, wanted.encoding, inArea);
        case 'tickets':
          return piecesOf(TICKETS_OUT, ticketsPage, wanted.encoding, inArea);
        case 'records':
          return piecesOf(RECORDS_OUT, recordsPage(wanted), wanted.encoding, inArea);
        case 'record-copies':
          return piecesOf(RECORD_COPIES_OUT, recordCopiesPage, wanted.encoding, inArea);
        case 'unlinked-people':
          return piecesOf(UNLINKED_PEOPLE_OUT, unlinkedPage, wanted.encoding, inArea);
        default: {
          const never: never = wanted.what;
          throw new Error(`unknown export ${String(never)}`);
        }
      }
    },
  };
}

async function* piecesOf<Row>(
  format: FileOut<Row>,
  read: ReadPage<Row>,
  encoding: WrittenEncoding,
  inArea: <T>(work: (transaction: AreaTransaction) => Promise<T>) => Promise<T>,
): AsyncGenerator<Uint8Array> {
  const heading = csvLine(format.columns.map((column) => column.heading));
  yield Buffer.concat([beginningOf(encoding), encodeText(heading, encoding)]);
  for (let after: string | null = null; ; ) {
    const place: string | null = after;
    const { rows, last }: Page<Row> = await inArea((transaction) => read(transaction, place));
    const lines = rows.map((row) => csvLine(format.columns.map(({ cell }) => cell(row))));
    if (lines.length > 0) yield encodeText(lines.join(''), encoding);
    if (last === null) return;
    after = last;
  }
}

/** Rows of the table a file is made of. */
async function countRows({ database, keys }: AreaTransaction, { what, vaccinatedIn }: ExportWanted): Promise<number> {
  const table = {
    people: 'people',
    tickets: 'tickets',
    records: 'doses',
    'record-copies': 'doses',
    'unlinked-people': 'people',
  };
  const given = what === 'records' && vaccinatedIn !== undefined ? sql`and vaccinated_in = ${vaccinatedIn}` : sql``;
  const { rows } = await sql<{ rows: number }>`
    select count(*)::int as rows from ${sql.table(table[what])} where area = ${keys.area} ${given}`.execute(database);
  return rows[0]?.rows ?? 0;
}
