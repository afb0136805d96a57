/** What a package must be (electron-shell §8, §13), and what the build makes for it. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveElectronShell, belongsInArchive, buildElectronShell, FUSES } from './building/index.ts';
import { readScreens } from './shell-side/read-screens.ts';

const ListedSchema = v.object({
  files: v.object({
    screens: v.object({ files: v.object({ 'index.html': v.object({ size: v.number(), offset: v.string() }) }) }),
  }),
});

let directory: string;
let assets: string;
let app: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-electron-'));
  assets = join(directory, 'assets');
  app = join(directory, 'app');
  await mkdir(join(assets, 'fonts'), { recursive: true });
  await writeFile(join(assets, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(assets, 'screens.js'), 'void 0;');
  await writeFile(join(assets, 'screens.js.map'), '{}');
  await writeFile(join(assets, 'private.key'), 'not an asset');
  await writeFile(join(assets, 'fonts', 'Some-Font.ttf'), 'font');
  (await buildElectronShell(app, assets))._unsafeUnwrap();
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('the fuses', () => {
  it.each([
    'RunAsNode',
    'EnableNodeOptionsEnvironmentVariable',
    'EnableNodeCliInspectArguments',
    'GrantFileProtocolExtraPrivileges',
    'LoadBrowserProcessSpecificV8Snapshot',
    'EnableCookieEncryption',
  ] as const)('%s is off', (fuse) => expect(FUSES[fuse]).toBe(false));
  it('OnlyLoadAppFromAsar is on', () => expect(FUSES.OnlyLoadAppFromAsar).toBe(true));
  it('are all named, nine as of Electron 45', () => expect(Object.keys(FUSES)).toHaveLength(9));
});

describe('the built folder', () => {
  it('holds nothing but what belongs in the archive', async () => {
    const entries = await readdir(app, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(app.length + 1));
    expect(files.toSorted()).toEqual([
      'main.cjs',
      'package.json',
      'preload.cjs',
      'screens.json',
      'screens/fonts/Some-Font.ttf',
      'screens/index.html',
      'screens/screens.js',
    ]);
    expect(files.filter((file) => !belongsInArchive(file))).toEqual([]);
  });
  it('leaves Electron to the runtime, and bundles nothing that loads code later', async () => {
    const main = await readFile(join(app, 'main.cjs'), 'utf8');
    expect(main).toContain('require("electron")');
    expect(main).not.toMatch(/sourceMappingURL|\beval\(|new Function\(/);
  });
  it('has a preload that asks for Electron alone, as a sandboxed one must', async () => {
    const preload = await readFile(join(app, 'preload.cjs'), 'utf8');
    expect([...preload.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name)).toEqual(['electron']);
  });
  it('is packed into one file that holds all of it, and nothing that has no place in it', async () => {
    const archive = join(directory, 'app.asar');
    await archiveElectronShell(app, archive);
    const bytes = await readFile(archive);
    const headerLength = bytes.readUInt32LE(12);
    const header: unknown = JSON.parse(bytes.subarray(16, 16 + headerLength).toString('utf8'));
    const { size, offset } = v.parse(ListedSchema, header).files.screens.files['index.html'];
    const start = 8 + bytes.readUInt32LE(4) + Number(offset);
    expect(bytes.subarray(start, start + size)).toEqual(await readFile(join(app, 'screens/index.html')));
    await writeFile(join(app, 'stray.pem'), 'a key');
    await expect(archiveElectronShell(app, archive)).rejects.toThrow('stray.pem');
    await rm(join(app, 'stray.pem'));
  });
  it('is read back by its list', () => {
    expect([...readScreens(app).keys()].toSorted()).toEqual(['/fonts/Some-Font.ttf', '/index.html', '/screens.js']);
  });
  it.each(['../main.cjs', '/etc/passwd', 'x.key', 'a b.html'])('lists no %s', async (name) => {
    const other = await mkdtemp(join(directory, 'list-'));
    await writeFile(join(other, 'screens.json'), JSON.stringify({ files: [name] }));
    expect(() => readScreens(other)).toThrow();
  });
  it('is not made without a page', async () => {
    const empty = await mkdtemp(join(directory, 'empty-'));
    expect((await buildElectronShell(join(directory, 'never'), empty))._unsafeUnwrapErr().kind).toBe('screens-missing');
  });
});

it.each([
  'main.ts',
  'screens/main.tsx',
  'screens/x.js.map',
  'screens/../main.cjs',
  'node_modules/x/index.js',
  'screens/.env',
  'cert.pem',
])('%s does not belong in the archive', (path) => expect(belongsInArchive(path)).toBe(false));
