/** Where files of municipal systems come in: begun, received, followed, abandoned. A file is taken whole or refused whole (V1, V12). */
import { randomUUID } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { Import, ImportKind, NewImportSchema } from '../console-api/imports.ts';
import { actorId, type VrsActor } from '../staff/rights.ts';
import { inEveryArea } from '../store/in-every-area.ts';
import type { AreaTransaction, AreaWork } from '../store/vrs-store.ts';
import { addressNumbersSteps } from './address-numbers-steps.ts';
import { endOverdue } from './end-overdue.ts';
import { FileFault } from './file-fault.ts';
import { IMPORT_LIMITS, type ImportLimits } from './import-limits.ts';
import { reportPieces } from './import-report.ts';
import { ClaimLost, endImport, goOn, type ImportRow, listImports, readImport, readImportRow } from './import-rows.ts';
import { peopleSteps } from './people-steps.ts';
import { type Received, receiveUpload } from './receive-upload.ts';
import { recordsSteps } from './records-steps.ts';
import { checkAndApply, endedEvent, endRefused, inRunArea, type Run, type RunParts } from './run-import.ts';
import { type OpenSpoolFile, openSpool, type Spool } from './spool.ts';
import { ticketsSteps } from './tickets-steps.ts';

export type ImportProblem =
  | { readonly kind: 'unknown-import' }
  /** One at a time for each kind and area. */
  | { readonly kind: 'another-runs' }
  /** The file has come already, or the import has ended. */
  | { readonly kind: 'not-waiting' }
  /** It becomes visible at this moment: it can no longer be stopped. */
  | { readonly kind: 'being-applied' }
  /** The file did not come whole; the import says why. */
  | { readonly kind: 'refused' };

export type ImportDesk = {
  begin(
    actor: VrsActor,
    wanted: v.InferOutput<typeof NewImportSchema>,
  ): Promise<Result<{ readonly importId: string }, ImportProblem>>;
  /** Ends when the last byte is there; checking and applying go on by themselves. */
  receive(
    actor: VrsActor,
    importId: string,
    upload: AsyncIterable<Uint8Array>,
    /** Without it a file with a column of individual numbers is refused by its heading. */
    may: { readonly withNumbers: boolean },
  ): Promise<Result<void, ImportProblem>>;
  state(area: MunicipalityCode, importId: string): Promise<Result<Import, ImportProblem>>;
  list(area: MunicipalityCode): Promise<readonly Import[]>;
  /** All refused lines as CSV, piece by piece. */
  report(area: MunicipalityCode, importId: string): Promise<Result<AsyncIterable<string>, ImportProblem>>;
  abandon(actor: VrsActor, importId: string): Promise<Result<void, ImportProblem>>;
  /**
   * Ends imports whose process has gone and erases what they left. At the start and now and then; `all` where no other process can be
   * working on this store.
   */
  endOverdue(o?: { readonly all?: boolean }): Promise<void>;
  /** Resolves when nothing is worked on here. */
  settled(): Promise<void>;
  /** Stops what is worked on here; it is refused as `stopped`. */
  stop(): Promise<void>;
};

export type ImportParts = Omit<RunParts, 'limits'> & {
  readonly openSpoolFile: OpenSpoolFile;
  readonly limits?: Partial<ImportLimits>;
  /** Told when an import could not even be ended; the claim runs out and the next look ends it. */
  readonly onFailure?: (cause: unknown) => void;
};

const PROGRESS_MS = 500;

