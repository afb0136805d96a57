import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EventLogEntrySchema } from '../../server-bridge/protocol/index.ts';
import { unsyncedDisk } from './testing/faulty-disk.ts';
import { openTestLog, operator, type TestLog, testDirectory } from './testing/test-log.ts';

let directory: ReturnType<typeof testDirectory>;
let log: TestLog;
let into: string;
beforeEach(() => {
  directory = testDirectory();
  log = openTestLog(join(directory.path, 'log'), { disk: unsyncedDisk });
  into = join(directory.path, 'store');
  mkdirSync(into);
});
afterEach(() => {
  log.close();
  directory.remove();
});

test('a file of lines whose first names the log, the range, the count and the digest of the rest', async () => {
  for (let count = 1; count <= 1_000; count += 1) log.record('COUNTED', { count });
  log.report('OPERATOR_ACTION', { code: 'export-log', operator: operator(7) });
  const entries = log.entries(1, 10_000);
  const exported = (await log.exportTo(into))._unsafeUnwrap();
  expect(exported.entries).toBe(entries.length);
  expect(readdirSync(into).map((name) => join(into, name))).toEqual([exported.path]);
  expect(statSync(exported.path).mode & 0o777).toBe(0o600);
  const text = readFileSync(exported.path, 'utf8');
  const rest = text.slice(text.indexOf('\n') + 1);
  expect(JSON.parse(text.slice(0, text.indexOf('\n')))).toEqual({
    format: 'kofu-terminal-log',
    v: 1,
    logId: log.logId,
    exportedAt: '2026-01-02T03:04:05.678Z',
    fromEntry: entries[0]?.entry,
    toEntry: 1_001,
    entries: entries.length,
    sha256: createHash('sha256').update(rest).digest('hex'),
  });
  const lines = rest.trimEnd().split('\n');
  expect(lines.map((line) => v.parse(EventLogEntrySchema, JSON.parse(line)))).toEqual(entries);
});

test('a log without entries, and the same range twice, are one file each', async () => {
  expect((await log.exportTo(into))._unsafeUnwrap().entries).toBe(0);
  log.record('STARTED', {});
  const once = (await log.exportTo(into))._unsafeUnwrap();
  expect((await log.exportTo(into))._unsafeUnwrap()).toEqual(once);
  expect(readdirSync(into)).toHaveLength(2);
});

test('a damaged line in the middle is left out', async () => {
  for (let count = 1; count <= 3; count += 1) log.record('COUNTED', { count });
  const [segment] = readdirSync(join(directory.path, 'log')).filter((name) => name.endsWith('.jsonl'));
  const path = join(directory.path, 'log', String(segment));
  writeFileSync(path, readFileSync(path, 'utf8').replace('"count":2', '"count":9'));
  expect((await log.exportTo(into))._unsafeUnwrap().entries).toBe(2);
});

test('a folder that is missing or is a file is an error, and nothing is left behind', async () => {
  log.record('STARTED', {});
  expect((await log.exportTo(join(into, 'missing')))._unsafeUnwrapErr().kind).toBe('no-such-directory');
  const file = join(directory.path, 'file');
  writeFileSync(file, '');
  expect((await log.exportTo(file))._unsafeUnwrapErr().kind).toBe('no-such-directory');
  expect(readdirSync(into)).toEqual([]);
});

test('a folder that takes no new file is read-only', async () => {
  // The kernel's own view of itself: nobody, whoever he is, makes a file there.
  const exported = await log.exportTo('/proc/self');
  expect(['read-only', 'no-such-directory']).toContain(exported._unsafeUnwrapErr().kind);
});
