/**
 * `npm test`: types, lint, room borders, unused code, then every test. Each check counts as one. Ends with the line
 * `N passed, N failed` and exit code 0 only when nothing failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';

const ReportSchema = v.object({ numPassedTests: v.number(), numFailedTests: v.number(), success: v.boolean() });

const CHECKS: readonly { name: string; command: string; args: readonly string[] }[] = [
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'types of the screens', command: 'tsc', args: ['-p', 'tsconfig.screens.json'] },
  { name: "types of the screens' tests", command: 'tsc', args: ['-p', 'tsconfig.tests-of-screens.json'] },
  { name: 'lint', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  {
    name: 'room borders',
    command: 'depcruise',
    args: [
      '--config',
      '.dependency-cruiser.cjs',
      'kiosk',
      'card-reader',
      'printing',
      'server-bridge',
      'tests',
      'packaging',
    ],
  },
  { name: 'unused code', command: 'knip', args: [] },
];

const only = process.argv.slice(2);
let passed = 0;
let failed = 0;

if (only.length === 0) {
  for (const check of CHECKS) {
    const done = spawnSync(check.command, check.args, { encoding: 'utf8' });
    if (done.status === 0) {
      passed += 1;
      console.log(`✓ ${check.name}`);
    } else {
      failed += 1;
      console.log(`✗ ${check.name}\n${done.stdout ?? ''}${done.stderr ?? ''}`);
    }
  }
}

const directory = mkdtempSync(join(tmpdir(), 'kofu-tests-'));
try {
  const reportFile = join(directory, 'report.json');
  const vitest = spawnSync(
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...only],
    { stdio: 'inherit' },
  );
  const report = v.safeParse(ReportSchema, JSON.parse(readFileSync(reportFile, 'utf8')));
  if (report.success) {
    passed += report.output.numPassedTests;
    failed += report.output.numFailedTests;
    // A file that cannot even be loaded has no failed test, but has failed all the same.
    if (report.output.numFailedTests === 0 && (!report.output.success || vitest.status !== 0)) failed += 1;
  } else {
    failed += 1;
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
