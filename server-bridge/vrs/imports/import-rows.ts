/** Rows of `imports`: what is running, who works on it, how far it is. Every change of a running one needs its claim. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { FILE_FAULTS, type Import, type ImportKind, LineFaultSchema } from '../console-api/imports.ts';
import type { ImportsTable } from '../store/tables/import-tables.ts';
import type { AreaTransaction } from '../store/vrs-store.ts';
import type { FileEncoding } from './decode-text.ts';
import type { FileFaultWord, Refusal } from './file-fault.ts';

/** Somebody else has it now, or it was abandoned: whoever worked on it stops, and has written nothing. */
export class ClaimLost extends Error {
  constructor() {
    super('the import is no longer ours');
    this.name = 'ClaimLost';
  }
}

const STAGING = [
  'import_people',
  'import_tickets',
  'import_doses',
  'import_flags',
  'import_seen',
  'import_address_numbers',
] as const;
/** Refused lines that are shown beside the import; the report has all. */
const SHOWN_REFUSALS = 1_000;

export type ImportRow = {
  readonly importId: string;
  readonly kind: ImportKind;
  readonly state: ImportsTable['state'];
  readonly bytes: number;
  readonly encodingSaid: ImportsTable['encoding_said'];
};

export async function readImportRow({ database, keys }: AreaTransaction, importId: string): Promise<ImportRow | null> {
  const row = await database
    .selectFrom('imports')
    .select(['kind', 'state', 'bytes', 'encoding_said'])
    .where('area', '=', keys.area)
    .where('import_id', '=', importId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { kind, state, bytes, encoding_said } = row;
  return { importId, kind, state, bytes: Number(bytes), encodingSaid: encoding_said };
}

export type ImportChange = {
  readonly state?: 'receiving' | 'checking' | 'applying';
  readonly encoding?: FileEncoding;
  readonly bytes_done?: number;
  readonly lines?: number;
  readonly lines_done?: number;
};

/** Goes on with a claimed import. @throws ClaimLost */
export async function goOn(
  { database, keys }: AreaTransaction,
  importId: string,
  claim: string,
  change: ImportChange,
  claimUntil: Date,
): Promise<void> {
  const done = await database
    .updateTable('imports')
    .set({ ...change, claim_until: claimUntil })
    .where('area', '=', keys.area)
    .where('import_id', '=', importId)
    .where('claim', '=', claim)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n) throw new ClaimLost();
}

export type Ending =
  | {
      readonly state: 'done';
      readonly added: number;
      readonly changed: number;
      readonly unchanged: number;
      readonly doubtful: number;
    }
  | { readonly state: 'refused'; readonly fault: FileFaultWord; readonly refused_lines: number }
  | { readonly state: 'abandoned' };

/** Ends an import and erases what was staged of it, in one transaction with whatever else is done. @throws ClaimLost */
export async function endImport(
  transaction: AreaTransaction,
  importId: string,
  claim: string | null,
  ending: Ending,
  now: Date,
): Promise<void> {
  const { database, keys } = transaction;
  const done = await database
    .updateTable('imports')
    .set({ ...ending, ended_at: now, claim: null })
    .where('area', '=', keys.area)
    .where('import_id', '=', importId)
    .where('ended_at', 'is', null)
    .$if(claim !== null, (query) => query.where('claim', '=', claim))
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n) throw new ClaimLost();
  await eraseStaging(transaction, importId);
}

export async function eraseStaging({ database, keys }: AreaTransaction, importId: string): Promise<void> {
  for (const table of STAGING) {
    await sql`delete from ${sql.table(table)} where area = ${keys.area} and import_id = ${importId}`.execute(database);
  }
}

/** How many lines are refused so far, and the same as endings need it. */
export async function countRefusedLines({ database, keys }: AreaTransaction, importId: string): Promise<number> {
  const { lines } = await database
    .selectFrom('import_refusals')
    .select(({ fn }) => fn.count<string | number>('line').distinct().as('lines'))
    .where('area', '=', keys.area)
    .where('import_id', '=', importId)
    .executeTakeFirstOrThrow();
  return Number(lines);
}

/** An import as staff see it; null where this municipality has none of that id. */
export async function readImport({ database, keys }: AreaTransaction, importId: string): Promise<Import | null> {
  const row = await database
    .selectFrom('imports')
    .selectAll()
    .where('area', '=', keys.area)
    .where('import_id', '=', importId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const refusals = await database
    .selectFrom('import_refusals')
    .select(['line', 'heading', 'fault'])
    .where('area', '=', keys.area)
    .where('import_id', '=', importId)
    .orderBy('line')
    .orderBy('heading')
    .limit(SHOWN_REFUSALS)
    .execute();
  return importOf(row, refusals.map(refusalOf));
}

/** Newest first, a hundred, without their refusals. */
export async function listImports({ database, keys }: AreaTransaction): Promise<readonly Import[]> {
  const rows = await database
    .selectFrom('imports')
    .selectAll()
    .where('area', '=', keys.area)
    .orderBy('begun_at', 'desc')
    .orderBy('import_id')
    .limit(100)
    .execute();
  return rows.map((row) => importOf(row, []));
}

export const refusalOf = (row: { line: number; heading: string | null; fault: string }): Refusal => ({
  line: row.line,
  column: row.heading,
  fault: v.parse(LineFaultSchema, row.fault),
});

type Row = { readonly [Key in keyof ImportsTable]: unknown } & {
  readonly import_id: string;
  readonly kind: ImportKind;
  readonly state: ImportsTable['state'];
  readonly encoding: FileEncoding | null;
  readonly fault: string | null;
  readonly begun_by: string;
  readonly begun_at: Date;
  readonly ended_at: Date | null;
};

function importOf(row: Row, refusals: Refusal[]): Import {
  return {
    importId: row.import_id,
    kind: row.kind,
    state: row.state,
    encoding: row.encoding,
    bytes: Number(row.bytes),
    bytesDone: Number(row.bytes_done),
    lines: Number(row.lines),
    linesDone: Number(row.lines_done),
    added: Number(row.added),
    changed: Number(row.changed),
    unchanged: Number(row.unchanged),
    doubtful: Number(row.doubtful),
    fault: row.fault === null ? null : v.parse(v.picklist(FILE_FAULTS), row.fault),
    refusedLines: Number(row.refused_lines),
    refusals,
    begunAt: row.begun_at.toISOString(),
    begunBy: row.begun_by,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
