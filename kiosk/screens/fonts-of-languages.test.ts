/** Each language is written in the face shipped for it, which has every character of its texts; nothing else is fetched. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LANGUAGES } from '../snapshot.ts';
import { type BuiltScreens, buildScreens } from './build.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';
import { everyText } from './texts/every-text.ts';
import { LANGUAGE_NAMES, TEXTS } from './texts/index.ts';
import { entry } from './touch-log.ts';

/** What a terminal carries for the two languages, all slices of all weights. */
const LARGEST_BYTES = 10_000_000;
const FACES = { zh: 'Noto Sans SC', ko: 'Noto Sans KR' } as const;
const EXPECTED = { ja: 'BIZ UDPGothic', en: 'BIZ UDPGothic', ...FACES };

let directory: string;
let built: BuiltScreens;
let studio: Studio;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kofu-fonts-'));
  built = (await buildScreens(directory))._unsafeUnwrap();
  studio = await openStudio(directory, SIZES[0]);
});
afterAll(async () => {
  await studio.close();
  await rm(directory, { recursive: true, force: true });
});

it('carries the faces of Chinese and Korean, and not more than they need', () => {
  const slices = built.files.filter(({ name }) => name.endsWith('.woff2'));
  expect(slices.length).toBeGreaterThan(100);
  expect(slices.every(({ name }) => /^fonts\/noto-sans-(sc|kr)-[a-z0-9-]+-wght-normal\.woff2$/.test(name))).toBe(true);
  expect(slices.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(LARGEST_BYTES);
});

it('asks for files of its own only, and waits for them', async () => {
  const styles = await readFile(join(directory, 'screens.css'), 'utf8');
  const names = new Set(built.files.map(({ name }) => name));
  const asked = [...styles.matchAll(/url\(["']?([^"')]+)["']?\)/g)].map(([, url = '']) => url.replace(/^\.\//, ''));
  expect(asked.filter((url) => !names.has(url))).toEqual([]);
  expect(styles).not.toMatch(/font-display:\s*(?!block)/);
});

/** Characters a face has, as the style sheet says. */
async function charactersOf(face: string): Promise<(character: string) => boolean> {
  const styles = await readFile(join(directory, 'screens.css'), 'utf8');
  const ranges = [...styles.matchAll(/@font-face\s*\{([^}]*)\}/g)]
    .filter(([, rule = '']) => rule.includes(`${face} Variable`))
    .flatMap(([, rule = '']) => (/unicode-range:([^;}]*)/.exec(rule)?.[1] ?? '').split(','))
    .map((range) => range.trim().replace(/^U\+/i, '').split('-'))
    .map(([first = '', last = first]) => [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const);
  return (character) => {
    const point = character.codePointAt(0) ?? 0;
    return ranges.some(([first, last]) => point >= first && point <= last);
  };
}

it.each(['zh', 'ko'] as const)('has every character of the texts (%s)', async (language) => {
  const has = await charactersOf(FACES[language]);
  const words = everyText(TEXTS[language])
    // What stands in Japanese on the machine is quoted in the Japanese face where this one lacks it.
    .map(([, text]) => text.replace(/\(\p{Script=Han}+\)|“利用者証明用”|（[\p{Script=Han}]+）/gu, ''))
    .join('');
  expect([...new Set(words)].filter((character) => !has(character))).toEqual([]);
});

it.each(LANGUAGES)('writes the heading in the face of the language (%s)', async (language) => {
  await studio.show({ ...entry('lay-card-none'), language });
  const families = await facesOf('.stage .heading');
  expect(families).toEqual([EXPECTED[language]]);
});

it('writes the name of each language in its own face, whatever the screen speaks', async () => {
  await studio.show({ ...entry('attract'), language: 'ja' });
  for (const language of LANGUAGES) {
    const button = `button[lang="${language}"]`;
    expect(await studio.page.locator(button).first().textContent()).toContain(LANGUAGE_NAMES[language]);
    expect(await facesOf(`${button} .button-words`)).toEqual([EXPECTED[language]]);
  }
});

/** The faces the browser really drew the words of an element with; each must have come with the page. */
async function facesOf(selector: string): Promise<string[]> {
  const session = await studio.page.context().newCDPSession(studio.page);
  try {
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    expect(fonts.filter(({ isCustomFont }) => !isCustomFont)).toEqual([]);
    return [...new Set(fonts.map(({ familyName }) => familyName.replace(/ (Variable|Thin|Regular|Bold)$/, '')))];
  } finally {
    await session.detach();
  }
}
