import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lastSegmentOf, openTestLog, testDirectory } from '../testing/test-log.ts';
import { parseInvocation } from './arguments.ts';

const CLI = fileURLToPath(new URL('../cli.ts', import.meta.url));
const LIMIT_MS = 20_000;

type Ran = { readonly code: number | string | null | undefined; readonly stdout: string; readonly stderr: string };
const run = (...argv: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...argv], { timeout: LIMIT_MS }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });

describe('the command line', () => {
  test.each<[string, string[]]>([
    ['there are the commands', []],
    ['there are the commands', ['tail', '--directory', 'd']],
    ['--directory is missing', ['show']],
    ['--directory is empty', ['check', '--directory', '']],
    ['--to is missing', ['export', '--directory', 'd']],
    ['number of an entry', ['show', '--directory', 'd', '--from', '0']],
    ['number of an entry', ['show', '--directory', 'd', '--from', '1e3']],
    ['--event is a word', ['show', '--directory', 'd', '--event', 'card left']],
    ['not an option of this command', ['check', '--directory', 'd', '--from', '3']],
    ['--follow', ['show', '--directory', 'd', '--follow']],
    ['too much: more', ['check', '--directory', 'd', 'more']],
  ])('is refused with what is wrong: %s', (message, argv) => {
    expect(parseInvocation(argv)._unsafeUnwrapErr()).toContain(message);
  });

  test('is read', () => {
    expect(
      parseInvocation(['show', '--directory', 'd', '--from', '12', '--event', 'CARD_LEFT'])._unsafeUnwrap(),
    ).toEqual({
      ...{ command: 'show', directory: 'd', from: 12, event: 'CARD_LEFT' },
    });
  });
});

describe('by hand', () => {
  let directory: ReturnType<typeof testDirectory>;
  let logPath: string;
  beforeEach(() => {
    directory = testDirectory();
    logPath = join(directory.path, 'log');
    const log = openTestLog(logPath);
    for (let count = 1; count <= 3; count += 1) log.record('COUNTED', { count });
    log.report('CARD_LEFT', { code: 'left' });
    log.close();
  });
  afterEach(() => directory.remove());

  test('shows entries, checks, exports, and never changes the log', async () => {
    appendFileSync(lastSegmentOf(logPath), '{"entry":5,');
    const before = readFileSync(lastSegmentOf(logPath));
    const store = join(directory.path, 'store');
    mkdirSync(store);
    const [shown, one, checked, exported] = await Promise.all([
      run('show', '--directory', logPath, '--from', '2'),
      run('show', '--directory', logPath, '--event', 'CARD_LEFT'),
      run('check', '--directory', logPath),
      run('export', '--directory', logPath, '--to', store),
    ]);
    expect(
      shown.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).entry),
    ).toEqual([2, 3, 4]);
    expect(JSON.parse(one.stdout)).toMatchObject({ entry: 4, fields: { code: 'left', seq: 1 } });
    expect(checked.code).toBe(1);
    expect(JSON.parse(checked.stdout)).toMatchObject({ entries: 4, unsentReports: 1, tornBytes: 11, damagedLines: 0 });
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(store)).toHaveLength(1);
    expect(readFileSync(lastSegmentOf(logPath)).equals(before)).toBe(true);
  });

  test('says what it cannot do by its exit code', async () => {
    const codes = await Promise.all([
      run('check', '--directory', logPath),
      run(),
      run('show', '--directory', join(directory.path, 'missing')),
      run('export', '--directory', logPath, '--to', join(directory.path, 'missing')),
    ]);
    expect(codes.map(({ code }) => code)).toEqual([0, 64, 66, 73]);
    for (const { stderr } of codes.slice(1)) expect(stderr).not.toContain('    at ');
  });
});
