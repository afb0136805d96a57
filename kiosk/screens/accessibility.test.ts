/**
 * WCAG 2.2 AA as axe sees it: on every entry of the gallery in the usual mode, on every kind of screen in the others. The languages
 * take turns over the entries, another one first in each mode: they share their structure, and no entry meets the same language in
 * two neighbouring modes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LANGUAGES } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { MODES, type Mode, openStudio, SIZES, type Studio } from './studio.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Variants that add something to look at; the others of a screen differ in words only. */
const VARIANTS = [
  'attract-notice',
  'attract-about',
  'attract-settings',
  'pin-wrong',
  'pin-help',
  'pin-settings-all-on',
  'preview-overseas',
  'preview-hidden',
  'payment-idle',
  'municipality-rows',
  'municipality-prefectures',
  'misprint-locked-out',
  'operator-code-locked',
  'operator-home-full',
  'out-of-service-needs-staff-printer',
];

/** One of each screen, and those variants. */
const kinds = gallery.filter(
  ({ id, snapshot }, index) =>
    VARIANTS.includes(id) ||
    gallery.findIndex((other) => other.snapshot.screen.name === snapshot.screen.name) === index,
);

let built: string;
let studio: Studio;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-axe-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
  // Brings axe into the page, where it stays: bringing it anew for each look would take most of the time.
  await new AxeBuilder({ page: studio.page }).setLegacyMode(true).analyze();
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});

interface Finding {
  id: string;
  nodes: { html: string }[];
}

/** What axe finds on the page as it stands, by the rules of some tags or by one rule. Runs in the page, which must have axe. */
async function findings(only: { type: 'tag' | 'rule'; values: string[] }): Promise<Finding[]> {
  const axe: unknown = Reflect.get(window, 'axe');
  if (typeof axe !== 'object' || axe === null) throw new Error('The page has no axe.');
  const run: unknown = Reflect.get(axe, 'run');
  if (typeof run !== 'function') throw new Error('This axe cannot run.');
  const result: { violations: Finding[] } = await run.call(axe, document, {
    runOnly: only,
    resultTypes: ['violations'],
  });
  return result.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) }));
}

/** What axe finds on some entries in a mode. */
async function violationsOf(
  some: typeof gallery,
  mode: Mode,
  ...only: Parameters<typeof findings>[0][]
): Promise<Record<string, string[]>> {
  const violations: Record<string, string[]> = {};
  for (const [index, one] of some.entries()) {
    const language = LANGUAGES[(index + MODES.indexOf(mode)) % LANGUAGES.length] ?? 'ja';
    await studio.showEntry(one, { language, options: mode.options });
    for (const rules of only) {
      const found = await studio.page.evaluate(findings, rules);
      const key = `${one.id} ${language}`;
      for (const { id, nodes } of found) {
        violations[key] = [...(violations[key] ?? []), `${id}: ${nodes.map(({ html }) => html).join(' | ')}`];
      }
    }
  }
  return violations;
}

const ALL = { type: 'tag' as const, values: TAGS };

it('finds nothing to mend on any entry in the usual mode', { timeout: 300_000 }, async () => {
  expect(await violationsOf(gallery, MODES[0], ALL)).toEqual({});
});

it.each(MODES.slice(1))('finds nothing to mend on any kind of screen in $name', { timeout: 300_000 }, async (mode) => {
  // High contrast promises more than AA: no faint text at all.
  const enhanced = { type: 'rule' as const, values: ['color-contrast-enhanced'] };
  expect(await violationsOf(kinds, mode, ...(mode.name === 'contrast' ? [ALL, enhanced] : [ALL]))).toEqual({});
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
