/**
 * The crash journal: what a restart must know about money and paper, and nothing of the person (design §5, invariant E).
 * Each entry is on disk (fsync) before the thing it announces may happen. Opaque transaction id, phase, yen.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import * as v from 'valibot';

const yen = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(1_000_000));
const copies = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(20));
const transactionId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));

export const JournalEntrySchema = v.variant('phase', [
  v.strictObject({ phase: v.literal('collecting'), transactionId, dueYen: yen, copyYen: yen, copies }),
  /** So much lies in escrow by now: a box that is away after a power cut cannot say it. */
  v.strictObject({ phase: v.literal('inserted'), transactionId, insertedYen: yen }),
  v.strictObject({ phase: v.literal('collected'), transactionId, insertedYen: yen }),
  v.strictObject({ phase: v.literal('printing'), transactionId, copy: copies }),
  v.strictObject({ phase: v.literal('confirmed'), transactionId, copy: copies }),
  /** The sum due is in the box and the change is out; a refund is still open. */
  v.strictObject({ phase: v.literal('kept'), transactionId }),
  /** A defective sheet again: a transaction of its own, without money. */
  v.strictObject({ phase: v.literal('reprinting'), transactionId, copy: copies }),
  /** A named person has paid by hand what was owed: nothing more may move for it, and the box has yet to be told. */
  v.strictObject({ phase: v.literal('by-hand'), transactionId }),
  v.strictObject({ phase: v.literal('settled'), transactionId }),
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
    // The name of a new file is on disk only once its folder is.
    const folder = openSync(dirname(path), 'r');
    fsyncSync(folder);
    closeSync(folder);
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
  let sizeBytes = Buffer.byteLength(text) - Buffer.byteLength(torn);
  let broken: JournalError | null = null;
  const settled = new Set(entries.filter((entry) => entry.phase === 'settled').map((entry) => entry.transactionId));

  return ok({
    unfinished: entries.filter((entry) => !settled.has(entry.transactionId)),
    append(entry) {
      if (broken !== null) return err(broken);
      const line = Buffer.from(`${JSON.stringify(entry)}\n`);
      try {
        if (writeSync(fd, line) !== line.length) throw new Error('The disk took only a part of the line.');
        fsyncSync(fd);
        sizeBytes += line.length;
        return ok();
      } catch (cause) {
        // A torn line in the middle would make the next start refuse the whole journal: cut it off, or write no more.
        try {
          ftruncateSync(fd, sizeBytes);
        } catch {
          broken = { kind: 'journal-unusable', cause };
        }
        return err({ kind: 'journal-unusable', cause });
      }
    },
    clear() {
      try {
        ftruncateSync(fd, 0);
        fsyncSync(fd);
        sizeBytes = 0;
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