export function importDesk(given: ImportParts): ImportDesk {
  const parts: RunParts = { ...given, limits: { ...IMPORT_LIMITS, ...given.limits } };
  const { store, log, now, limits } = parts;
  const running = new Map<string, { readonly ending: AbortController; readonly done: Promise<void> }>();

  const inArea = async <T>(
    area: MunicipalityCode,
    work: (transaction: AreaTransaction) => Promise<T>,
    how?: AreaWork,
  ): Promise<T> => {
    const done = await store.inArea(area, async (transaction) => ({ value: await work(transaction) }), how);
    if (done === undefined) throw new Error('staff act in an area that exists');
    return done.value;
  };
  /** Whoever ends an import erases all its lines at once, however many. */
  const erasing: AreaWork = { statementLimitMs: limits.applyMs };
  const after = (ms: number) => new Date(now().getTime() + ms);

  /** Until the end of the upload, then on by itself; only the upload's own end is told. */
  const runImport = async (run: Run, upload: AsyncIterable<Uint8Array>, received: (whole: boolean) => void) => {
    const { importId } = run.row;
    const spool = await openSpool(given.openSpoolFile).catch(async (cause: unknown) => {
      await endRefused(parts, run, faultOf(cause));
      return null;
    });
    if (spool === null) return;
    try {
      let told = now().getTime();
      const whole = await receiveUpload(upload, spool, {
        bytes: run.row.bytes,
        encoding: run.row.encodingSaid,
        limits,
        signal: run.signal,
        onProgress: async (bytes, lines) => {
          if (now().getTime() - told < PROGRESS_MS) return;
          told = now().getTime();
          const change = { bytes_done: bytes, lines: Math.max(0, lines - 1) };
          await inRunArea(parts, run, (transaction) =>
            goOn(transaction, importId, run.claim, change, after(limits.claimMs)),
          );
        },
      });
      const { encoding, bytes, lines } = whole;
      const change = { state: 'checking', encoding, bytes_done: bytes, lines: Math.max(0, lines - 1) } as const;
      await inRunArea(parts, run, (transaction) =>
        goOn(transaction, importId, run.claim, change, after(limits.claimMs)),
      );
      received(true);
      await CHECKING[run.row.kind](parts, run, spool, whole);
    } catch (cause) {
      if (!(cause instanceof ClaimLost)) await endRefused(parts, run, faultOf(cause));
    } finally {
      await spool.erase();
    }
  };

  return {
    begin: async (actor, wanted) => {
      const importId = newImportId();
      const { area } = actor;
      // One whose process has gone must not keep the next out.
      await inArea(area, (transaction) => endOverdue(transaction, parts, area, wanted.kind), erasing);
      return await inArea(area, async (transaction) => {
        const { database } = transaction;
        const made = await database
          .insertInto('imports')
          .values({
            import_id: importId,
            kind: wanted.kind,
            state: 'waiting',
            encoding_said: wanted.encoding,
            bytes: wanted.bytes,
            begun_at: now(),
            begun_by: actorId(actor),
            claim_until: after(limits.waitingMs),
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (made.numInsertedOrUpdatedRows !== 1n) return err({ kind: 'another-runs' } as const);
        const event = { actor, operation: 'import-begun', personId: null, target: importId } as const;
        await log.append(transaction, { ...event, result: wanted.kind });
        return ok({ importId });
      });
    },
    receive: async (actor, importId, upload, { withNumbers }) => {
      const claim = randomUUID();
      const { area } = actor;
      const taken = await inArea(area, async (transaction): Promise<Result<ImportRow, ImportProblem>> => {
        const row = await readImportRow(transaction, importId);
        if (row === null) return err({ kind: 'unknown-import' });
        const done = await transaction.database
          .updateTable('imports')
          .set({ state: 'receiving', claim, claim_until: after(limits.claimMs) })
          .where('area', '=', area)
          .where('import_id', '=', importId)
          .where('state', '=', 'waiting')
          .where('claim_until', '>', now())
          .executeTakeFirst();
        return done.numUpdatedRows === 1n ? ok(row) : err({ kind: 'not-waiting' });
      });
      if (taken.isErr()) return err(taken.error);
      const ending = new AbortController();
      const run: Run = { actor, area, row: taken.value, claim, withNumbers, signal: ending.signal };
      const { promise: whole, resolve } = Promise.withResolvers<boolean>();
      const done = runImport(run, upload, resolve)
        .catch((cause: unknown) => given.onFailure?.(cause))
        .finally(() => {
          running.delete(importId);
          resolve(false);
        });
      running.set(importId, { ending, done });
      return (await whole) ? ok() : err({ kind: 'refused' });
    },
    state: async (area, importId) => {
      const found = await inArea(area, (transaction) => readImport(transaction, importId));
      return found === null ? err({ kind: 'unknown-import' }) : ok(found);
    },
    list: (area) => inArea(area, listImports),
    report: async (area, importId) => {
      const found = await inArea(area, (transaction) => readImportRow(transaction, importId));
      if (found === null) return err({ kind: 'unknown-import' });
      return ok(reportPieces((work) => inArea(area, work), importId));
    },
    abandon: async (actor, importId) => {
      const { area } = actor;
      const done = await inArea(area, (transaction) => abandon(transaction, parts, actor, importId), erasing);
      if (done.isOk()) running.get(importId)?.ending.abort();
      return done;
    },
    endOverdue: async (o = {}) => {
      const all = o.all === true;
      await inEveryArea(store, (area) =>
        inArea(area, (transaction) => endOverdue(transaction, parts, area, null, all), erasing),
      );
    },
    settled: async () => {
      while (running.size > 0) await Promise.all([...running.values()].map(({ done }) => done));
    },
    stop: async () => {
      for (const { ending } of running.values()) ending.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

/** The operation log takes no word in which an individual number could hide: ten digits in a row, hyphens or not. */
const TEN_DIGITS = /(?:[0-9]-?){10}/;

/** A random id that may stand in the log: some UUIDs have ten digits in a row. */
export function newImportId(make: () => string = randomUUID): string {
  for (;;) {
    const id = make();
    if (!TEN_DIGITS.test(id)) return id;
  }
}

/** Ends it for staff, after the step that is under way; what becomes visible at this moment goes on. */
async function abandon(
  transaction: AreaTransaction,
  { log, now }: RunParts,
  actor: VrsActor,
  importId: string,
): Promise<Result<void, ImportProblem>> {
  const row = await readImportRow(transaction, importId);
  if (row === null) return err({ kind: 'unknown-import' });
  const held = await transaction.database
    .selectFrom('imports')
    .select('ended_at')
    .where('area', '=', actor.area)
    .where('import_id', '=', importId)
    .forUpdate()
    // Every step holds the row until it ends; only the last is not to be waited for, which leaves nothing to abandon.
    .$if(row.state === 'applying', (query) => query.skipLocked())
    .executeTakeFirst();
  if (held === undefined) return err({ kind: 'being-applied' });
  if (held.ended_at !== null) return err({ kind: 'not-waiting' });
  await endImport(transaction, importId, null, { state: 'abandoned' }, now());
  await log.append(transaction, endedEvent(actor, importId, { state: 'abandoned' }));
  return ok();
}

type Checking = (parts: RunParts, run: Run, spool: Spool, received: Received) => Promise<void>;

const CHECKING: Readonly<Record<ImportKind, Checking>> = {
  people: (parts, run, spool, received) => checkAndApply(parts, run, peopleSteps, spool, received),
  tickets: (parts, run, spool, received) => checkAndApply(parts, run, ticketsSteps, spool, received),
  records: (parts, run, spool, received) => checkAndApply(parts, run, recordsSteps, spool, received),
  'address-numbers': (parts, run, spool, received) => checkAndApply(parts, run, addressNumbersSteps, spool, received),
};

/** What ends an import in the words of its report; what is no fault of the file is the store's, or ours. */
function faultOf(cause: unknown): FileFault {
  if (cause instanceof FileFault) return cause;
  const isAbort = cause instanceof DOMException && cause.name === 'AbortError';
  return new FileFault(isAbort ? 'stopped' : 'store-away', null, { cause });
}
