/**
 * `npm run municipal-desk`: VRS in memory with invented municipalities, and everything it takes to sit down at a desk of one of them: the
 * certificate of its staff terminal for a browser, and two people with first passwords and one-time codes. For trying it by hand; ends with
 * Ctrl-C and leaves nothing but the certificates in the folder it names, which it removes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { buildStaffPage } from '../../console/index.ts';
import { RightsSchema, TASKS } from '../../staff/rights.ts';
import { SYNTHETIC_TERMINAL } from '../../synthetic-data/synthetic-staff-terminals.ts';
import { AREA, type Person, startStaffWorld } from '../testing/signed-in.ts';

const OTHER_AREA = '900028';
const BROWSER_PASSWORD = 'kofu';
const everything = v.parse(RightsSchema, Object.fromEntries(TASKS.map((task) => [task, 'exchange'])));
const reviewer = v.parse(RightsSchema, { 'operation-log': 'write', provisions: 'read', statistics: 'read' });

const say = (line = ''): void => void process.stdout.write(`${line}\n`);

/** Certificate and key in the one form every browser imports. */
function exportForBrowser(certificateFile: string, keyFile: string, to: string): boolean {
  const made = spawnSync(
    'openssl',
    [
      'pkcs12',
      '-export',
      '-in',
      certificateFile,
      '-inkey',
      keyFile,
      '-out',
      to,
      '-passout',
      `pass:${BROWSER_PASSWORD}`,
    ],
    { stdio: 'ignore' },
  );
  return made.status === 0;
}

const folder = await mkdtemp(join(tmpdir(), 'kofu-municipal-desk-'));
const page = join(folder, 'page');
(await buildStaffPage(page))._unsafeUnwrap();
const world = await startStaffWorld({ assetsDirectory: page });
let ending = false;
const end = (): void => {
  if (ending) return;
  ending = true;
  void world
    .close()
    .then(() => rm(folder, { recursive: true, force: true }))
    .then(() => process.exit(0));
};
process.once('SIGINT', end);
process.once('SIGTERM', end);

const people: Person[] = [];
for (const [area, place] of [
  [AREA, 'one'],
  [OTHER_AREA, 'two'],
] as const) {
  const { certificateFile, keyFile } = await world.credential(SYNTHETIC_TERMINAL, { area });
  const file = join(folder, `staff-terminal-${area}.p12`);
  const isMade = exportForBrowser(certificateFile, keyFile, file);
  say(
    `Municipality ${area}: ${isMade ? `import ${file} (password ${BROWSER_PASSWORD})` : `${certificateFile}, ${keyFile}`}`,
  );
  for (const [name, rights] of [
    ['clerk', everything],
    ['reviewer', reviewer],
  ] as const) {
    const person = await world.person(rights, { area, staffId: `${name}.${place}` });
    people.push(person);
    say(`  ${person.staffId}  first password ${person.password}`);
  }
}
await writeFile(join(folder, 'server-ca.pem'), world.serverCa);
say();
say(`Authority of the server: ${join(folder, 'server-ca.pem')}`);
say(`The page:                ${world.origin}/`);
say('Type a name and Enter for its one-time code. Ctrl-C ends it all.');

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const person = people.find(({ staffId }) => staffId === line.trim());
  if (person === undefined) return say(`There are: ${people.map(({ staffId }) => staffId).join(' ')}`);
  void person.freshCode().then((code) => say(`  ${code}`));
});
