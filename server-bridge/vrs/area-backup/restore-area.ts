/**
 * Puts one area back from its backup: in one transaction, whole or not at all, with nobody else in the area. The file is believed only
 * when its end was reached; until then nothing of it can be seen. Values are encrypted with the area's present keys.
 */
import { createReadStream } from 'node:fs';
import { sql } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { SealingPrivateJwk } from '../../sealing/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import { searchTermsOf } from '../register/search-terms.ts';
import { RESTORE_ROLE } from '../store/roles.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';
import { type Head, type Line, LineSchema, type Row, sealedRow } from './backup-lines.ts';
import { isLogWhole, putBackLog } from './restore-log.ts';
import { GROWING_TABLES, SAVED_TABLES, UNSAVED_TABLES } from './saved-tables.ts';
import { openStream, UnreadableBackup } from './sealed-stream.ts';

export type RestoreParts = { readonly store: VrsStore; readonly log: OperationLog };
export type RestoreError =
  | { readonly kind: 'no-such-area' }
  | { readonly kind: 'cannot-read'; readonly cause: unknown }
  /** Cut, altered, of another format, or sealed to another key. */
  | { readonly kind: 'unreadable-backup' }
  /** It is the backup of another municipality. */
  | { readonly kind: 'other-area' }
  /** The operation log of the area and that of the backup are not one chain. */
  | { readonly kind: 'other-chain' }
  /** Certificates were issued after the backup was taken; they would be gone. */
  | { readonly kind: 'later-certificates'; readonly count: number }
  /** Another municipality has issued a certificate under an id of this backup since. */
  | { readonly kind: 'certificate-taken' }
  /** An import, a change of keys or another restore is in the area. */
  | { readonly kind: 'area-busy' };

export type Restored = { readonly backupId: string; readonly savedAt: string; readonly rows: number };

/** Longest single statement, and longest wait until everybody has left the area. */
const STATEMENT_LIMIT_MS = 600_000;
const ALONE_WITHIN_MS = 30_000;

class Refused extends Error {
  readonly error: RestoreError;
  constructor(error: RestoreError) {
    super(error.kind);
    this.error = error;
  }
}

/** @param o.giveUpLater takes away certificates that were issued after the backup was taken */
export async function restoreArea(
  { store, log }: RestoreParts,
  area: MunicipalityCode,
  o: { readonly file: string; readonly key: SealingPrivateJwk; readonly giveUpLater?: boolean },
): Promise<Result<Restored, RestoreError>> {
  try {
    const restored = await store.inArea(
      area,
      async (transaction) => {
        if (transaction.keys.next !== null) throw new Refused({ kind: 'area-busy' });
        const done = await putBack(transaction, linesOf(o.file, o.key), o.giveUpLater === true);
        const actor = { kind: 'system', area } as const;
        const target = done.head.backupId;
        await log.append(transaction, { actor, operation: 'area-restored', personId: null, target, result: 'done' });
        return { backupId: target, savedAt: done.head.savedAt, rows: done.rows };
      },
      { role: RESTORE_ROLE, aloneWithinMs: ALONE_WITHIN_MS, statementLimitMs: STATEMENT_LIMIT_MS },
    );
    return restored === undefined ? err({ kind: 'no-such-area' }) : ok(restored);
  } catch (cause) {
    return err(errorOf(cause));
  }
}

/** @throws what is not an answer */
function errorOf(cause: unknown): RestoreError {
  if (cause instanceof Refused) return cause.error;
  if (cause instanceof UnreadableBackup) return { kind: 'unreadable-backup' };
  if (cause instanceof CannotRead) return { kind: 'cannot-read', cause: cause.cause };
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  if (code === '55P03') return { kind: 'area-busy' };
  const isId = code === '23505' && typeof cause === 'object' && cause !== null && 'constraint' in cause;
  if (isId && cause.constraint === 'certificates_pkey') return { kind: 'certificate-taken' };
  throw cause;
}

class CannotRead extends Error {}

