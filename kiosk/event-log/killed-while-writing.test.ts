import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openTestLog, testDirectory } from './testing/test-log.ts';

const WRITER = fileURLToPath(new URL('./testing/endless-writer/main.ts', import.meta.url));

/** Lets a process write into the folder, kills it after so many lines, and returns the last number whose call had returned. */
async function writeUntilKilled(directory: string, afterLines: number): Promise<number> {
  const child = spawn(process.execPath, [WRITER, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = 0;
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    lines += 1;
    if (lines === afterLines) child.kill('SIGKILL');
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return last;
}

test('every entry whose call returned is there after SIGKILL, life after life, and numbering goes on', async () => {
  const directory = testDirectory();
  try {
    for (const afterLines of [1, 40, 173]) {
      const last = await writeUntilKilled(directory.path, afterLines);
      const log = openTestLog(directory.path, { limitBytes: 4_194_304 });
      const written = new Map(log.entries(1, 1_000_000).map(({ entry, event }) => [entry, event]));
      for (let entry = 1; entry <= last; entry += 1) expect(written.has(entry)).toBe(true);
      const unsent = log.unsent(1_000_000);
      expect(unsent.map(({ seq }) => seq)).toEqual(unsent.map((_, index) => index + 1));
      const reports = [...written.values()].filter((event) => event === 'OPERATOR_ACTION');
      expect(unsent).toHaveLength(reports.length);
      log.close();
    }
  } finally {
    directory.remove();
  }
});
