import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testPage } from '../page-printer/index.ts';
import { startVirtualPagePrinter } from './index.ts';

/** Tests of the file that need sample documents of CUPS; it ends where the first of them is missing. */
const NEEDED_PASSES = 20;

test('the virtual page printer passes the IPP/1.1 conformance file of the printer working group', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'ipptool-'));
  const virtual = await startVirtualPagePrinter();
  const document = join(directory, 'two-pages.pdf');
  await writeFile(document, testPage(2));
  const report = await new Promise<string>((resolve) => {
    const parameters = ['-t', '-I', '-f', document, virtual.uri, 'ipp-1.1.test'];
    execFile('/usr/bin/ipptool', parameters, { timeout: 25_000 }, (_error, stdout) => resolve(stdout));
  });
  await virtual.stop();
  await rm(directory, { recursive: true });
  expect(report.match(/\[FAIL\]/g) ?? [], report).toHaveLength(0);
  expect(report.match(/\[PASS\]/g)?.length).toBeGreaterThanOrEqual(NEEDED_PASSES);
});
