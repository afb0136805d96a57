/**
 * The crash journal: what a restart must know about money and paper, and nothing of the person (design §5, invariant E).
 * Each entry is on disk (fsync) before the thing it announces may happen. Opaque transaction id, phase, yen.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';

const yen = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000));
const copies = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(20));
const transactionId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));

export const JournalEntrySchema = v.variant('phase', [
  v.strictObject({ phase: v.literal('collecting'), transactionId, dueYen: yen, copyYen: yen, copies }),
  v.strictObject({ phase: v.literal('collected'), transactionId, insertedYen: yen }),
  v.strictObject({ phase: v.literal('printing'), transactionId, copy: copies }),
  v.strictObject({ phase: v.literal('confirmed'), transactionId, copy: copies }),
  v.strictObject({ phase: v.literal('settling'), transactionId, keepYen: yen, refundYen: yen }),
  v.strictObject({ phase: v.literal('settled'), transactionId }),
  v.strictObject({ phase: v.literal('owed'), transactionId, refundYen: yen }),
]);
export type JournalEntry = v.InferOutput<typeof JournalEntrySchema>;

export type JournalError = { kind: 'journal-unusable'; cause: unknown };

export type CrashJournal = {
  /** Entries of transactions that were not settled when the journal was opened, oldest first. */
  readonly unfinished: readonly JournalEntry[];
  /** Appends and fsyncs; when this returns an error, money and paper must not move. */
  append(entry: JournalEntry): Result<void, JournalError>;
  /** Empties the journal: everything in it is settled. */
  clear(): Result<void, JournalError>;
  close(): void;
};

/** Opens (or makes, mode 0600) the journal. A half-written last line, as a power cut leaves it, is ignored. */
export function openCrashJournal(path: string): Result<CrashJournal, JournalError> {
  let fd: number;
  let text: string;
  try {
    fd = openSync(path, 'a+', 0o600);
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    return err({ kind: 'journal-unusable', cause });
  }
  const lines = text.split('\n');
  // A last line without its end was never fsynced whole, so what it announces has not happened. It is dropped and cut off.
  const torn = lines.pop() ?? '';
  const entries: JournalEntry[] = [];
  for (const line of lines) {
    if (line === '') continue;
    const entry = parseLine(line);
    if (entry === null)
      return err({ kind: 'journal-unusable', cause: new Error('A line of the journal does not parse.') });
    entries.push(entry);
  }
  if (torn !== '') ftruncateSync(fd, Buffer.byteLength(text) - Buffer.byteLength(torn));
  const settled = new Set(entries.filter((entry) => entry.phase === 'settled').map((entry) => entry.transactionId));

  return ok({
    unfinished: entries.filter((entry) => !settled.has(entry.transactionId)),
    append(entry) {
      try {
        writeSync(fd, `${JSON.stringify(entry)}\n`);
        fsyncSync(fd);
        return ok();
      } catch (cause) {
        return err({ kind: 'journal-unusable', cause });
      }
    },
    clear() {
      try {
        ftruncateSync(fd, 0);
        fsyncSync(fd);
        return ok();
      } catch (cause) {
        return err({ kind: 'journal-unusable', cause });
      }
    },
    close: () => closeSync(fd),
  });
}

function parseLine(line: string): JournalEntry | null {
  try {
    const parsed = v.safeParse(JournalEntrySchema, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** What a restart owes for one unfinished transaction: kept for confirmed paper, the rest back. */
export type Recovery = { transactionId: string; keepYen: number; refundYen: number; paperUncertain: boolean };

/**
 * Reads unfinished entries as at most one recovery (one visit at a time). Paper that was announced but not confirmed is not
 * paid for: the resident is never charged without paper (P18), and a clerk is told to look.
 */
export function recoveryOf(unfinished: readonly JournalEntry[]): Recovery | null {
  const last = unfinished.at(-1);
  if (last === undefined) return null;
  const own = unfinished.filter((entry) => entry.transactionId === last.transactionId);
  let insertedYen = 0;
  let copyYen = 0;
  let confirmed = 0;
  let announced = 0;
  for (const entry of own) {
    if (entry.phase === 'collecting') copyYen = entry.copyYen;
    if (entry.phase === 'collected') insertedYen = entry.insertedYen;
    if (entry.phase === 'printing') announced = Math.max(announced, entry.copy);
    if (entry.phase === 'confirmed') confirmed = Math.max(confirmed, entry.copy);
  }
  const keepYen = Math.min(confirmed * copyYen, insertedYen);
  return {
    transactionId: last.transactionId,
    keepYen,
    refundYen: insertedYen - keepYen,
    paperUncertain: announced > confirmed,
  };
}
