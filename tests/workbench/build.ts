/** Builds the page into memory: one page, one script, one style sheet. Nothing in it comes from the network. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Request path → file. */
export type BuiltWorkbench = ReadonlyMap<string, { readonly contentType: string; readonly bytes: Uint8Array }>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '/workbench.js': 'text/javascript; charset=utf-8',
  '/workbench.css': 'text/css; charset=utf-8',
};

/** Rejects with the bundler's own words when the page does not build. */
export async function buildWorkbench(): Promise<BuiltWorkbench> {
  const source = (name: string): string => fileURLToPath(new URL(`page/${name}`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [
      { in: source('main.tsx'), out: 'workbench' },
      { in: source('styles/index.css'), out: 'workbench' },
    ],
    outdir: '/',
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    charset: 'utf8',
    target: 'chrome114',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  const built = new Map<string, { contentType: string; bytes: Uint8Array }>();
  for (const { path, contents } of outputFiles) {
    const contentType = CONTENT_TYPES[path];
    if (contentType === undefined) throw new Error('The bundler wrote a file nobody asked for.');
    built.set(path, { contentType, bytes: contents });
  }
  built.set('/', { contentType: 'text/html; charset=utf-8', bytes: await readFile(source('index.html')) });
  return built;
}