async function* linesOf(file: string, key: SealingPrivateJwk): AsyncGenerator<Line> {
  const source = createReadStream(file);
  const readable = (async function* () {
    try {
      for await (const chunk of source) yield Buffer.from(chunk);
    } catch (cause) {
      throw new CannotRead('the file cannot be read', { cause });
    }
  })();
  let text = '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const piece of openStream(key, readable)) {
    text += decoder.decode(piece, { stream: true });
    piece.fill(0);
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const read = v.safeParse(LineSchema, line);
      if (!read.success) throw new UnreadableBackup();
      yield read.output;
    }
  }
  if (text !== '') throw new UnreadableBackup();
}

async function putBack(
  transaction: AreaTransaction,
  lines: AsyncIterable<Line>,
  giveUpLater: boolean,
): Promise<{ readonly head: Head; readonly rows: number }> {
  const { database, keys } = transaction;
  let head: Head | null = null;
  let end: number | null = null;
  let rows = 0;
  const later = new Set<string>();
  for await (const line of lines) {
    if (end !== null || (head === null) !== (line.kind === 'head')) throw new UnreadableBackup();
    switch (line.kind) {
      case 'head':
        if (line.area !== keys.area) throw new Refused({ kind: 'other-area' });
        head = line;
        for (const id of await issued(transaction)) later.add(id);
        await empty(transaction);
        break;
      case 'rows':
        rows += line.rows.length;
        if (line.table === 'certificates') for (const row of line.rows) later.delete(String(row['certificate_id']));
        await insertRows(transaction, line.table, line.rows);
        break;
      case 'end':
        end = line.rows;
        break;
      default: {
        const never: never = line;
        throw new Error(`unknown line ${String(never)}`);
      }
    }
  }
  if (head === null || end !== rows) throw new UnreadableBackup();
  if (later.size > 0 && !giveUpLater) throw new Refused({ kind: 'later-certificates', count: later.size });
  if (!(await isLogWhole(transaction))) throw new Refused({ kind: 'other-chain' });
  await sql`set constraints all immediate`.execute(database);
  return { head, rows };
}

async function issued({ database, keys }: AreaTransaction): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('certificates')
    .select('certificate_id')
    .where('area', '=', keys.area)
    .execute();
  return rows.map((row) => row.certificate_id);
}

const LOG = ['operation_log', 'operation_log_heads'];
const KEPT = ['area_keys', 'area_key_hashes', ...LOG, ...GROWING_TABLES];

/** Takes away what the backup replaces, and what is of the moment. Logs stay: they only ever grow. */
async function empty({ database, keys }: AreaTransaction): Promise<void> {
  const tables = [...UNSAVED_TABLES, ...SAVED_TABLES.map(({ table }) => table).toReversed()];
  for (const table of tables.filter((name) => !KEPT.includes(name))) {
    await sql`delete from ${sql.table(table)} where area = ${keys.area}`.execute(database);
  }
}

async function insertRows(transaction: AreaTransaction, table: string, rows: readonly Row[]): Promise<void> {
  const { database, keys } = transaction;
  const [first] = rows;
  if (first === undefined) return;
  const kept = rows.map((row) => ({ area: keys.area, ...sealedRow(keys, table, row) }));
  if (LOG.includes(table)) {
    if (!(await putBackLog(transaction, table, kept))) throw new Refused({ kind: 'other-chain' });
    return;
  }
  const columns = sql.join(['area', ...Object.keys(sealedRow(keys, table, first))].map((name) => sql.ref(name)));
  const unlessThere = GROWING_TABLES.includes(table) ? sql`on conflict do nothing` : sql``;
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(kept)}::jsonb)
    ${unlessThere}`.execute(database);
  if (table === 'people') await insertTerms(transaction, rows);
}

const SearchableSchema = v.object({
  person_id: v.string(),
  name: v.string(),
  kana: v.nullable(v.string()),
  birth_day: v.string(),
});

async function insertTerms({ database, keys }: AreaTransaction, rows: readonly Row[]): Promise<void> {
  const terms = rows.flatMap((row) => {
    const { person_id, name, kana, birth_day: birthDay } = v.parse(SearchableSchema, row);
    return searchTermsOf(keys, { name, kana, birthDay }).map((term) => ({
      person_id,
      term: `\\x${term.toString('hex')}`,
    }));
  });
  await sql`
    insert into search_terms (term, person_id)
    select term, person_id from json_to_recordset(${JSON.stringify(terms)}::json) as given (term bytea, person_id uuid)
    on conflict do nothing`.execute(database);
}
