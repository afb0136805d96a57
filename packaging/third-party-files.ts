/**
 * What is taken of an npm package: what can be run, loaded or read at run time, and its licence. Chosen by kind of file, so
 * that sources, types, maps, tests and documents of other people stay out without a list of them.
 */
import { readdir } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';

export type Architecture = 'x64' | 'arm64';

const TAKEN = new Set(['.js', '.cjs', '.mjs', '.json', '.wasm', '.data', '.node']);
const LICENCE = /^(licen[cs]e|notice|copying|copyright)/i;
/** Folders that hold nothing for run time in any package. */
const SKIPPED_FOLDERS = new Set([
  'node_modules',
  'bin',
  'designer',
  'scripts',
  'test',
  'tests',
  '__tests__',
  'spec',
  'bench',
  'benchmark',
  'benchmarks',
  'doc',
  'docs',
  'example',
  'examples',
  'coverage',
  'vendor',
]);
const SKIPPED_FILES = new Set(['tsconfig.json', 'package-lock.json', 'eslint.config.js', 'tsconfig.tsbuildinfo']);
/** Files for development and browsers; no package reached needs them in Node. */
const SKIPPED_NAME =
  /(^\.|\.test\.[cm]?js$|\.spec\.[cm]?js$|\.umd\.[cm]?js$|\.min\.js$|^(rollup|vite|vitest|jest|webpack|karma)\.)/;

/** Packages a package loads by a name that it makes up at run time, which no trace can see: its native part. */
export function nativeParts(packages: readonly string[], architecture: Architecture): string[] {
  const parts = [
    { of: 'node_modules/koffi', part: `node_modules/@koromix/koffi-linux-${architecture}` },
    { of: 'node_modules/@node-rs/argon2', part: `node_modules/@node-rs/argon2-linux-${architecture}-gnu` },
  ];
  return parts.filter(({ of }) => packages.includes(of)).map(({ part }) => part);
}

/** Files to take of a package's folder, relative to it, sorted. Native parts are those of this architecture and glibc. */
export async function filesOfPackage(folder: string, architecture: Architecture): Promise<string[]> {
  const found: string[] = [];
  const look = async (directory: string): Promise<void> => {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name) && !entry.name.startsWith('.')) await look(path);
      } else if (entry.isFile() && isTaken(relative(folder, path), architecture)) found.push(relative(folder, path));
    }
  };
  await look(folder);
  return found.sort();
}

function isTaken(file: string, architecture: Architecture): boolean {
  const name = basename(file);
  if (LICENCE.test(name)) return true;
  if (SKIPPED_FILES.has(name) || SKIPPED_NAME.test(name) || !TAKEN.has(extname(name))) return false;
  return extname(name) !== '.node' || isNativeFor(file, architecture);
}

function isNativeFor(file: string, architecture: Architecture): boolean {
  // Either in a folder of that name, or with the name in its own: `argon2.linux-x64-gnu.node`.
  return new RegExp(`(^|/|\\.)linux[-_]${architecture}(/|-gnu\\.node$)`).test(file) && !file.includes('musl');
}
