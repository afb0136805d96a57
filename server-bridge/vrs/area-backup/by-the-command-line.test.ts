import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syntheticPeople } from '../../../card-reader/virtual/index.ts';
import { runKeysProgram } from '../area-keys/keys-program.ts';
import { openDatabase } from '../store/open-store.ts';
import { registerAreas } from '../store/register-area.ts';
import { createVrsStore } from '../store/vrs-store.ts';
import { loadSyntheticData } from '../synthetic-data/load-synthetic-data.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../synthetic-data/municipalities.ts';
import { runBackupProgram } from './backup-program.ts';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-command-'));
  const masterKey = randomBytes(32);
  await writeFile(at('master.txt'), `${masterKey.toString('base64url')}\n`, { mode: 0o600 });
  await writeFile(at('other.txt'), `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  const store = { kind: 'pglite' as const, directory: at('store') };
  const configuration = {
    listen: { host: '127.0.0.1', port: 0 },
    tls: { key: at('x'), certificate: at('x'), clientCa: at('x') },
    store,
    keysFile: at('x'),
    cardAnchorsFile: at('x'),
    allowedCenters: ['urn:kofu:center:development'],
    syntheticData: false,
    maxInFlight: 20,
    challengeLifeSeconds: 120,
  };
  const named = (file: string) => ({ ...configuration, masterKey: { kind: 'file', file: at(file) } });
  await writeFile(at('vrs.json'), JSON.stringify(named('master.txt')));
  await writeFile(at('wrong.json'), JSON.stringify(named('other.txt')));
  await writeFile(at('two.json'), JSON.stringify({ ...named('master.txt'), masterKeyFile: at('master.txt') }));
  const opened = (await openDatabase(store))._unsafeUnwrap();
  await registerAreas(opened.database, masterKey, SYNTHETIC_MUNICIPALITIES);
  await loadSyntheticData(createVrsStore({ ...opened, masterKey }), syntheticPeople());
  await opened.close();
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

async function said(run: typeof runBackupProgram, ...given: string[]): Promise<string> {
  let text = '';
  const write = (line: string): void => {
    text += line;
  };
  const code = await run(given, { out: write, errors: write });
  return `${code} ${text.trim()}`;
}
const place = ['--area', '900010', '--config'];

describe('the commands of operators', () => {
  it('make a key, save an area, change its keys and put it back', async () => {
    const keys = ['--private', at('private.json'), '--public', at('public.json')];
    expect(await said(runBackupProgram, 'make-key', ...keys)).toBe('0 made');
    expect(await said(runBackupProgram, 'make-key', ...keys)).toMatch(/^65 /);
    const file = ['--file', at('area.backup')];
    const save = ['save', ...place, at('vrs.json'), '--public', at('public.json'), ...file];
    expect(await said(runBackupProgram, ...save)).toMatch(/^0 .* SHA-256 [0-9a-f]{64}$/);
    expect(await said(runKeysProgram, 'rotate', ...place, at('vrs.json'))).toMatch(/^0 generation 2 is in use/);
    const restore = ['restore', ...place, at('vrs.json'), '--private', at('private.json'), ...file];
    expect(await said(runBackupProgram, ...restore)).toMatch(/^0 .* rows are back$/);
    const other = restore.map((word) => (word === '900010' ? '900028' : word));
    expect(await said(runBackupProgram, ...other)).toBe('65 other-area');
  }, 60_000);

  it('refuse a wrong master key, two of them, and words they do not know', async () => {
    expect(await said(runKeysProgram, 'rotate', ...place, at('wrong.json'))).toMatch(/^78 .*wrong-master-key/);
    expect(await said(runKeysProgram, 'rotate', ...place, at('two.json'))).toMatch(/^78 .*invalid-content/);
    for (const given of [[], ['save'], ['restore', '--all'], ['save', ...place, 'x', '--public', 'y']]) {
      expect(await said(runBackupProgram, ...given)).toMatch(/^64 usage/);
    }
  });
});
