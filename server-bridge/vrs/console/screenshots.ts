/** `node server-bridge/vrs/console/screenshots.ts FOLDER`: a picture of every page, from samples, for people to look at. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startScriptedListener } from '../../console-kit/testing/scripted-listener.ts';
import { goTo, openStudio, SIZES } from '../../console-kit/testing/studio.ts';
import { buildStaffPage } from './build.ts';
import { sampleScript } from './testing/sample-script.ts';
import { VIEWS } from './testing/views.ts';
import { rightsOf } from './testing/work-samples.ts';

async function speak(page: Page, language: 'en' | 'ja'): Promise<void> {
  const isJapanese = (await page.locator('html').getAttribute('lang')) === 'ja';
  if (isJapanese !== (language === 'ja')) await page.getByRole('button', { name: /日本語|English/ }).click();
}

/** @param only words of names (`person.ja.1280.light`) that are wanted; none: all */
export async function takePictures(folder: string, only: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const out = await mkdtemp(join(tmpdir(), 'kofu-staff-page-'));
  (await buildStaffPage(out))._unsafeUnwrap();
  const listener = await startScriptedListener(out, sampleScript(rightsOf('exchange')));
  try {
    for (const [size, dark, language] of [
      [SIZES[0], false, 'ja'],
      [SIZES[1], true, 'ja'],
      [SIZES[0], false, 'en'],
    ] as const) {
      const studio = await openStudio({ ...size, dark });
      try {
        for (const { name, hash, open } of VIEWS) {
          const file = `${name}.${language}.${size.name}.${dark ? 'dark' : 'light'}`;
          if (only.length > 0 && !only.some((word) => file.includes(word))) continue;
          await goTo(studio.page, listener.origin, '#/');
          await speak(studio.page, language);
          await goTo(studio.page, listener.origin, hash);
          await open(studio.page);
          await studio.page.waitForTimeout(400);
          // A question is a matter of the window; a page is to be seen to its end.
          const asks = (await studio.page.getByRole('dialog').count()) > 0;
          if (!asks) await studio.page.evaluate('scrollTo(0, 0)');
          await studio.page.screenshot({ path: join(folder, `${file}.png`), fullPage: !asks });
        }
      } finally {
        await studio.close();
      }
    }
  } finally {
    await listener.close();
    await rm(out, { recursive: true, force: true });
  }
}

const [folder, ...only] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) await takePictures(folder, only);
