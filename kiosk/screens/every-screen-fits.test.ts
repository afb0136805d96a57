/** Every screen in every language and size, normal and large: nothing cut off, covered, off the screen or too small to touch. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { layoutFaults, TARGET_MINIMUM_PX } from './layout-faults.ts';
import { MODES, openStudio, SIZES, type Studio } from './studio.ts';

let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-fits-'));
  (await buildScreens(built))._unsafeUnwrap();
});
afterAll(() => rm(built, { recursive: true, force: true }));

// High contrast changes colours only; it is looked at by axe.
const sized = MODES.filter(({ name }) => name !== 'contrast');

describe.each(SIZES)('$name', (size) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio(built, size);
  });
  afterAll(() => studio.close());

  it.each(LANGUAGES.flatMap((language) => sized.map((mode) => ({ language, ...mode }))))(
    'fits in $language, $name',
    async ({ language, options }) => {
      const faults: Record<string, string[]> = {};
      for (const { id, snapshot } of gallery) {
        await studio.show({ ...snapshot, language, options });
        const found = await studio.page.evaluate(layoutFaults, TARGET_MINIMUM_PX);
        if (found.length > 0) faults[id] = found;
      }
      expect(faults).toEqual({});
    },
  );

  it('fits also where the municipality chooser goes deeper', async () => {
    const rows = gallery.find(({ id }) => id === 'municipality-rows');
    if (rows === undefined) throw new Error('The gallery has rows.');
    for (const language of LANGUAGES) {
      await studio.show({ ...rows.snapshot, language, options: { largeText: true, highContrast: false } });
      await studio.page.locator('.choices-rows button').first().click();
      await studio.page.locator('.choices .choice-name').first().waitFor();
      expect(await studio.page.evaluate(layoutFaults, TARGET_MINIMUM_PX)).toEqual([]);
    }
  });
});

it('finds the faults it looks for', async () => {
  const studio = await openStudio(built, SIZES[0]);
  try {
    const [sample] = gallery;
    if (sample === undefined) throw new Error('The gallery is not empty.');
    await studio.show(sample.snapshot);
    await studio.page.evaluate(() => {
      const heading = document.querySelector<HTMLElement>('h1');
      const button = document.querySelector<HTMLElement>('footer button');
      const drawing = document.querySelector<HTMLElement>('.picture');
      if (heading === null || button === null || drawing === null) throw new Error('The screen has all three.');
      // Styles set by script are what the policy allows; style attributes would be refused.
      Object.assign(heading.style, { height: '10px', width: '3000px', whiteSpace: 'nowrap', fontSize: '200px' });
      Object.assign(button.style, { minHeight: '0', height: '40px' });
      Object.assign(drawing.style, { height: '40px' });
      const primary = document.querySelector<HTMLElement>('.start button');
      if (primary !== null) Object.assign(primary.style, { position: 'fixed', top: '0' });
    });
    const faults = (await studio.page.evaluate(layoutFaults, TARGET_MINIMUM_PX)).join('\n');
    expect(faults).toMatch(/target \d+×\d\d px/);
    expect(faults).toMatch(/off the screen: h1/);
    expect(faults).toMatch(/ over /);
    expect(faults).toMatch(/drawing squeezed/);
    expect(faults).toMatch(/under the corner of the staff/);
  } finally {
    await studio.close();
  }
});
