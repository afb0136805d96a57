/** Makes the folder that a staff listener serves: one page, one script, one style sheet. Nothing comes from the network. */
import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { err, ok, type Result } from 'neverthrow';

export type BuiltConsole = {
  /** Every file written, with its size. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
};

export type ConsoleBuildFailure = { readonly kind: 'bundle-failed'; readonly cause: unknown };

const FILES = ['index.html', 'console.js', 'console.css'] as const;

/**
 * Builds a page into `outDirectory`, replacing what an earlier build left there. Without source maps: the listener serves only files of
 * a page.
 *
 * @param source folder of the page: `main.tsx`, `index.html` and `styles/index.css`
 */
export async function buildPage(
  source: string,
  outDirectory: string,
): Promise<Result<BuiltConsole, ConsoleBuildFailure>> {
  try {
    await rm(outDirectory, { recursive: true, force: true });
    await mkdir(outDirectory, { recursive: true });
    await build({
      entryPoints: [
        { in: join(source, 'main.tsx'), out: 'console' },
        { in: join(source, 'styles', 'index.css'), out: 'console' },
      ],
      outdir: outDirectory,
      bundle: true,
      minify: true,
      format: 'iife',
      charset: 'utf8',
      target: 'es2023',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      logLevel: 'silent',
    });
    await copyFile(join(source, 'index.html'), join(outDirectory, 'index.html'));
    const files = await Promise.all(
      FILES.map(async (name) => ({ name, bytes: (await stat(join(outDirectory, name))).size })),
    );
    return ok({ files });
  } catch (cause) {
    return err({ kind: 'bundle-failed', cause });
  }
}
