/**
 * Every control of every screen in every language is named, in that language; every word that stands there or is only read out is in
 * the script of its language, unless it is marked as another or is a name; and the focus goes as the eye reads.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LANGUAGES, type Language, USUAL_OPTIONS } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';

let built: string;
let studio: Studio;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-names-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});

/** What stands on the machine, the card or its papers in Japanese is quoted as it stands there. */
const AS_ON_THE_MACHINE = /マイナンバーカード|暗証番号|利用者証明用|返却口|領収証/g;
/** Names, numbers and signs of the gallery that are the same in every language, and a paper size. */
const NAMES =
  /mRNA|SYN-0001(?:-WITH-A-NAME-OF-32-SIGNS)?|0\.1\.0-sample|SYNTHETIC\d+|SYN\d+|ZZ\d+|JPN|MIHON\w*|HANAKO\w*|A4|clerk-1|store-0001\.clerk-of-the-night-shift-1234|見本[\p{Script=Han}　［］]*/gu;

const HAN = /\p{Script=Han}/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HANGUL = /\p{Script=Hangul}/u;
const LATIN_WORD = /[A-Za-z]{2,}/;

const FOREIGN: Record<Language, readonly RegExp[]> = {
  ja: [HANGUL, LATIN_WORD],
  en: [HAN, KANA, HANGUL],
  zh: [KANA, HANGUL, LATIN_WORD],
  ko: [HAN, KANA, LATIN_WORD],
};

interface Seen {
  /** Words marked as being in the language of the page, seen or only read out. */
  words: string[];
  /** Controls without a name. */
  nameless: string[];
  /** Steps of the focus against the order of reading. */
  backwards: string[];
  /** Elements that jump the order of the focus. */
  jumping: number;
}

/** Runs in the page, so it may use nothing from outside itself. */
function lookAround(): Seen {
  const language = document.documentElement.lang;
  const own = (element: Element | null): boolean => element?.closest('[lang]')?.getAttribute('lang') === language;
  const words: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node instanceof Element ? node : node.parentElement;
    if (!own(element)) continue;
    const text = node instanceof Element ? node.getAttribute('aria-label') : node.textContent;
    if (text !== null && text.trim() !== '') words.push(text.trim());
  }
  const within = (element: Element) => element.closest('[inert], [aria-hidden="true"]') === null;
  const stops = [...document.querySelectorAll<HTMLElement>('button:enabled, [data-scrolls][tabindex="0"]')].filter(
    (one) => within(one) && one.checkVisibility(),
  );
  const nameOf = (element: HTMLElement) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
  const backwards: string[] = [];
  for (const [index, one] of stops.entries()) {
    const next = stops[index + 1];
    // In a long text, and beside it where its buttons move it, the order is that of the text.
    if (next === undefined || one.closest('.scroll') !== null || next.closest('.scroll') !== null) continue;
    const from = one.getBoundingClientRect();
    const to = next.getBoundingClientRect();
    const above = to.bottom <= from.top + 1;
    const leftOf = to.right <= from.left + 1 && to.top < from.bottom - 1 && to.bottom > from.top + 1;
    if (above || leftOf) backwards.push(`${nameOf(one)} → ${nameOf(next)}`);
  }
  return {
    words,
    nameless: stops.filter((one) => !/[\p{L}\p{N}]/u.test(nameOf(one))).map(({ outerHTML }) => outerHTML),
    backwards,
    jumping: document.querySelectorAll('[tabindex]:not([tabindex="0"], [tabindex="-1"])').length,
  };
}

function foreign(language: Language, words: readonly string[]): string[] {
  const others = FOREIGN[language];
  return words.filter((word) => {
    const plain = word.replace(NAMES, '').replace(language === 'ja' ? '' : AS_ON_THE_MACHINE, '');
    return others.some((script) => script.test(plain));
  });
}

describe.each(LANGUAGES)('%s', (language) => {
  it('names every control, in reading order, and says nothing in another language', { timeout: 120_000 }, async () => {
    const change = { language, options: USUAL_OPTIONS };
    const plain = gallery.filter(({ optionsOpen }) => !optionsOpen);
    const seen = await studio.survey(
      plain.map(({ snapshot }) => ({ ...snapshot, ...change })),
      lookAround,
      undefined,
    );
    const all = new Map(plain.map(({ id }, index) => [id, seen[index]]));
    for (const one of gallery.filter(({ optionsOpen }) => optionsOpen)) {
      await studio.showEntry(one, change);
      all.set(one.id, await studio.page.evaluate(lookAround));
    }
    const faults: Record<string, object> = {};
    for (const [id, found] of all) {
      if (found === undefined) throw new Error(`${id} was not looked at.`);
      const { words, nameless, backwards, jumping } = found;
      expect(words.length, id).toBeGreaterThan(3);
      const strange = foreign(language, words);
      if (strange.length + nameless.length + backwards.length + jumping > 0) {
        faults[id] = { strange, nameless, backwards, jumping };
      }
    }
    expect(faults).toEqual({});
  });
});

it('takes the Tab key along the same way', { timeout: 60_000 }, async () => {
  const { page } = studio;
  const firsts = gallery.filter(
    ({ snapshot }, index) =>
      gallery.findIndex((other) => other.snapshot.screen.name === snapshot.screen.name) === index,
  );
  for (const one of firsts) {
    await studio.showEntry(one);
    const count = await page.locator('.kiosk-body button:enabled, .kiosk-body [data-scrolls][tabindex="0"]').count();
    const walked: number[] = [];
    for (let step = 0; step < count; step += 1) {
      await page.keyboard.press('Tab');
      walked.push(
        await page.evaluate(() =>
          [
            ...document.querySelectorAll('.kiosk-body button:enabled, .kiosk-body [data-scrolls][tabindex="0"]'),
          ].indexOf(document.activeElement ?? document.body),
        ),
      );
    }
    expect(walked, one.id).toEqual(Array.from({ length: count }, (_, index) => index));
  }
});

it('knows a word of one language from those of the others', () => {
  expect(foreign('ja', ['用紙', 'Paper', 'A4 1枚', '용지'])).toEqual(['Paper', '용지']);
  expect(foreign('en', ['Paper', '紙', 'かみ'])).toEqual(['紙', 'かみ']);
  expect(foreign('zh', ['纸', 'かみ', '“利用者証明用”'])).toEqual(['かみ']);
  expect(foreign('ko', ['종이', '紙', '카드(マイナンバーカード)'])).toEqual(['紙']);
});
