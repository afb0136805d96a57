/** The test language is longer and marked, and everything a screen says in words comes from the texts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gallery } from './gallery.ts';
import { buildPseudoScreens, pseudoSnapshot } from './pseudo-locale.ts';
import { grown, pseudo, pseudoTexts } from './pseudo-texts.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';
import { CREDITS } from './texts/credits.ts';
import { EN } from './texts/en.ts';
import { everyText } from './texts/every-text.ts';

it('makes a text two fifths longer, accented, and leaves its figures', () => {
  expect(pseudo('Stop')).toBe('[Štõp]');
  expect(pseudo('Stop here')).toBe('[Štõpp héréé]');
  expect(grown('2 tries left, 350\u00a0yen')).toMatch(/^2 .*350\u00a0/);
  expect(grown('12,000')).toBe('12,000');
});

it('changes every text, and makes none of more than one letter shorter', () => {
  const plain = new Map(everyText(EN));
  const changed = everyText(pseudoTexts(EN)).filter(([path]) => !/\.(day|yen|doseNumber|row)$/.test(path));
  expect(changed.length).toBeGreaterThan(600);
  for (const [path, text] of changed) {
    expect(text, path).toMatch(/^\[.+\]$/s);
    expect(text.length, path).toBeGreaterThanOrEqual((plain.get(path)?.length ?? 0) * 1.4);
  }
});

let built: string;
let studio: Studio;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-pseudo-'));
  (await buildPseudoScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});

/** A day in English has no marks; a language is always called by its own name. */
const KNOWN = /^(\d{1,2} [A-Z][a-z]+ \d{4}|English)$/;

/** Credits stand as those write them to whom they are owed. */
const NAMES_OF_OTHERS: ReadonlySet<string> = new Set(Object.values(CREDITS));

/** Words in the page, or names only a screen reader hears, that stand outside the marks and are not said to be in another language. */
function unmarkedWords(): string[] {
  const found: string[] = [];
  const look = (words: string | null) => {
    const plain = (words ?? '').replace(/\[[^\]]*\]/g, '');
    if (/[a-z]{4,}/.test(plain)) found.push(plain.trim());
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node instanceof Element ? node : node.parentElement;
    if (element?.closest('[lang]')?.getAttribute('lang') !== 'en') continue;
    if (node instanceof Element) look(node.getAttribute('aria-label'));
    else look(node.textContent);
  }
  return found;
}

it('says nothing in words that is not in the texts', async () => {
  const unmarked: Record<string, string[]> = {};
  for (const one of gallery) {
    const { id } = one;
    const shown = pseudoSnapshot(one.snapshot);
    await studio.showEntry({ ...one, snapshot: shown });
    const fromOutside = JSON.stringify(shown);
    const words = (await studio.page.evaluate(unmarkedWords)).filter(
      (word) => !KNOWN.test(word) && !NAMES_OF_OTHERS.has(word) && !fromOutside.includes(word),
    );
    if (words.length > 0) unmarked[id] = words;
  }
  expect(unmarked).toEqual({});
}, 60_000);
