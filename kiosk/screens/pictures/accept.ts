/// <reference types="node" />
/** Makes what the screens show now what is expected of them. */
import { type Baseline, writeBaseline } from './baseline.ts';
import { takePictures } from './compare.ts';
import { differingAreas } from './difference.ts';
import { fingerprintOf } from './fingerprint.ts';
import { COMPARED_MODES, type Picture, picturesIn } from './picture.ts';
import { rounded } from './stored-fingerprint.ts';

/**
 * Writes the fingerprints anew. Of pictures that are told from the accepted ones by nothing the old fingerprint stays, so that a commit
 * shows which have changed.
 *
 * @param pictures those that are accepted; all others keep what they have.
 * @returns the names of the pictures that are new or changed.
 */
export async function acceptPictures(
  assetsDirectory: string,
  pictures: readonly Picture[],
  folder: string,
  before: Baseline,
): Promise<string[]> {
  const baseline = new Map(before);
  const changed: string[] = [];
  await takePictures(assetsDirectory, pictures, ({ name }, pixels) => {
    const now = fingerprintOf(pixels);
    const expected = before.get(name);
    if (expected !== undefined && differingAreas(expected, now).length === 0) return;
    baseline.set(name, rounded(now));
    changed.push(name);
  });
  await writeBaseline(folder, picturesIn(COMPARED_MODES), baseline);
  return changed;
}
