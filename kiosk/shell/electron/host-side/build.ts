/** Makes the folder Electron runs: the bundled main process and preload, and the built screens with a list of them. */
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from 'neverthrow';
import { belongsInArchive, SCREENS_FOLDER } from '../policy/packaging.ts';

export interface ElectronBuildFailure {
  kind: 'screens-missing' | 'bundle-failed';
  cause: unknown;
}

/**
 * @param outDirectory replaced as a whole; what `serveElectronScreens` calls `appDirectory`
 * @param assetsDirectory what `buildScreens` wrote
 */
export async function buildElectronShell(
  outDirectory: string,
  assetsDirectory: string,
): Promise<Result<void, ElectronBuildFailure>> {
  const screens = join(outDirectory, SCREENS_FOLDER);
  try {
    await rm(outDirectory, { recursive: true, force: true });
    await mkdir(screens, { recursive: true });
    const entries = await readdir(assetsDirectory, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(assetsDirectory, join(entry.parentPath, entry.name)))
      .filter((name) => belongsInArchive(`${SCREENS_FOLDER}/${name}`))
      .toSorted();
    if (!files.includes('index.html')) return err({ kind: 'screens-missing', cause: 'no index.html' });
    for (const name of files) await cp(join(assetsDirectory, name), join(screens, name));
    await writeFile(join(outDirectory, 'screens.json'), JSON.stringify({ files }));
  } catch (cause) {
    return err({ kind: 'screens-missing', cause });
  }
  try {
    // Only here: the host imports this door too, and is installed without tools.
    const { build } = await import('esbuild');
    const source = fileURLToPath(new URL('..', import.meta.url));
    await build({
      entryPoints: { main: join(source, 'main.ts'), preload: join(source, 'preload.ts') },
      outdir: outDirectory,
      outExtension: { '.js': '.cjs' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node18',
      external: ['electron'],
      charset: 'utf8',
      logLevel: 'silent',
    });
    await writeFile(join(outDirectory, 'package.json'), JSON.stringify({ name: 'kofu-shell', main: 'main.cjs' }));
  } catch (cause) {
    return err({ kind: 'bundle-failed', cause });
  }
  return ok();
}
