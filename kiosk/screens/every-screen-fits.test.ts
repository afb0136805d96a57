/**
 * Every screen in every language and size: nothing cut off, covered, off the screen or too small to touch, and with controls within
 * reach none above it.
 *
 * In the usual mode every entry is looked at in every language. In the other modes the languages take turns over the entries, so
 * that each language meets each kind of screen.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES, type Language, type ScreenOptions, USUAL_OPTIONS } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { type GalleryEntry, gallery } from './gallery.ts';
import { layoutFaults, TARGET_MINIMUM_PX } from './layout-faults.ts';
import { REACH_BEGINS_PX, reachFaults } from './reach-faults.ts';
import { openStudio, SIZES, type Size, type Studio } from './studio.ts';

let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-fits-'));
  (await buildScreens(built))._unsafeUnwrap();
});
afterAll(() => rm(built, { recursive: true, force: true }));

/** Which entries are looked at in which language, language by language: each entry in `times` of them, in turn. */
function inTurn(times: number): [Language, GalleryEntry[]][] {
  return LANGUAGES.map((language, place) => [
    language,
    gallery.filter((_, index) => (place - index + LANGUAGES.length * gallery.length) % LANGUAGES.length < times),
  ]);
}

type Look = (argument: number) => string[];

/** What a look finds, by entry. */
async function faultsOf(
  studio: Studio,
  entries: readonly GalleryEntry[],
  change: { language: Language; options: ScreenOptions },
  look: Look,
  argument: number,
): Promise<Record<string, string[]>> {
  const faults: Record<string, string[]> = {};
  const plain = entries.filter(({ optionsOpen }) => !optionsOpen);
  const answers = await studio.survey(
    plain.map(({ snapshot }) => ({ ...snapshot, ...change })),
    look,
    argument,
  );
  for (const [index, { id }] of plain.entries()) {
    const found = answers[index] ?? ['not looked at'];
    if (found.length > 0) faults[id] = found;
  }
  for (const entry of entries.filter(({ optionsOpen }) => optionsOpen)) {
    await studio.showEntry(entry, change);
    const found = await studio.page.evaluate(look, argument);
    if (found.length > 0) faults[entry.id] = found;
  }
  return faults;
}

const MODES: readonly [string, number, Partial<ScreenOptions>][] = [
  ['the usual mode', LANGUAGES.length, {}],
  ['large text', 1, { largeText: true }],
  ['high contrast', 1, { highContrast: true }],
  ['controls within reach', 1, { lowControls: true }],
  ['large text and controls within reach', 1, { largeText: true, lowControls: true }],
  ['numbers on the choices', 1, { spokenGuidance: true }],
];

describe.each<Size>(SIZES)('$name', ({ name, ...size }) => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio(built, size);
  });
  afterAll(() => studio.close());

  it.each(MODES)('fits in %s', { timeout: 180_000 }, async (_, times, chosen) => {
    const options = { ...USUAL_OPTIONS, ...chosen };
    for (const [language, entries] of inTurn(times)) {
      const change = { language, options };
      const faults = await faultsOf(studio, entries, change, layoutFaults, TARGET_MINIMUM_PX[name]);
      expect(faults, language).toEqual({});
      if (!options.lowControls) continue;
      const beyond = await faultsOf(studio, entries, change, reachFaults, REACH_BEGINS_PX[name]);
      expect(beyond, language).toEqual({});
    }
  });

  it('fits also where the municipality chooser goes deeper', async () => {
    const rows = gallery.find(({ id }) => id === 'municipality-rows');
    if (rows === undefined) throw new Error('The gallery has rows.');
    for (const language of LANGUAGES) {
      for (const lowControls of [false, true]) {
        await studio.showEntry(rows, { language, options: { ...USUAL_OPTIONS, largeText: true, lowControls } });
        await studio.page.locator('.choices-rows button').first().click();
        await studio.page.locator('.choices .choice-name').first().waitFor();
        expect(await studio.page.evaluate(layoutFaults, TARGET_MINIMUM_PX[name])).toEqual([]);
        if (lowControls) expect(await studio.page.evaluate(reachFaults, REACH_BEGINS_PX[name])).toEqual([]);
      }
    }
  });
});

/** How many of the faults a clerk chooses from stand there whole at once. Runs in the page. */
function wholeFaults(): number {
  const list = document.querySelector('.scroll-region')?.getBoundingClientRect();
  const faults = [...document.querySelectorAll('.operator-faults .button')].map((one) => one.getBoundingClientRect());
  return faults.filter(({ bottom }) => list !== undefined && bottom <= list.bottom + 1).length;
}

it.each<Size>(SIZES)('shows a clerk three faults at least within reach in $name', async ({ name: _, ...size }) => {
  const full = gallery.find(({ id }) => id === 'operator-home-full');
  if (full === undefined) throw new Error('The gallery has a terminal with every fault.');
  const studio = await openStudio(built, size);
  try {
    for (const language of LANGUAGES) {
      for (const largeText of [false, true]) {
        await studio.showEntry(full, { language, options: { ...USUAL_OPTIONS, lowControls: true, largeText } });
        expect(await studio.page.evaluate(wholeFaults), language).toBeGreaterThanOrEqual(3);
      }
    }
  } finally {
    await studio.close();
  }
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
    const faults = (await studio.page.evaluate(layoutFaults, TARGET_MINIMUM_PX.portrait)).join('\n');
    expect(faults).toMatch(/target \d+×\d\d px/);
    expect(faults).toMatch(/off the screen: h1/);
    expect(faults).toMatch(/ over /);
    expect(faults).toMatch(/drawing squeezed/);
    expect(faults).toMatch(/under the corner of the staff/);
    expect((await studio.page.evaluate(reachFaults, REACH_BEGINS_PX.portrait)).join('\n')).toMatch(
      /^0 px: 画面にふれて/,
    );
  } finally {
    await studio.close();
  }
});
