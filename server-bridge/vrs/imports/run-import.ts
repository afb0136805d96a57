/** One import from the upload's first byte to its end: spool, check and stage, apply. Every step needs the claim. */
import type * as v from 'valibot';
import type { MunicipalityCode } from '../../protocol/index.ts';
import type { OperationEvent, OperationLog } from '../operation-log/operation-log.ts';
import { actorId, type VrsActor } from '../staff/rights.ts';
import type { AreaTransaction, AreaWork, VrsStore } from '../store/vrs-store.ts';
import { bulkInsert } from './bulk-insert.ts';
import { FileFault, type Refusal } from './file-fault.ts';
import type { ImportLimits } from './import-limits.ts';
import { ClaimLost, countRefusedLines, type Ending, endImport, goOn, type ImportRow } from './import-rows.ts';
import type { ImportScope, KindSteps, Outcome, StagedLine } from './kind-steps.ts';
import { readLines } from './read-lines.ts';
import type { Received } from './receive-upload.ts';
import type { Spool } from './spool.ts';
import { takeStatistics } from './take-statistics.ts';

export type RunParts = {
  readonly store: VrsStore;
  readonly log: OperationLog;
  readonly now: () => Date;
  readonly limits: ImportLimits;
};

export type Run = {
  readonly actor: VrsActor;
  readonly area: MunicipalityCode;
  readonly row: ImportRow;
  /** Random, of this run alone. */
  readonly claim: string;
  readonly withNumbers: boolean;
  readonly signal: AbortSignal;
};

/** Tries to make it visible, each after comparing anew what somebody changed meanwhile. */
const APPLY_TRIES = 5;

/** Inside the area, which exists: the import was begun in it. */
export async function inRunArea<T>(
  { store }: RunParts,
  { area }: Run,
  work: (transaction: AreaTransaction) => Promise<T>,
  how?: AreaWork,
): Promise<T> {
  const done = await store.inArea(area, async (transaction) => ({ value: await work(transaction) }), how);
  if (done === undefined) throw new Error('the area of an import exists');
  return done.value;
}

const claimUntil = ({ now, limits }: RunParts, ms = limits.claimMs) => new Date(now().getTime() + ms);
const wholeFileUntil = (parts: RunParts) => claimUntil(parts, parts.limits.applyMs + parts.limits.claimMs);

/** Work over all staged lines, however many: long by nature. @throws ClaimLost */
async function overWholeFile<T>(
  parts: RunParts,
  run: Run,
  work: (transaction: AreaTransaction) => Promise<T>,
): Promise<T> {
  run.signal.throwIfAborted();
  return await inRunArea(
    parts,
    run,
    async (transaction) => {
      await goOn(transaction, run.row.importId, run.claim, {}, wholeFileUntil(parts));
      return await work(transaction);
    },
    { statementLimitMs: parts.limits.applyMs },
  );
}

/** Reads the spool, stages, applies. @throws ClaimLost, FileFault, or what the store throws */
export async function checkAndApply<Schema extends v.GenericSchema>(
  parts: RunParts,
  run: Run,
  steps: KindSteps<Schema>,
  spool: Spool,
  received: Received,
): Promise<void> {
  const { importId } = run.row;
  const scope: ImportScope = { importId, by: actorId(run.actor), at: parts.now() };
  const step = <T>(work: (transaction: AreaTransaction) => Promise<T>) => overWholeFile(parts, run, work);
  let linesDone = 0;
  const stage = async (lines: readonly StagedLine<v.InferOutput<Schema>>[], refusals: readonly Refusal[]) => {
    run.signal.throwIfAborted();
    await inRunArea(parts, run, async (transaction) => {
      const progress = { lines_done: linesDone };
      await goOn(transaction, importId, run.claim, progress, claimUntil(parts));
      const more = lines.length === 0 ? [] : await steps.stage(transaction, scope, lines);
      await writeRefusals(transaction, importId, [...refusals, ...more]);
    });
  };
  let lines: StagedLine<v.InferOutput<Schema>>[] = [];
  let refusals: Refusal[] = [];
  const isOwn = ownArea(run.area);
  const reading = {
    encoding: received.encoding,
    lineBytes: parts.limits.lineBytes,
    without: run.withNumbers ? [] : ['individualNumber'],
  };
  for await (const read of readLines(steps.format, spool.read(), reading)) {
    linesDone += 1;
    if ('refusals' in read) refusals.push(...read.refusals);
    else if (isOwn(read.row)) lines.push({ line: read.line, row: read.row });
    else {
      const column = steps.format.columns['municipality']?.heading ?? null;
      refusals.push({ line: read.line, column, fault: 'form' });
    }
    if (lines.length + refusals.length < parts.limits.batchLines) continue;
    await stage(lines, refusals);
    lines = [];
    refusals = [];
  }
  await stage(lines, refusals);
  await spool.erase();
  // Kept before the first of them: it must outlast whichever takes longest.
  await inRunArea(parts, run, (transaction) => goOn(transaction, importId, run.claim, {}, wholeFileUntil(parts)));
  await refuseWhereLinesAre(step, importId);
  await step((transaction) => takeStatistics(transaction, [...steps.staging, ...steps.joined], linesDone));
  for (let tries = 0; tries < APPLY_TRIES; tries += 1) {
    await steps.settle(step, scope);
    await step((transaction) => takeStatistics(transaction, steps.staging, linesDone));
    await inRunArea(parts, run, (transaction) => steps.checkAll(transaction, scope), {
      statementLimitMs: parts.limits.applyMs,
    });
    await refuseWhereLinesAre(step, importId);
    const counted = await step((transaction) => steps.count(transaction, scope));
    // The database has lost its staging tables, as it does when it crashes: nothing can be taken from them.
    if (counted !== linesDone) throw new FileFault('stopped');
    const outcome = await apply(parts, run, steps, scope, linesDone);
    if (outcome !== null) return;
  }
  throw new FileFault('stopped');
}

