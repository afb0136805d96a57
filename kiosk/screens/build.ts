/// <reference types="node" />
/**
 * Makes the folder a shell serves: one page, one script, one style sheet, the fonts. Nothing in it comes from the network.
 */
import { copyFile, cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { err, ok, type Result } from 'neverthrow';

/** Where Debian's `fonts-morisawa-bizud-gothic` puts them. */
const FONT_DIRECTORY = '/usr/share/fonts/truetype/bizud-gothic';
const FONTS = ['BIZUDPGothic-Regular.ttf', 'BIZUDPGothic-Bold.ttf'] as const;

/**
 * What the style sheets of the npm packages with the Chinese and Korean faces say otherwise. The fonts lie on this machine and
 * are there at once: until then nothing is better than glyphs of another language. And a line is as high as in Japanese, which
 * is the em box their characters are drawn in, so that the layout is the same in every language.
 */
const FACE = 'font-display: block; ascent-override: 88%; descent-override: 12%; line-gap-override: 0%';

const facesOfOtherLanguages: Plugin = {
  name: 'faces-of-other-languages',
  setup({ onLoad }) {
    onLoad({ filter: /@fontsource-variable[\\/].*\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('font-display: swap', FACE),
      loader: 'css',
    }));
  },
};

/** What may take the place of a part of the page while it is built. */
export type ScreensPlugin = Plugin;

export interface BuiltScreens {
  /** Every file written, relative to the output folder, with its size. */
  files: readonly { name: string; bytes: number }[];
}

export type ScreensBuildFailure =
  /** The Debian package `fonts-morisawa-bizud-gothic` is not installed. */
  { kind: 'font-missing'; cause: unknown } | { kind: 'bundle-failed'; cause: unknown };

/**
 * Builds the screens into `outDirectory`, replacing what an earlier build left there.
 * @param plugins what a test puts in the place of a part of the page.
 */
export async function buildScreens(
  outDirectory: string,
  plugins: readonly ScreensPlugin[] = [],
): Promise<Result<BuiltScreens, ScreensBuildFailure>> {
  const source = fileURLToPath(new URL('.', import.meta.url));
  const fonts = join(outDirectory, 'fonts');
  try {
    await rm(outDirectory, { recursive: true, force: true });
    await mkdir(fonts, { recursive: true });
    await build({
      entryPoints: [
        { in: join(source, 'main.tsx'), out: 'screens' },
        { in: join(source, 'styles', 'index.css'), out: 'screens' },
      ],
      outdir: outDirectory,
      bundle: true,
      minify: true,
      format: 'iife',
      charset: 'utf8',
      target: 'chrome114',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      external: ['./fonts/*'],
      // Each slice of the Chinese and Korean faces; the page loads only those whose characters it shows.
      loader: { '.woff2': 'file' },
      assetNames: 'fonts/[name]',
      plugins: [facesOfOtherLanguages, ...plugins],
      logLevel: 'silent',
    });
    await copyFile(join(source, 'index.html'), join(outDirectory, 'index.html'));
    await cp(join(source, 'voice'), join(outDirectory, 'voice'), { recursive: true, filter: isClipOrFolder });
  } catch (cause) {
    return err({ kind: 'bundle-failed', cause });
  }
  try {
    await Promise.all(FONTS.map((font) => copyFile(join(FONT_DIRECTORY, font), join(fonts, font))));
  } catch (cause) {
    return err({ kind: 'font-missing', cause });
  }
  return ok({ files: await filesIn(outDirectory) });
}

/** The clips and their folders; the list and the credits beside them are not for the page. */
function isClipOrFolder(path: string): boolean {
  return !/\.(?:json|md)$/.test(path);
}

async function filesIn(directory: string): Promise<BuiltScreens['files']> {
  const names = await readdir(directory, { recursive: true });
  const found = await Promise.all(names.map(async (name) => ({ name, status: await stat(join(directory, name)) })));
  return found.filter(({ status }) => status.isFile()).map(({ name, status }) => ({ name, bytes: status.size }));
}
