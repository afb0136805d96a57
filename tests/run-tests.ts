/**
 * `npm test`: types, lint, room borders, unused code, then every test, and what keeps something once more on a
 * private PostgreSQL. Each check counts as one. Ends with the line
 * `N passed, N failed` and exit code 0 only when nothing failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { startPrivatePostgres } from './fleet/private-postgres.ts';

const ReportSchema = v.object({ numPassedTests: v.number(), numFailedTests: v.number(), success: v.boolean() });

const CHECKS: readonly { name: string; command: string; args: readonly string[] }[] = [
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'types of the screens', command: 'tsc', args: ['-p', 'tsconfig.screens.json'] },
  { name: "types of the screens' tests", command: 'tsc', args: ['-p', 'tsconfig.tests-of-screens.json'] },
  { name: 'types of the console', command: 'tsc', args: ['-p', 'server-bridge/center/console/tsconfig.json'] },
  {
    name: 'types of the page of municipal staff',
    command: 'tsc',
    args: ['-p', 'server-bridge/vrs/console/tsconfig.json'],
  },
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

/** Runs these tests and counts them; a file that cannot even be loaded has no failed test, but has failed all the same. */
async function runVitest(files: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'kofu-tests-'));
  try {
    const reportFile = join(directory, 'report.json');
    const vitest = spawn(
      'vitest',
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...files],
      { stdio: 'inherit', env: { ...process.env, ...environment } },
    );
    // Waiting, not standing still: a database server that this process has started stops as soon as nobody reads what it says.
    const [status] = await once(vitest, 'exit');
    const report = v.safeParse(ReportSchema, JSON.parse(readFileSync(reportFile, 'utf8')));
    if (report.success) {
      passed += report.output.numPassedTests;
      failed += report.output.numFailedTests;
      if (report.output.numFailedTests === 0 && (!report.output.success || status !== 0)) failed += 1;
    } else {
      failed += 1;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What keeps something: these run on the embedded store with all the others, and a second time on a PostgreSQL server. */
const ON_POSTGRES = [
  ...['store', 'audit', 'directives', 'commands', 'roll-outs', 'alarms', 'enrolment'].map(
    (folder) => `server-bridge/center/${folder}/`,
  ),
  ...[
    'store',
    'register',
    'operation-log',
    'provisions',
    'tablets',
    'imports',
    'exports',
    'area-keys',
    'area-backup/an-area',
    'issuing/two-nodes',
  ].map((folder) => `server-bridge/vrs/${folder}${folder.includes('/') ? '' : '/'}`),
];

async function runOnPostgres(): Promise<void> {
  try {
    const postgres = await startPrivatePostgres({ hasty: true });
    try {
      console.log('The same on PostgreSQL:');
      await runVitest(ON_POSTGRES, { KOFU_TEST_POSTGRES_URL: postgres.url });
    } finally {
      await postgres.stop();
    }
  } catch (cause) {
    failed += 1;
    console.log(`✗ tests on PostgreSQL: ${cause instanceof Error ? cause.message : 'unknown failure'}`);
  }
}

await runVitest(only);
if (only.length === 0 && process.env['KOFU_TEST_POSTGRES_URL'] === undefined) await runOnPostgres();

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
