import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CrashJournal, type JournalEntry, openCrashJournal } from './crash-journal.ts';

const ID = 'AAAAAAAAAAAAAAAAAAAAAA';
const COPY_YEN = 120;

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kofu-journal-'));
  path = join(directory, 'journal.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function open(): CrashJournal {
  const journal = openCrashJournal(path);
  if (journal.isErr()) throw new Error(journal.error.kind);
  return journal.value;
}

const visit = (copies: number): JournalEntry[] => [
  { phase: 'collecting', transactionId: ID, dueYen: copies * COPY_YEN, copyYen: COPY_YEN, copies },
  { phase: 'collected', transactionId: ID, insertedYen: 500 },
  ...Array.from({ length: copies }, (_, i): JournalEntry[] => [
    { phase: 'printing', transactionId: ID, copy: i + 1 },
    { phase: 'confirmed', transactionId: ID, copy: i + 1 },
  ]).flat(),
  { phase: 'settled', transactionId: ID },
];

describe('the crash journal', () => {
  it('is there again after a crash, entry by entry', () => {
    const journal = open();
    for (const entry of visit(2).slice(0, 4)) journal.append(entry);
    journal.close();
    expect(open().unfinished).toEqual(visit(2).slice(0, 4));
  });

  it('has nothing to say about a visit that was settled', () => {
    const journal = open();
    for (const entry of visit(1)) journal.append(entry);
    journal.close();
    expect(open().unfinished).toEqual([]);
  });

  it('ignores and removes a line that a power cut has torn', () => {
    const journal = open();
    for (const entry of visit(1).slice(0, 2)) journal.append(entry);
    journal.close();
    appendFileSync(path, '{"phase":"printing","transac');
    const again = open();
    expect(again.unfinished).toEqual(visit(1).slice(0, 2));
    again.append({ phase: 'settled', transactionId: ID });
    again.close();
    expect(open().unfinished).toEqual([]);
  });

  it('refuses a journal with a foreign line rather than guess about money', () => {
    appendFileSync(path, '{"phase":"collected","transactionId":"x"}\n');
    expect(openCrashJournal(path).isErr()).toBe(true);
  });

  it('holds nothing but phases, yen and an opaque id', () => {
    const journal = open();
    for (const entry of visit(2)) journal.append(entry);
    journal.close();
    const keys = new Set(
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .flatMap((line) => Object.keys(JSON.parse(line))),
    );
    expect([...keys].sort()).toEqual(['copies', 'copy', 'copyYen', 'dueYen', 'insertedYen', 'phase', 'transactionId']);
  });
});
