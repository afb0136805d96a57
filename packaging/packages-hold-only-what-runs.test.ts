/** What is in the archives, what is not, whose it is; and that the same commit gives the same bytes. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPackages } from './build-packages.ts';
import { type UnpackedPackages, unpackedPackages } from './testing/unpacked-packages.ts';

const NAMES = ['kofu-terminal', 'kofu-servers'] as const;
const BUILD_LIMIT_MS = 240_000;
let packages: UnpackedPackages;

beforeAll(async () => {
  packages = await unpackedPackages();
}, BUILD_LIMIT_MS);
afterAll(() => packages.remove());

type Entry = { mode: string; owner: string; time: string; path: string };

/** `dpkg-deb --contents`, as tar prints it. */
function contents(name: string): Entry[] {
  const text = execFileSync('dpkg-deb', ['--contents', packages.archive(name)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, TZ: 'UTC' },
  });
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [mode = '', owner = '', , day = '', time = '', ...path] = line.split(/\s+/);
      return { mode, owner, time: `${day} ${time}`, path: path.join(' ').replace(/^\.\//, '') };
    });
}
const field = (name: string, wanted: string): string =>
  execFileSync('dpkg-deb', ['--field', packages.archive(name), wanted], { encoding: 'utf8' }).trim();
const ourFiles = (name: string): string[] =>
  contents(name)
    .map(({ path }) => path)
    .filter((path) => path.includes('/app/') && !path.includes('/node_modules/') && !path.endsWith('/'))
    .map((path) => path.replace(/^.*\/app\//, ''));

describe.each(NAMES)('%s', (name) => {
  it('holds no test, bench, workbench, development trust, virtual device or invented person', () => {
    const forbidden =
      /\.test\.|\.bench\.|(^|\/)(tests|testing|test-support|fixtures|workbench|fault-grid|studio|trust)(\/|$)|gallery|\.md$|tsconfig/;
    expect(ourFiles(name).filter((path) => forbidden.test(path))).toEqual([]);
    // The terminal's end of the virtual reader's socket belongs to the reader's door; a configuration that names it is refused.
    const ends = ['length-prefixed-frames', 'reader-frames', 'reader-link', 'remote-reader'];
    expect(ourFiles(name).filter((path) => path.startsWith('card-reader/virtual/'))).toEqual(
      ends.map((file) => `card-reader/virtual/${file}.ts`),
    );
  });

  it('holds no key, no certificate and no configuration of anybody', async () => {
    const paths = contents(name).map(({ path }) => path);
    expect(paths.filter((path) => /\.(pem|key|p12|pfx|token|jwk|der|crt|cer)$|(^|\/)\.env/i.test(path))).toEqual([]);
    expect(paths.filter((path) => path.startsWith('etc/'))).toEqual([]);
    for (const file of ourFiles(name)) {
      const text = await readFile(join(packages.home(name), 'app', file), 'utf8');
      expect(text.includes('PRIVATE KEY-----\n') || /"d"\s*:\s*"[A-Za-z0-9_-]{40,}"/.test(text), file).toBe(false);
    }
  });

  it('holds npm packages of production only, without sources, types, maps or parts for other systems', () => {
    const paths = contents(name).map(({ path }) => path);
    const foreign = paths.filter((path) => path.includes('/node_modules/') && !path.endsWith('/'));
    const sources = foreign.filter((path) => /\.(ts|mts|cts|map|md|c|cc|h|gyp)$/.test(path));
    expect(sources.filter((path) => !/\/licen[cs]e[^/]*\.md$/i.test(path))).toEqual([]);
    expect(foreign.filter((path) => /\.(node|dll|dylib|exe)$/.test(path) && !/linux/.test(path))).toEqual([]);
    const development = [
      'vitest',
      'typescript',
      'esbuild',
      'playwright-core',
      'fast-check',
      '@biomejs',
      'knip',
      '@swc',
    ];
    for (const one of development)
      expect(
        foreign.some((path) => path.includes(`/node_modules/${one}/`)),
        one,
      ).toBe(false);
  });

  it('belongs to root, is writable for root alone, has nothing setuid and one time', () => {
    const entries = contents(name);
    expect(new Set(entries.map(({ owner }) => owner))).toEqual(new Set(['root/root']));
    expect(new Set(entries.map(({ mode }) => mode))).toEqual(new Set(['drwxr-xr-x', '-rw-r--r--', '-rwxr-xr-x']));
    expect(new Set(entries.map(({ time }) => time)).size).toBe(1);
    const programs = entries.filter(({ mode }) => mode === '-rwxr-xr-x').map(({ path }) => path);
    expect(programs.every((path) => path.startsWith('usr/bin/kofu-') || path.endsWith('/bin/node'))).toBe(true);
  });

  it('carries its licence, its notices and how to install it', () => {
    const paths = contents(name).map(({ path }) => path);
    for (const document of ['copyright', 'third-party-notices.md', 'installing.md', 'changelog.gz'])
      expect(paths).toContain(`usr/share/doc/${name}/${document}`);
  });

  it('names the Debian packages of every library its programs are linked with', () => {
    const programs = contents(name)
      .map(({ path }) => path)
      .filter((path) => path.endsWith('/bin/node') || path.endsWith('.node'));
    expect(programs.length).toBeGreaterThan(1);
    const depends = field(name, 'Depends');
    const owners: Readonly<Record<string, string>> = { 'libstdc++': 'libstdc++6', libgcc_s: 'libgcc-s1' };
    for (const program of programs) {
      const linked = execFileSync('ldd', [join(packages.tree(name), program)], { encoding: 'utf8' });
      expect(linked).not.toContain('not found');
      const libraries = linked.split('\n').flatMap((line) => /^\s*(\S+)\.so\.\d+ =>/.exec(line)?.[1] ?? []);
      const ofTheCLibrary = new Set(['libc', 'libm', 'libdl', 'libpthread', 'librt']);
      for (const library of libraries) {
        if (!ofTheCLibrary.has(library)) expect(depends).toContain(owners[library] ?? library);
      }
    }
  });
});

it('starts nothing by itself and erases no records: the maintainer scripts only prepare', async () => {
  for (const name of NAMES) {
    const control = await mkdtemp(join(tmpdir(), 'kofu-control-'));
    try {
      execFileSync('dpkg-deb', ['--control', packages.archive(name), control]);
      for (const script of ['postinst', 'prerm', 'postrm']) {
        const text = await readFile(join(control, script), 'utf8');
        execFileSync('sh', ['-n', join(control, script)]);
        expect(text).not.toMatch(/systemctl (--\S+ )*enable|rm -|userdel|\/var\/lib/);
        expect(text).toContain('set -e');
      }
    } finally {
      await rm(control, { recursive: true, force: true });
    }
  }
});

it('leaves out only what development loads on demand, and says so', () => {
  const leftOut = packages.built.flatMap((one) => one.leftOut);
  expect(leftOut).toContain('server-bridge/vrs/main.ts -> ../../card-reader/virtual/index.ts');
  expect(leftOut.every((line) => /virtual\/index\.ts$|synthetic-data\//.test(line))).toBe(true);
});

it(
  'is the same to the byte when it is built again',
  async () => {
    const again = await mkdtemp(join(tmpdir(), 'kofu-again-'));
    const digest = async (path: string) =>
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
    try {
      for (const { name, archive } of await buildPackages({ outDirectory: again }))
        expect(await digest(archive), name).toBe(await digest(packages.archive(name)));
    } finally {
      await rm(again, { recursive: true, force: true });
    }
  },
  BUILD_LIMIT_MS,
);
