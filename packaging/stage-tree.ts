/** Lays the files of a package out in a folder, as they will lie on the machine: modes by rule, nothing but what was named. */
import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PackageContents } from './package-contents.ts';
import { type Architecture, filesOfPackage, nativeParts } from './third-party-files.ts';
import { traceImports } from './trace-imports.ts';

const FILE_MODE = 0o644;
const PROGRAM_MODE = 0o755;

export type StagedTree = {
  /** Development parts that a traced file loads on demand, and that are left out. */
  readonly leftOut: readonly string[];
  /** npm packages that are shipped, by folder. */
  readonly packages: readonly string[];
};

/** Fills `tree`, a new folder. `version` goes into the package's own documents. */
export async function stageTree(o: {
  root: string;
  tree: string;
  contents: PackageContents;
  architecture: Architecture;
  version: string;
  sourceDateEpoch: number;
}): Promise<StagedTree> {
  const { root, tree, contents, architecture, version } = o;
  const place = async (path: string, mode: number, put: (target: string) => Promise<void>): Promise<void> => {
    const target = join(tree, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    await put(target);
    await chmod(target, mode);
  };
  const copy = (from: string, to: string, mode = FILE_MODE) =>
    place(to, mode, (target) => copyFile(join(root, from), target));
  const write = (to: string, text: string | Uint8Array, mode = FILE_MODE) =>
    place(to, mode, (target) => writeFile(target, text));

  const home = `usr/lib/${contents.name}`;
  const app = `${home}/app`;
  const trace = await traceImports(root, contents.entries);
  for (const file of trace.ours) await copy(file, `${app}/${file}`);
  await write(
    `${app}/package.json`,
    `${JSON.stringify({ name: contents.name, version, private: true, type: 'module' })}\n`,
  );
  const packages = [...trace.packages, ...nativeParts(trace.packages, architecture)].sort();
  for (const folder of packages)
    for (const file of await filesOfPackage(join(root, folder), architecture))
      await copy(join(folder, file), `${app}/${folder}/${file}`);

  await copy(`node_modules/node-linux-${architecture}/bin/node`, `${home}/bin/node`, PROGRAM_MODE);
  await copy(`node_modules/node-linux-${architecture}/LICENSE`, `${home}/bin/node.LICENSE`);
  for (const { from, to } of contents.files) await copy(from, to);
  for (const { command, entry } of contents.commands)
    await write(`usr/bin/${command}`, commandText(home, entry), PROGRAM_MODE);
  for (const { folder, make } of contents.builds ?? []) {
    await make(join(tree, home, folder));
    await fixModes(join(tree, home, folder));
  }

  const documents = `usr/share/doc/${contents.name}`;
  for (const document of ['docs/installing.md', 'docs/third-party-notices.md'])
    await copy(document, `${documents}/${document.slice('docs/'.length)}`);
  await write(`${documents}/copyright`, COPYRIGHT);
  await write(
    `${documents}/changelog.gz`,
    gzipSync(changelog(contents.name, version, o.sourceDateEpoch), { level: 9 }),
  );
  await fixFolders(tree);
  return { leftOut: trace.leftOut, packages };
}

function commandText(home: string, entry: string): string {
  return `#!/bin/sh\nexec /${home}/bin/node --no-warnings /${home}/app/${entry} "$@"\n`;
}

function changelog(name: string, version: string, seconds: number): string {
  const date = new Date(seconds * 1000).toUTCString().replace('GMT', '+0000');
  const text = `${name} (${version}) stable; urgency=medium\n\n  * Version ${version}.\n\n`;
  return `${text} -- Kofu maintainers <maintainers@kofu.example>  ${date}\n`;
}

/** What a build step wrote may have other modes: the umask of whoever builds does not reach the package. */
async function fixModes(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true }))
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : FILE_MODE);
  await chmod(directory, 0o755);
}

/** A folder for people or programs of the system is open to all; the modes of files were set when they were placed. */
async function fixFolders(tree: string): Promise<void> {
  for (const entry of await readdir(tree, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755);
  await chmod(tree, 0o755);
}

const COPYRIGHT = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Kofu
Comment: Parts of others, with their licences, are listed in third-party-notices.md
 beside this file.

Files: *
Copyright: 2026 The Kofu authors
License: Apache-2.0
 On Debian systems, the text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
`;
