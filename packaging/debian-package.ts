/** One Debian package from a folder that holds its files: control data, sums, and the archive by Debian's own `dpkg-deb`. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, lutimes, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

export type PackageControl = {
  readonly name: string;
  readonly version: string;
  readonly architecture: 'amd64' | 'arm64';
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** One line. */
  readonly summary: string;
  /** Wrapped by hand below 80 characters. */
  readonly description: readonly string[];
  /** Maintainer scripts by name (`postinst`, `prerm`, …). */
  readonly scripts: Readonly<Record<string, string>>;
};

/**
 * Writes `DEBIAN/` into `tree`, sets every time to `sourceDateEpoch` (seconds) and builds the archive. The same tree gives the same
 * bytes: owners are root, times fixed, one thread of compression (https://reproducible-builds.org/specs/source-date-epoch/).
 *
 * @returns path of the archive.
 */
export async function buildDebianPackage(o: {
  tree: string;
  outDirectory: string;
  control: PackageControl;
  sourceDateEpoch: number;
}): Promise<string> {
  const { tree, control, sourceDateEpoch } = o;
  const files = await filesIn(tree);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(tree, file))).size));
  const installedKib = sizes.reduce((sum, bytes) => sum + Math.ceil(bytes / 1024), 0);
  const debian = join(tree, 'DEBIAN');
  await mkdir(debian, { mode: 0o755 });
  await writeFile(join(debian, 'control'), controlText(control, installedKib));
  await writeFile(join(debian, 'md5sums'), (await Promise.all(files.map((file) => sumLine(tree, file)))).join(''));
  for (const [name, text] of Object.entries(control.scripts)) {
    await writeFile(join(debian, name), text);
    await chmod(join(debian, name), 0o755);
  }
  await setTimes(tree, sourceDateEpoch);
  const archive = join(o.outDirectory, `${control.name}_${control.version}_${control.architecture}.deb`);
  const built = spawnSync(
    'dpkg-deb',
    ['--root-owner-group', '--threads-max=1', '-Zzstd', '-z3', '--build', tree, archive],
    { encoding: 'utf8', env: { ...process.env, SOURCE_DATE_EPOCH: String(sourceDateEpoch) } },
  );
  if (built.status !== 0) throw new Error(`dpkg-deb: ${built.error?.message ?? built.stderr}`);
  return archive;
}

/** Files below a folder, relative to it, sorted by their bytes. */
export async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

function controlText(control: PackageControl, installedKib: number): string {
  const { name, version, architecture, depends, recommends, summary, description } = control;
  const lines = [
    `Package: ${name}`,
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    'Maintainer: Kofu maintainers <maintainers@kofu.example>',
    `Installed-Size: ${installedKib}`,
    `Depends: ${depends.join(', ')}`,
    ...(recommends.length === 0 ? [] : [`Recommends: ${recommends.join(', ')}`]),
    'Section: misc',
    'Priority: optional',
    `Description: ${summary}`,
    ...description.map((line) => ` ${line === '' ? '.' : line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** MD5 is what dpkg's own check (`dpkg --verify`) reads; it finds damage, not forgery. */
async function sumLine(tree: string, file: string): Promise<string> {
  const bytes = await readFile(join(tree, file));
  return `${createHash('md5').update(bytes).digest('hex')}  ${file}\n`;
}

async function setTimes(tree: string, seconds: number): Promise<void> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  for (const entry of entries) await lutimes(join(entry.parentPath, entry.name), seconds, seconds);
  await lutimes(tree, seconds, seconds);
}
