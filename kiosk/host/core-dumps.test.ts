import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('the host and whatever it starts can write no core dump, whatever the limit was before', () => {
  const module = fileURLToPath(new URL('./core-dumps.ts', import.meta.url));
  const script = `import { forbidCoreDumps } from ${JSON.stringify(module)};
import { spawnSync } from 'node:child_process';
const done = forbidCoreDumps();
const child = spawnSync('cat', ['/proc/self/limits'], { encoding: 'utf8' }).stdout.split('\\n').find((line) => line.startsWith('Max core'));
process.stdout.write(JSON.stringify([done, child.trim().split(/\\s{2,}/).slice(1, 3)]));`;
  const shell = `ulimit -S -c unlimited 2>/dev/null; exec "$0" --no-warnings --input-type=module -e "$1"`;
  const run = spawnSync('/bin/sh', ['-c', shell, process.execPath, script], { encoding: 'utf8' });
  expect(JSON.parse(run.stdout)).toEqual([true, ['0', '0']]);
});
