/// <reference types="node" />
/** Takes pictures and holds them against the committed fingerprints. */
import { SIZES } from '../studio.ts';
import type { Baseline } from './baseline.ts';
import { openCamera, type Pixels } from './camera.ts';
import { type Area, differingAreas } from './difference.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import { COMPARED_MODES, type Picture, picturesIn } from './picture.ts';

export type Finding =
  /** Nobody has accepted a picture of this name yet. */
  | { readonly kind: 'new'; readonly name: string; readonly picture: Picture }
  /** An accepted picture is no longer in the gallery. */
  | { readonly kind: 'gone'; readonly name: string }
  /** It shows something else than what was accepted. */
  | { readonly kind: 'different'; readonly name: string; readonly picture: Picture; readonly areas: readonly Area[] };

/** Shows the pictures one after the other and hands over what is seen of each. */
export async function takePictures(
  assetsDirectory: string,
  pictures: readonly Picture[],
  seen: (picture: Picture, pixels: Pixels) => void,
): Promise<void> {
  for (const size of SIZES) {
    const ofSize = pictures.filter((picture) => picture.size === size);
    if (ofSize.length === 0) continue;
    const camera = await openCamera(assetsDirectory, size);
    try {
      await camera.takeAll(ofSize, seen);
    } finally {
      await camera.close();
    }
  }
}

/** What is to be said about one picture; `null` where it shows what was accepted. */
export function findingAbout(picture: Picture, now: Fingerprint, baseline: Baseline): Finding | null {
  const { name } = picture;
  const expected = baseline.get(name);
  if (expected === undefined) return { kind: 'new', name, picture };
  const areas = differingAreas(expected, now);
  return areas.length === 0 ? null : { kind: 'different', name, picture, areas };
}

/** Fingerprints without a picture. */
export function gone(baseline: Baseline): Finding[] {
  const names = new Set(picturesIn(COMPARED_MODES).map(({ name }) => name));
  return [...baseline.keys()].filter((name) => !names.has(name)).map((name) => ({ kind: 'gone', name }));
}

/** Compares these pictures; fingerprints of other pictures are not looked at. */
export async function comparePictures(
  assetsDirectory: string,
  pictures: readonly Picture[],
  baseline: Baseline,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  await takePictures(assetsDirectory, pictures, (picture, pixels) => {
    const finding = findingAbout(picture, fingerprintOf(pixels), baseline);
    if (finding !== null) findings.push(finding);
  });
  return findings;
}
