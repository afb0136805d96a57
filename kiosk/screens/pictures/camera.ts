/// <reference types="node" />
/**
 * Takes small pictures of the screens: laid out at full size, drawn at a quarter of it, which is far quicker than drawing them
 * whole and enough for a fingerprint.
 */
import { Buffer } from 'node:buffer';
import { PNG } from 'pngjs';
import { openStudio, type Size, type Studio } from '../studio.ts';
import type { Picture } from './picture.ts';

/** How much smaller a picture is than its screen. */
export const REDUCTION = 4;

/** Red, green, blue and opacity, a byte each, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface Camera {
  readonly studio: Studio;
  /** Shows each picture's screen and hands over what it looks like; `seen` is called in their order. */
  takeAll(pictures: readonly Picture[], seen: (picture: Picture, pixels: Pixels) => void): Promise<void>;
  /** What stands on the screen now. */
  take(): Promise<Pixels>;
  close(): Promise<void>;
}

/**
 * Nothing moves in front of a camera: the page is told that the resident wants no motion.
 *
 * @param assetsDirectory what `buildScreens` wrote.
 * @param browserArguments more for the command line of the browser.
 */
export async function openCamera(
  assetsDirectory: string,
  size: Size,
  browserArguments: readonly string[] = [],
): Promise<Camera> {
  const studio = await openStudio(assetsDirectory, size, browserArguments);
  const { page } = studio;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const browser = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, width: size.width, height: size.height, scale: 1 / REDUCTION };

  async function shoot(): Promise<Buffer> {
    const { data } = await browser.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true, clip });
    return Buffer.from(data, 'base64');
  }

  async function takePlain(pictures: readonly Picture[], seen: (picture: Picture, pixels: Pixels) => void) {
    // What has been shot is unpacked while the browser works on the next.
    let develop = (): void => {};
    const snapshots = pictures.map(({ entry, language, mode }) => ({
      ...entry.snapshot,
      language,
      options: mode.options,
    }));
    await studio.survey(
      snapshots,
      () => true,
      null,
      async (index) => {
        const shot = shoot();
        develop();
        develop = () => {};
        const bytes = await shot;
        const picture = pictures[index];
        if (picture !== undefined) develop = () => seen(picture, PNG.sync.read(bytes));
      },
    );
    develop();
  }

  return {
    studio,
    async takeAll(pictures, seen) {
      let plain: Picture[] = [];
      for (const picture of pictures) {
        if (!picture.entry.optionsOpen) {
          plain.push(picture);
          continue;
        }
        await takePlain(plain, seen);
        plain = [];
        await studio.showEntry(picture.entry, { language: picture.language, options: picture.mode.options });
        seen(picture, PNG.sync.read(await shoot()));
      }
      await takePlain(plain, seen);
    },
    take: async () => PNG.sync.read(await shoot()),
    close: () => studio.close(),
  };
}
