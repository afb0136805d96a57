/// <reference types="node" />
/**
 * Pictures of the screens, written for people or compared with those that were accepted: `npm run screenshots`. How, and how to accept
 * new ones: README.md beside this file.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildScreens } from './build.ts';
import { acceptPictures } from './pictures/accept.ts';
import { PICTURE_USAGE, type PictureTask, pictureTask } from './pictures/arguments.ts';
import { BASELINE_FOLDER, type Baseline, readBaseline } from './pictures/baseline.ts';
import { comparePictures, type Finding, gone } from './pictures/compare.ts';
import { COMPARED_MODES, picturesIn } from './pictures/picture.ts';
import { writeFindings, writePictures } from './pictures/write-pictures.ts';
import { MODES } from './studio.ts';

/** Where a comparison leaves what it found; not committed. */
const FINDINGS_FOLDER = join('out', 'differing-pictures');
/** Where everything differs the first ones tell why. */
const MOST_WRITTEN = 120;

const FOUND: Record<Finding['kind'], string> = {
  new: 'nobody has accepted it yet',
  gone: 'accepted, but no longer in the gallery',
  different: 'shows something else than what was accepted',
};

/** @returns whether all is as it was accepted. */
async function run(task: PictureTask, assetsDirectory: string): Promise<boolean> {
  switch (task.kind) {
    case 'write':
      await writePictures(assetsDirectory, task.folder, picturesIn(MODES, task.words));
      return true;
    case 'compare':
      return compare(assetsDirectory, task.words, await accepted());
    case 'accept': {
      const pictures = picturesIn(COMPARED_MODES, task.words);
      const changed = await acceptPictures(assetsDirectory, pictures, BASELINE_FOLDER, await accepted());
      say(...changed, `${changed.length} of ${pictures.length} pictures are new or changed.`);
      return true;
    }
    default: {
      const never: never = task;
      throw new Error(`Unknown task: ${JSON.stringify(never)}`);
    }
  }
}

async function accepted(): Promise<Baseline> {
  const baseline = await readBaseline(BASELINE_FOLDER);
  if (baseline.isErr()) throw new Error(baseline.error.kind, { cause: baseline.error });
  return baseline.value;
}

async function compare(assetsDirectory: string, words: readonly string[], baseline: Baseline): Promise<boolean> {
  const pictures = picturesIn(COMPARED_MODES, words);
  const start = performance.now();
  const findings = await comparePictures(assetsDirectory, pictures, baseline);
  const each = ((performance.now() - start) / Math.max(1, pictures.length)).toFixed(1);
  if (words.length === 0) findings.push(...gone(baseline));
  await rm(FINDINGS_FOLDER, { recursive: true, force: true });
  say(...findings.map(({ kind, name }) => `${name}: ${FOUND[kind]}`));
  say(`${pictures.length} pictures compared, ${each} ms each; ${findings.length} findings.`);
  if (findings.length === 0) return true;
  await writeFindings(assetsDirectory, FINDINGS_FOLDER, findings.slice(0, MOST_WRITTEN), baseline);
  say(`Pictures of what was found${findings.length > MOST_WRITTEN ? ' first' : ''}: ${FINDINGS_FOLDER}`);
  return false;
}

function say(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

const task = pictureTask(process.argv.slice(2));
if (task.isErr()) {
  process.stderr.write(`${PICTURE_USAGE}\n`);
  process.exit(2);
}
const built = await mkdtemp(join(tmpdir(), 'kofu-screens-'));
try {
  if (!(await run(task.value, await buildInto(built)))) process.exitCode = 1;
} finally {
  await rm(built, { recursive: true, force: true });
}

async function buildInto(folder: string): Promise<string> {
  const build = await buildScreens(folder);
  if (build.isErr()) throw new Error(build.error.kind, { cause: build.error.cause });
  return folder;
}
