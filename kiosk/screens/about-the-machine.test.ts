/** What the machine says about itself is found by touch and by keypad, in every language, with the credits that are owed. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';
import { CREDITS } from './texts/credits.ts';
import { TEXTS } from './texts/index.ts';
import { entry, wholeEntry } from './touch-log.ts';

let built: string;
let studio: Studio;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-about-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});

const focused = () => studio.page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

describe.each(LANGUAGES)('%s', (language) => {
  const { about, controls } = TEXTS[language];

  it('says what it is and whose work is in it', async () => {
    await studio.showEntry(wholeEntry('attract-about'), { language });
    const panel = studio.page.getByRole('dialog', { name: about.heading });
    const words = (await panel.textContent()) ?? '';
    for (const said of [about.purpose, about.voiceChanged, about.notices, ...Object.values(CREDITS)]) {
      expect(words).toContain(said);
    }
    expect(await panel.locator('[lang="en"]').count()).toBe(Object.keys(CREDITS).length);
  });

  it('is opened and left by touch, and gives the focus back', async () => {
    const { page } = studio;
    await studio.show({ ...entry('pin'), language });
    await page.getByRole('button', { name: controls.options }).click();
    await page.getByRole('button', { name: about.heading }).click();
    expect(await focused()).toBe(about.heading);
    await page.getByRole('button', { name: about.back }).click();
    await page.getByRole('dialog', { name: controls.options }).waitFor();
    expect(await focused()).toBe(about.heading);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
  });
});

it('is opened and left by the keypad', async () => {
  const { page } = studio;
  await studio.showEntry(wholeEntry('attract-settings'));
  await page.keyboard.press('NumpadSubtract');
  await page.keyboard.press('NumpadSubtract');
  expect(await focused()).toBe(TEXTS.ja.about.heading);
  await page.keyboard.press('NumpadEnter');
  await page.locator('.about').waitFor();
  await page.keyboard.press('Backspace');
  await page.locator('.about').waitFor({ state: 'detached' });
  expect(await page.locator('.options').count()).toBe(1);
});

it('tells the terminal and its version where the screen knows them', async () => {
  await studio.showEntry({ ...wholeEntry('attract-about'), snapshot: entry('out-of-service-line-down') });
  const words = await studio.page.locator('.about').textContent();
  expect(words).toContain('SYN-0001');
  expect(words).toContain('0.1.0-sample');
});

it('is closed on the next screen', async () => {
  await studio.showEntry(wholeEntry('attract-about'));
  await studio.show(entry('menu'));
  expect(await studio.page.locator('.about').count()).toBe(0);
  await studio.page.locator('.controls-options button').click();
  expect(await studio.page.locator('.options-list').count()).toBe(1);
  expect(await focused()).toBe(TEXTS.ja.controls.options);
});

it('names the makers of the voice as the credits beside the clips do', async () => {
  const credits = await readFile(fileURLToPath(new URL('./voice/CREDITS.md', import.meta.url)), 'utf8');
  for (const named of [
    'tohoku-f01',
    '© 2015 Intelligent Communication Network (Ito-Nose) Laboratory, Tohoku University',
    'CC BY 4.0',
    'https://creativecommons.org/licenses/by/4.0/',
  ]) {
    expect(credits).toContain(named);
    expect(CREDITS.voice).toContain(named);
  }
});
