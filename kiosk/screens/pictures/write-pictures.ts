/// <reference types="node" />
/** Writes whole pictures of screens into a folder, for people to look at. */
import { Buffer } from 'node:buffer';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { openStudio, SIZES } from '../studio.ts';
import type { Baseline } from './baseline.ts';
import { REDUCTION } from './camera.ts';
import type { Finding } from './compare.ts';
import { markedPicture } from './marked-picture.ts';
import type { Picture } from './picture.ts';

/** `<name>.png` each. */
export async function writePictures(
  assetsDirectory: string,
  folder: string,
  pictures: readonly Picture[],
  seen: (picture: Picture, png: Uint8Array) => Promise<void> = async () => {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const size of SIZES) {
    const ofSize = pictures.filter((picture) => picture.size === size);
    if (ofSize.length === 0) continue;
    const studio = await openStudio(assetsDirectory, size);
    try {
      await studio.page.emulateMedia({ reducedMotion: 'reduce' });
      for (const picture of ofSize) {
        await studio.showEntry(picture.entry, { language: picture.language, options: picture.mode.options });
        const png = await studio.page.screenshot({ path: join(folder, `${picture.name}.png`), animations: 'disabled' });
        await seen(picture, png);
      }
    } finally {
      await studio.close();
    }
  }
}

/** Writes what differs, and where: `<name>.png`, and `<name>.marked.png` where something else was accepted before. */
export async function writeFindings(
  assetsDirectory: string,
  folder: string,
  findings: readonly Finding[],
  baseline: Baseline,
): Promise<void> {
  const shown = findings.flatMap((finding) => (finding.kind === 'gone' ? [] : [finding]));
  const byName = new Map(shown.map((finding) => [finding.name, finding]));
  const pictures = shown.map(({ picture }) => picture);
  await writePictures(assetsDirectory, folder, pictures, async ({ name }, png) => {
    const finding = byName.get(name);
    const expected = baseline.get(name);
    if (finding?.kind !== 'different' || expected === undefined) return;
    const marked = markedPicture(PNG.sync.read(Buffer.from(png)), finding.areas, expected, REDUCTION);
    await writeFile(join(folder, `${name}.marked.png`), PNG.sync.write(marked));
  });
}
