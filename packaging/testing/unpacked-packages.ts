/** Both packages, built and unpacked by Debian's own tools into a temporary folder. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuiltPackage, buildPackages } from '../build-packages.ts';

export type UnpackedPackages = {
  readonly directory: string;
  readonly built: readonly BuiltPackage[];
  /** The package's own folder below the unpacked tree: `…/usr/lib/<name>`. */
  home(name: string): string;
  /** The unpacked tree. */
  tree(name: string): string;
  archive(name: string): string;
  remove(): Promise<void>;
};

export async function unpackedPackages(): Promise<UnpackedPackages> {
  const directory = await mkdtemp(join(tmpdir(), 'kofu-unpacked-'));
  const built = await buildPackages({ outDirectory: directory });
  const tree = (name: string): string => join(directory, name);
  for (const { name, archive } of built) execFileSync('dpkg-deb', ['-x', archive, tree(name)]);
  return {
    directory,
    built,
    tree,
    home: (name) => join(tree(name), 'usr/lib', name),
    archive(name) {
      const found = built.find((one) => one.name === name);
      if (found === undefined) throw new Error(`There is no package ${name}.`);
      return found.archive;
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
