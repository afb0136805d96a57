import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerNewPerson } from '../register/people.ts';
import {
  CHANGE,
  CITY,
  facts,
  OTHER_CITY,
  recordingLog,
  staff,
  syntheticNumber,
  within,
} from '../register/register-fixtures.ts';
import { openDatabase } from '../store/open-store.ts';
import { registerAreas } from '../store/register-area.ts';
import { createVrsStore } from '../store/vrs-store.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../synthetic-data/municipalities.ts';
import { askMunicipality } from './ask-municipality.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-regulator-'));
  file = join(folder, 'store.json');
  const store = { kind: 'pglite', directory: join(folder, 'store') } as const;
  await writeFile(file, JSON.stringify({ store }), { mode: 0o600 });
  const opened = (await openDatabase(store))._unsafeUnwrap();
  const masterKey = Buffer.alloc(32, 7);
  await registerAreas(opened.database, masterKey, SYNTHETIC_MUNICIPALITIES);
  const open = createVrsStore({ ...opened, masterKey });
  for (const area of [CITY, OTHER_CITY]) {
    await within(open, area, (transaction) => registerNewPerson(transaction, facts(), CHANGE));
  }
  const query = {
    asked: OTHER_CITY,
    movedInOn: '2026-11-01',
    individualNumber: syntheticNumber(77),
    birthDay: facts().birthDay,
  };
  const parts = { store: open, log: recordingLog(), now: () => CHANGE.at };
  (await askMunicipality(parts, staff({ provisions: 'exchange' }), query))._unsafeUnwrap();
  await open.close();
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const look = (...given: string[]) => {
  const program = join(import.meta.dirname, 'cli.ts');
  return spawnSync(process.execPath, [program, ...given], { encoding: 'utf8', timeout: 60_000 });
};

it('sees who provided what to whom and when, and no person', () => {
  const { status, stdout } = look('--config', file, '--from', '2026-11-20', '--to', '2026-11-20');
  expect(status).toBe(0);
  const lines = stdout.trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`"${CITY}","${OTHER_CITY}","moved-in","hanako","provided","0"`);
  for (const secret of [facts().name, facts().referenceNumber, syntheticNumber(77)])
    expect(stdout).not.toContain(secret);
  expect(look('--config', file, '--from', '2026-11-21', '--to', '2026-11-22').stdout.trim().split('\r\n')).toHaveLength(
    1,
  );
}, 120_000);

it('is refused with a line and a code for what is no day or no file', () => {
  expect(look('--config', file, '--from', 'yesterday', '--to', '2026-11-20').status).toBe(64);
  expect(look('--config', join(folder, 'none'), '--from', '2026-11-20', '--to', '2026-11-20').status).toBe(78);
}, 60_000);
