import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testPage } from '../page-printer/index.ts';
import { startIppEvePrinter, startVirtualPagePrinter } from './index.ts';

/** Tests of the file that need no sample documents of CUPS; it ends where the first of them is missing. */
const NEEDED_PASSES = 20;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ipptool-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function ipptool(uri: string): Promise<{ report: string; passed: number; failed: readonly string[] }> {
  const document = join(directory, 'two-pages.pdf');
  await writeFile(document, testPage(2));
  const report = await new Promise<string>((resolve) => {
    const parameters = ['-t', '-I', '-f', document, uri, 'ipp-1.1.test'];
    execFile('/usr/bin/ipptool', parameters, { timeout: 25_000 }, (_error, stdout) => resolve(stdout));
  });
  const failed = report.split('\n').filter((line) => line.endsWith('[FAIL]'));
  return { report, passed: report.match(/\[PASS\]/g)?.length ?? 0, failed };
}

describe('the IPP/1.1 conformance file of the printer working group', () => {
  test('is passed by the virtual page printer', async () => {
    const virtual = await startVirtualPagePrinter();
    const { report, passed, failed } = await ipptool(virtual.uri);
    await virtual.stop();
    expect(failed, report).toEqual([]);
    expect(passed).toBeGreaterThanOrEqual(NEEDED_PASSES);
  });

  test('is no mere formality: ippeveprinter passes it but for jobs its queue of one has no room for', async () => {
    const printer = (await startIppEvePrinter({ directory }))._unsafeUnwrap();
    await printer.setScenario([{ verb: 'print' }]);
    await printer.loadA4();
    const { report, passed, failed } = await ipptool(printer.uri);
    await printer.stop();
    expect(passed, report).toBeGreaterThanOrEqual(NEEDED_PASSES);
    expect(failed.length).toBeLessThan(passed / 4);
  });
});
