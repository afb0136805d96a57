import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLedgerFile } from './ledger-file.ts';

const Schema = v.strictObject({ yen: v.number() });
let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ledger-'));
  path = join(directory, 'ledger.jsonl');
});
afterEach(() => rmSync(directory, { recursive: true }));

const open = () => openLedgerFile(path, Schema);

test('what was appended is there after a restart, in order, and for nobody else’s eyes', () => {
  const file = open()._unsafeUnwrap();
  for (const yen of [1, 2, 3]) expect(file.append({ yen }).isOk()).toBe(true);
  file.close();
  expect(open()._unsafeUnwrap().entries).toEqual([{ yen: 1 }, { yen: 2 }, { yen: 3 }]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('cut at any byte, as a power cut leaves it: every whole line counts, the torn one does not, and writing goes on', () => {
  const whole = '{"yen":1}\n{"yen":22}\n{"yen":333}\n';
  for (let bytes = 0; bytes <= whole.length; bytes += 1) {
    writeFileSync(path, whole.slice(0, bytes));
    const file = open()._unsafeUnwrap();
    const lines = whole.slice(0, bytes).split('\n').length - 1;
    expect(file.entries).toHaveLength(lines);
    expect(file.append({ yen: 9 }).isOk()).toBe(true);
    file.close();
    expect(open()._unsafeUnwrap().entries).toHaveLength(lines + 1);
  }
});

test.each([
  ['a line of another shape', '{"yen":1,"name":"x"}\n'],
  ['half a line in the middle', '{"yen":1\n{"yen":2}\n'],
  ['an empty line', '\n{"yen":2}\n'],
])('%s makes it unusable: nothing is guessed', (_name, text) => {
  writeFileSync(path, text);
  expect(open()._unsafeUnwrapErr().kind).toBe('ledger-unusable');
});

test('rewritten at once: the next start reads the new record, and appending goes on in it', () => {
  const file = open()._unsafeUnwrap();
  for (const yen of [1, 2, 3]) file.append({ yen })._unsafeUnwrap();
  expect(file.rewrite([{ yen: 3 }]).isOk()).toBe(true);
  expect(file.append({ yen: 4 }).isOk()).toBe(true);
  file.close();
  expect(readFileSync(path, 'utf8')).toBe('{"yen":3}\n{"yen":4}\n');
});

test('half a new record beside it, from a crash while rewriting, changes nothing', () => {
  const file = open()._unsafeUnwrap();
  file.append({ yen: 1 })._unsafeUnwrap();
  file.close();
  appendFileSync(`${path}.new`, '{"ye');
  expect(open()._unsafeUnwrap().entries).toEqual([{ yen: 1 }]);
});

test('closed twice is closed once, and nothing is written after', () => {
  const file = open()._unsafeUnwrap();
  file.close();
  file.close();
  expect(file.append({ yen: 1 })._unsafeUnwrapErr().kind).toBe('ledger-unusable');
});

test('a folder that does not exist is said, not thrown', () => {
  expect(openLedgerFile(join(directory, 'none', 'ledger.jsonl'), Schema)._unsafeUnwrapErr().kind).toBe(
    'ledger-unusable',
  );
});
