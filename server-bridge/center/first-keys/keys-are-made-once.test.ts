import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EcPublicJwkSchema } from '../../protocol/index.ts';
import { EcPrivateJwkSchema, publicJwkOf, signerFromJwk } from '../../sealing/index.ts';
import { secretBoxFrom } from '../../staff-access/index.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-first-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

const run = (...given: string[]) => spawnSync(process.execPath, [CLI, ...given], { encoding: 'utf8' });
const read = (name: string) => readFile(join(folder, name), 'utf8');

test('each is what the center reads, for its user alone, and the public halves belong to the private ones', async () => {
  const done = run('--out', folder);
  expect([done.status, done.stderr]).toEqual([0, '']);
  const names = await readdir(folder);
  expect(names.toSorted()).toEqual([
    'audit-key.json',
    'audit-key.public.json',
    'console-secret.key',
    'directive-key.json',
    'directive-key.public.json',
    'operations.token',
  ]);
  for (const name of names) expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
  const kids = new Set<string>();
  for (const name of ['directive-key', 'audit-key']) {
    const key = v.parse(EcPrivateJwkSchema, JSON.parse(await read(`${name}.json`)));
    expect(v.parse(EcPublicJwkSchema, JSON.parse(await read(`${name}.public.json`)))).toEqual(publicJwkOf(key));
    expect(await read(`${name}.public.json`)).not.toContain('"d"');
    expect((await signerFromJwk(key).sign(Buffer.from('synthetic'))).length).toBe(64);
    kids.add(key.kid);
  }
  expect(kids.size).toBe(2);
  expect((await read('operations.token')).trim()).toMatch(/^[0-9a-f]{64}$/);
  expect(secretBoxFrom(await read('console-secret.key'))).not.toBeNull();
  // What was made is not what is said.
  expect(done.stdout).not.toContain((await read('operations.token')).trim());
});

test('where one is there already nothing is made and nothing is touched', async () => {
  await writeFile(join(folder, 'audit-key.json'), 'ours');
  const refused = run('--out', folder);
  expect([refused.status, refused.stdout]).toEqual([65, '']);
  expect(await readdir(folder)).toEqual(['audit-key.json']);
  expect(await read('audit-key.json')).toBe('ours');
});

test('usage, and a folder that is not there', () => {
  expect(run().status).toBe(64);
  expect(run('--out', folder, 'more').status).toBe(64);
  expect(run('--out', join(folder, 'nowhere')).status).toBe(65);
});
