import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startVirtualPagePrinter } from '../virtual/index.ts';

/** What the visit process does: no file may be written, no program started (design §4). */
const PROGRAM = `
  const { openPagePrinter, testPage } = await import(process.argv[1]);
  const printer = openPagePrinter({ uri: process.argv[2] });
  const printed = await printer.print(testPage(2), { pages: 2 });
  await printer.close();
  process.exitCode = printed.isOk() && !process.permission.has('fs.write') ? 0 : 3;
`;

test('prints from a process that may write no file', async () => {
  const virtual = await startVirtualPagePrinter({ keep: true });
  const door = fileURLToPath(new URL('./index.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--permission', '--allow-addons', '--allow-fs-read=*', '--input-type=module', '-e', PROGRAM, door, virtual.uri],
    { stdio: 'ignore' },
  );
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(virtual.printed).toHaveLength(1);
  await virtual.stop();
});
