/**
 * WCAG 2.2 AA as axe sees it, on every kind of screen. The languages take turns over the screens, another one first in each mode:
 * they share their structure, and no screen meets the same language in every mode.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LANGUAGES, type ScreenName } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { MODES, type Mode, openStudio, SIZES, type Studio } from './studio.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Variants that add something to look at, and screens whose size matters when text is large. */
const VARIANTS = [
  'attract-notice',
  'pin-wrong',
  'preview-overseas',
  'payment-idle',
  'municipality-rows',
  'preview-hidden',
  'pin-help',
  'operator-code-locked',
  'attract-settings',
  'pin-settings-all-on',
];
const CROWDED = [...VARIANTS, 'kind', 'copies', 'confirm', 'refused-right-person', 'payment', 'operator-home-full'];

const seen = new Set<ScreenName>();
/** One of each screen, and the variants. */
const entries = gallery.filter(({ id, snapshot }) => {
  const first = !seen.has(snapshot.screen.name);
  seen.add(snapshot.screen.name);
  return first || VARIANTS.includes(id);
});
const crowded = gallery.filter(({ id }) => CROWDED.includes(id));

let built: string;
let studio: Studio;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-axe-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});

/** What axe finds on some screens in a mode. */
async function violationsOf(some: typeof gallery, mode: Mode, look: (axe: AxeBuilder) => AxeBuilder) {
  const violations: Record<string, string[]> = {};
  for (const [index, one] of some.entries()) {
    const { id } = one;
    const language = LANGUAGES[(index + MODES.indexOf(mode)) % LANGUAGES.length] ?? 'ja';
    await studio.showEntry(one, { language, options: mode.options });
    // Without frames there is nothing the slower mode, which opens a page of its own for each look, would add.
    const result = await look(new AxeBuilder({ page: studio.page }).setLegacyMode(true)).analyze();
    const found = result.violations.map(
      ({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(' | ')}`,
    );
    if (found.length > 0) violations[`${id} ${language}`] = found;
  }
  return violations;
}

const [normal, large, contrast, low, , guided] = MODES;

it('finds nothing to mend', { timeout: 240_000 }, async () => {
  expect(await violationsOf(entries, normal, (axe) => axe.withTags(TAGS))).toEqual({});
});

it('finds nothing to mend in large text, where it is crowded', { timeout: 240_000 }, async () => {
  expect(await violationsOf(crowded, large, (axe) => axe.withTags(TAGS))).toEqual({});
});

it('finds nothing to mend with controls within reach, where it is crowded', { timeout: 240_000 }, async () => {
  expect(await violationsOf(crowded, low, (axe) => axe.withTags(TAGS))).toEqual({});
});

it('finds nothing to mend with spoken guidance, where it is crowded', { timeout: 240_000 }, async () => {
  expect(await violationsOf(crowded, guided, (axe) => axe.withTags(TAGS))).toEqual({});
});

// Only colours differ in this mode.
it('finds no faint text in high contrast', { timeout: 240_000 }, async () => {
  const enhanced = await violationsOf(entries, contrast, (axe) => axe.withRules(['color-contrast-enhanced']));
  expect(enhanced).toEqual({});
});

it('finds what is wrong when something is', async () => {
  const [sample] = gallery;
  if (sample === undefined) throw new Error('The gallery is not empty.');
  await studio.show(sample.snapshot);
  await studio.page.evaluate(() => {
    const heading = document.querySelector<HTMLElement>('h1');
    if (heading !== null) heading.style.color = '#ddd';
  });
  const result = await new AxeBuilder({ page: studio.page }).setLegacyMode(true).withTags(TAGS).analyze();
  expect(result.violations.map(({ id }) => id)).toEqual(['color-contrast']);
});
