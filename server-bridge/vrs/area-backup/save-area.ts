/** Saves one area while it is in use: everything as it was at one instant, sealed to the municipality's key, into one file. */
import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { sql } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { OperationLog } from '../operation-log/operation-log.ts';
import type { AreaTransaction, VrsStore } from '../store/vrs-store.ts';
import { type Line, openedRow, type Row } from './backup-lines.ts';
import { SAVED_TABLES, type SavedTable } from './saved-tables.ts';
import { sealStream } from './sealed-stream.ts';

/** What is written to: a new file, of nobody else's eyes. */
type BackupFile = Pick<FileHandle, 'appendFile' | 'sync' | 'close'>;

export type SaveParts = {
  readonly store: VrsStore;
  readonly log: OperationLog;
  readonly now: () => Date;
  readonly openFile?: (path: string) => Promise<BackupFile>;
};
export type SaveError =
  | { readonly kind: 'no-such-area' }
  /** The file cannot be written: full, not allowed, there already. Nothing of it is left. */
  | { readonly kind: 'cannot-write'; readonly cause: unknown };

export type Saved = {
  readonly backupId: string;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256 of the file, in hexadecimal digits: to be kept elsewhere. */
  readonly digest: string;
};

const FETCH_ROWS = 500;
/** The snapshot stays open for the whole of it; a single statement only fetches. */
const STATEMENT_LIMIT_MS = 60_000;

/** @param publicKey uncompressed P-256 point of the key that the municipality holds */
export async function saveArea(
  { store, log, now, openFile = openNew }: SaveParts,
  area: MunicipalityCode,
  o: { readonly file: string; readonly publicKey: Uint8Array },
): Promise<Result<Saved, SaveError>> {
  const backupId = randomUUID();
  const write = (result: string) =>
    store.inArea(area, async (transaction) => {
      const actor = { kind: 'system', area } as const;
      await log.append(transaction, { actor, operation: 'area-saved', personId: null, target: backupId, result });
      return true;
    });
  // Before anything is read: a backup that was tried is known, whatever becomes of it.
  if ((await write('begun')) === undefined) return err({ kind: 'no-such-area' });
  const unfinished = `${o.file}.${backupId}.unfinished`;
  let handle: BackupFile | undefined;
  try {
    const into = await openFile(unfinished).catch(cannotWrite);
    handle = into;
    const counts = { rows: 0, bytes: 0 };
    const hash = createHash('sha256');
    await store.inArea(
      area,
      async (transaction) => {
        const lines = linesOf(transaction, { backupId, savedAt: now().toISOString() }, counts);
        for await (const sealed of sealStream(o.publicKey, lines)) {
          hash.update(sealed);
          counts.bytes += sealed.length;
          await into.appendFile(sealed).catch(cannotWrite);
        }
      },
      { oneSnapshot: true, statementLimitMs: STATEMENT_LIMIT_MS },
    );
    await into.sync().catch(cannotWrite);
    await into.close();
    handle = undefined;
    // Unlike a rename, a link is never made over another file: an earlier backup stays.
    await link(unfinished, o.file).catch(cannotWrite);
    try {
      await write('done');
    } catch (cause) {
      await rm(o.file, { force: true });
      throw cause;
    }
    return ok({ backupId, ...counts, digest: hash.digest('hex') });
  } catch (cause) {
    if (cause instanceof CannotWrite) return err({ kind: 'cannot-write', cause: cause.cause });
    throw cause;
  } finally {
    await handle?.close().catch(() => undefined);
    await rm(unfinished, { force: true });
  }
}

/** Never over another file. */
const openNew = (path: string): Promise<BackupFile> => open(path, 'wx', 0o600);

class CannotWrite extends Error {}
const cannotWrite = (cause: unknown): never => {
  throw new CannotWrite('the file cannot be written', { cause });
};

async function* linesOf(
  transaction: AreaTransaction,
  about: { readonly backupId: string; readonly savedAt: string },
  counts: { rows: number },
): AsyncGenerator<Uint8Array> {
  const bytesOf = (line: Line): Uint8Array => Buffer.from(`${JSON.stringify(line)}\n`, 'utf8');
  yield bytesOf({ kind: 'head', version: 1, area: transaction.municipality.code, ...about });
  for (const saved of SAVED_TABLES) {
    for await (const rows of rowsOf(transaction, saved)) {
      counts.rows += rows.length;
      yield bytesOf({ kind: 'rows', table: saved.table, rows });
    }
  }
  yield bytesOf({ kind: 'end', rows: counts.rows });
}

const JsonRowSchema = v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]));

async function* rowsOf({ database, keys }: AreaTransaction, saved: SavedTable): AsyncGenerator<Row[]> {
  const { table, only = 'true', orderBy, without = [] } = saved;
  const order = orderBy === undefined ? sql`` : sql`order by ${sql.ref(orderBy)}`;
  await sql`
    declare saved_rows no scroll cursor for
    select to_jsonb(kept) as row from ${sql.table(table)} kept
    where area = ${sql.lit(keys.area)} and ${sql.raw(only)} ${order}`.execute(database);
  for (;;) {
    const { rows } = await sql<{ row: unknown }>`fetch ${sql.lit(FETCH_ROWS)} from saved_rows`.execute(database);
    if (rows.length > 0) {
      yield rows.map(({ row }) => {
        const opened = openedRow(keys, table, v.parse(JsonRowSchema, row));
        for (const column of ['area', ...without]) delete opened[column];
        return opened;
      });
    }
    if (rows.length < FETCH_ROWS) break;
  }
  await sql`close saved_rows`.execute(database);
}
