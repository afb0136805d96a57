/// <reference types="node" />
/**
 * Every sample of the gallery looks as it was accepted: a quarter of the pictures, in turn. `npm run screenshots -- --compare` looks at
 * all of them and shows what differs; README.md of the screens tells how new ones are accepted.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildScreens } from '../build.ts';
import { SIZES, type Size } from '../studio.ts';
import { BASELINE_FOLDER, readBaseline } from './baseline.ts';
import { comparePictures, gone } from './compare.ts';
import { COMPARED_MODES, picturesIn, picturesInTurn } from './picture.ts';

let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-accepted-'));
  (await buildScreens(built))._unsafeUnwrap();
});
afterAll(() => rm(built, { recursive: true, force: true }));

it('has an accepted picture of every sample in every language, size and mode, and no others', async () => {
  const baseline = (await readBaseline(BASELINE_FOLDER))._unsafeUnwrap();
  expect(picturesIn(COMPARED_MODES).flatMap(({ name }) => (baseline.has(name) ? [] : [name]))).toEqual([]);
  expect(gone(baseline)).toEqual([]);
});

it.each<Size>(SIZES)('looks as accepted in $name', { timeout: 600_000 }, async (size) => {
  const baseline = (await readBaseline(BASELINE_FOLDER))._unsafeUnwrap();
  const pictures = picturesInTurn().filter((picture) => picture.size === size);
  const findings = await comparePictures(built, pictures, baseline);
  expect(findings.map(({ kind, name }) => `${name}: ${kind}`)).toEqual([]);
});
