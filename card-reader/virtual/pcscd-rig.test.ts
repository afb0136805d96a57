import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSyntheticCard } from './index.ts';
import { anybody } from './laid-card.ts';
import { startPcscdRig } from './pcscd-rig.ts';

const run = promisify(execFile);
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'card-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const readersAt = async (socketPath: string): Promise<string> =>
  (await run('opensc-tool', ['--list-readers'], { env: { ...process.env, PCSCLITE_CSOCK_NAME: socketPath } })).stdout;

/** Processes whose command line names this directory. */
async function processesOf(path: string): Promise<string[]> {
  const { stdout } = await run('ps', ['-eo', 'pid,args']);
  return stdout.split('\n').filter((line) => line.includes(path) && !line.includes('ps -eo'));
}

describe('a private PC/SC service', () => {
  it('two at once do not see each other, and both end whole', async () => {
    const paths = [join(directory, 'one'), join(directory, 'two')];
    const [one, two] = (await Promise.all(paths.map((path) => startPcscdRig({ directory: path })))).map((rig) =>
      rig._unsafeUnwrap(),
    );
    if (one === undefined || two === undefined) throw new Error('two rigs');
    try {
      one.reader.insert(buildSyntheticCard(anybody()));
      // The driver looks for cards every 400 ms.
      for (let look = 0; look < 50 && !/Yes/.test(await readersAt(one.socketPath)); look++);
      expect(await readersAt(one.socketPath)).toMatch(/Yes.*Synthetic Reader 00 00/);
      expect(await readersAt(two.socketPath)).toMatch(/No.*Synthetic Reader 00 00/);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
    for (const path of paths) {
      expect(await processesOf(path)).toEqual([]);
      expect(await readdir(path)).toEqual([]);
    }
  });

  it('starts by socket activation where namespaces are not to be used', async () => {
    const path = join(directory, 'activated');
    const started = await startPcscdRig({ directory: path, route: 'socket-activation' });
    // Without the right to write below /run this route cannot work; it must say so instead of hanging.
    if (started.isErr()) {
      expect(started.error.kind).toBe('not-started');
      return;
    }
    expect(await readersAt(started.value.socketPath)).toMatch(/Synthetic Reader 00 01/);
    await started.value.stop();
    expect(await processesOf(path)).toEqual([]);
  });

  it('says why it cannot start in a directory that is too deep for a socket', async () => {
    const started = await startPcscdRig({ directory: join(directory, 'x'.repeat(100)) });
    expect(started._unsafeUnwrapErr()).toEqual({ kind: 'directory-too-long' });
  });
});
