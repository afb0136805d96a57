/** Builds both packages: stages each tree in a temporary folder, and has Debian's own tool make the archive. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { buildDebianPackage } from './debian-package.ts';
import { PACKAGES, type PackageContents } from './package-contents.ts';
import { type StagedTree, stageTree } from './stage-tree.ts';
import type { Architecture } from './third-party-files.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DEBIAN_ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' } as const;
const MAINTAINER_SCRIPTS = ['postinst', 'prerm', 'postrm'] as const;
const VersionSchema = v.object({ version: v.pipe(v.string(), v.regex(/^[0-9]+\.[0-9]+\.[0-9]+$/)) });
const EpochSchema = v.pipe(v.string(), v.regex(/^[0-9]{1,12}$/), v.transform(Number));

export type BuiltPackage = StagedTree & { readonly name: string; readonly archive: string };

/** Builds the packages into `outDirectory`. Throws, naming the cause, when something they need is missing. */
export async function buildPackages(o: { outDirectory: string }): Promise<BuiltPackage[]> {
  await mkdir(o.outDirectory, { recursive: true });
  const { version } = v.parse(VersionSchema, JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
  const sourceDateEpoch = sourceDate();
  const built: BuiltPackage[] = [];
  for (const contents of PACKAGES) {
    const tree = await mkdtemp(join(tmpdir(), 'kofu-package-'));
    try {
      built.push(await buildOne({ tree, contents, version, sourceDateEpoch, outDirectory: o.outDirectory }));
    } finally {
      await rm(tree, { recursive: true, force: true });
    }
  }
  return built;
}

async function buildOne(o: {
  tree: string;
  contents: PackageContents;
  version: string;
  sourceDateEpoch: number;
  outDirectory: string;
}): Promise<BuiltPackage> {
  const { contents } = o;
  const architecture = architectureHere();
  const staged = await stageTree({ ...o, root: ROOT, architecture });
  const folder = contents.name === 'kofu-terminal' ? 'terminal' : 'servers';
  const scripts = await Promise.all(
    MAINTAINER_SCRIPTS.map(async (script) => [script, await readFile(join(ROOT, 'packaging', folder, script), 'utf8')]),
  );
  const archive = await buildDebianPackage({
    ...o,
    control: {
      ...contents,
      version: o.version,
      architecture: DEBIAN_ARCHITECTURES[architecture],
      scripts: Object.fromEntries(scripts),
    },
  });
  return { ...staged, name: contents.name, archive };
}

/** The native parts that are installed are those of the machine that builds. */
function architectureHere(): Architecture {
  if (process.arch === 'x64' || process.arch === 'arm64') return process.arch;
  throw new Error('Packages are built on x64 and arm64 only.');
}

/** Seconds since 1970 of what is built: told by the environment, else the time of the commit. */
function sourceDate(): number {
  const told = process.env['SOURCE_DATE_EPOCH'];
  const commit = () => spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' }).stdout?.trim();
  const epoch = v.safeParse(EpochSchema, told ?? commit());
  if (!epoch.success) throw new Error('Neither SOURCE_DATE_EPOCH nor a commit says when this was made.');
  return epoch.output;
}
