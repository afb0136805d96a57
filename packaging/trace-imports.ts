/**
 * Which files a program needs at run time, found by following its imports as Node does (esbuild's metafile), never by a list
 * kept by hand. Types are erased first, so a file that gives only types is not in it.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

export type ImportTrace = {
  /** Our files, relative to the root, sorted. */
  readonly ours: readonly string[];
  /** Folders of the npm packages reached, relative to the root (`node_modules/a`, also nested ones), sorted. */
  readonly packages: readonly string[];
  /** `file -> import` of development parts that are loaded only on demand and are left out. */
  readonly leftOut: readonly string[];
};

/** Folder of the package a file under node_modules belongs to; the innermost one. */
const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
/** Files that are named by address instead of being imported: `new URL('../visit/process/main.ts', import.meta.url)`. */
const NAMED_BY_ADDRESS = /new URL\(\s*'([^']+\.ts)',\s*import\.meta\.url/g;

/**
 * Follows the imports of `entries` (relative to `root`). Throws when one cannot be resolved, or when a traced file starts a
 * program of ours that is not among them: then the list of entries is wrong.
 */
export async function traceImports(root: string, entries: readonly string[]): Promise<ImportTrace> {
  const leftOut: string[] = [];
  const traced = await build({
    absWorkingDir: root,
    entryPoints: [...entries],
    bundle: true,
    write: false,
    metafile: true,
    outdir: join(root, 'out'),
    platform: 'node',
    format: 'esm',
    // Node's own conditions only: esbuild's extra ones would lead to other files than those that run.
    conditions: [],
    preserveSymlinks: true,
    loader: { '.node': 'empty' },
    logLevel: 'silent',
    plugins: [leaveOutDevelopmentParts(root, leftOut)],
  });
  const files = Object.keys(traced.metafile.inputs);
  const ours = files.filter((file) => !file.includes('node_modules/')).sort();
  await requireNamedFiles(root, ours);
  const packages = new Set(files.flatMap((file) => PACKAGE_FOLDER.exec(file)?.[0] ?? []));
  return { ours, packages: [...packages].sort(), leftOut: leftOut.sort() };
}

/**
 * Virtual cards and invented people are loaded by a dynamic import where development asks for them (`syntheticData`). A package
 * does not hold them: asking for them there ends the start.
 */
function leaveOutDevelopmentParts(root: string, leftOut: string[]): Plugin {
  return {
    name: 'leave-out-development-parts',
    setup(builder) {
      builder.onResolve({ filter: /\/(virtual\/index|synthetic-data\/[a-z-]+)\.ts$/ }, ({ kind, path, importer }) => {
        if (kind !== 'dynamic-import') return null;
        leftOut.push(`${relative(root, importer)} -> ${path}`);
        return { path, external: true };
      });
    },
  };
}

async function requireNamedFiles(root: string, ours: readonly string[]): Promise<void> {
  const shipped = new Set(ours);
  for (const file of ours) {
    const text = await readFile(join(root, file), 'utf8');
    for (const [, named = ''] of text.matchAll(NAMED_BY_ADDRESS)) {
      const target = join(dirname(file), named);
      if (!shipped.has(target)) throw new Error(`${file} starts ${target}, which is not an entry of the package.`);
    }
  }
}