/** A line of another municipality has no business in this file. */
const ownArea = (area: MunicipalityCode) => (row: unknown) =>
  typeof row === 'object' && row !== null && 'municipality' in row && row.municipality === area;

async function writeRefusals(
  { database }: AreaTransaction,
  importId: string,
  refusals: readonly Refusal[],
): Promise<void> {
  await bulkInsert(
    database,
    'import_refusals',
    { import_id: 'uuid', line: 'integer', heading: 'text', fault: 'text' },
    refusals.map(({ line, column, fault }) => [importId, line, column, fault]),
  );
}

async function refuseWhereLinesAre(
  step: <T>(work: (transaction: AreaTransaction) => Promise<T>) => Promise<T>,
  importId: string,
): Promise<void> {
  const refused = await step((transaction) => countRefusedLines(transaction, importId));
  if (refused > 0) throw new FileFault('lines');
}

/** Somebody changed something between comparing and holding it. Rolls the transaction back. */
class ChangedMeanwhile extends Error {}

async function apply<Schema extends v.GenericSchema>(
  parts: RunParts,
  run: Run,
  steps: KindSteps<Schema>,
  scope: ImportScope,
  lines: number,
): Promise<Outcome | null> {
  const { importId } = scope;
  const { applyMs } = parts.limits;
  await inRunArea(parts, run, (transaction) =>
    goOn(transaction, importId, run.claim, { state: 'applying', lines }, wholeFileUntil(parts)),
  );
  run.signal.throwIfAborted();
  try {
    return await inRunArea(
      parts,
      run,
      async (transaction) => {
        // First of all the import's own row: whoever would end it waits, or has ended it already.
        await goOn(transaction, importId, run.claim, {}, wholeFileUntil(parts));
        const outcome = await steps.apply(transaction, scope);
        if (outcome === null) throw new ChangedMeanwhile();
        await endAndLog(parts, run, transaction, { state: 'done', ...outcome });
        return outcome;
      },
      { statementLimitMs: applyMs },
    );
  } catch (cause) {
    if (cause instanceof ChangedMeanwhile || isTaken(cause)) return null;
    throw cause;
  }
}

/** PostgreSQL's unique_violation: somebody registered the same between the comparison and the row. */
const isTaken = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23505';

/** Ends the import and writes it to the operation log, both or neither. @throws ClaimLost */
export async function endAndLog(
  parts: RunParts,
  run: Run,
  transaction: AreaTransaction,
  ending: Ending,
): Promise<void> {
  const { importId } = run.row;
  await endImport(transaction, importId, run.claim, ending, parts.now());
  await parts.log.append(transaction, endedEvent(run.actor, importId, ending));
}

export function endedEvent(actor: VrsActor, importId: string, ending: Ending): OperationEvent {
  const of = { actor, personId: null, target: importId } as const;
  switch (ending.state) {
    case 'done':
      return { ...of, operation: 'import-done', result: 'done' };
    case 'refused':
      return { ...of, operation: 'import-refused', result: ending.fault };
    case 'abandoned':
      return { ...of, operation: 'import-abandoned', result: 'abandoned' };
    default: {
      const never: never = ending;
      throw new Error(`unknown ending ${String(never)}`);
    }
  }
}

/** Ends a run that did not come to its end: refused, unless somebody else has ended it. Nothing of the file stays. */
export async function endRefused(parts: RunParts, run: Run, fault: FileFault): Promise<void> {
  const { importId } = run.row;
  try {
    await inRunArea(
      parts,
      run,
      async (transaction) => {
        await goOn(transaction, importId, run.claim, {}, claimUntil(parts));
        if (fault.at !== null) {
          await writeRefusals(transaction, importId, [{ ...fault.at, column: null }]);
        }
        const refused_lines = await countRefusedLines(transaction, importId);
        await endAndLog(parts, run, transaction, { state: 'refused', fault: fault.fault, refused_lines });
      },
      { statementLimitMs: parts.limits.applyMs },
    );
  } catch (cause) {
    if (!(cause instanceof ClaimLost)) throw cause;
  }
}
