/** What a resident finds on the screen that says why it can go no further: everything by role and name, nothing by class. */
import { expect } from 'vitest';
import { LANGUAGE_NAMES } from '../../kiosk/screens/texts/index.ts';
import type { Refusal } from '../../server-bridge/index.ts';
import type { BrowserKiosk } from './browser-kiosk.ts';
import type { MoneySaid, RefusalCase } from './refusal-case.ts';
import { type Resident, residentAt, type SpokenHere } from './resident-at-the-window.ts';

const SEEN_LIMIT_MS = 40_000;

/** In figures and words of the test's own. */
const MONEY: Readonly<Record<SpokenHere, (said: MoneySaid) => string>> = {
  ja: (said) =>
    said === 'none-taken'
      ? 'お金はいただいていません'
      : said === 'look-in-the-slot'
        ? '返却口をご確認ください'
        : `${said.backYen}円をお返しします`,
  en: (said) =>
    said === 'none-taken' ? 'not been charged' : said === 'look-in-the-slot' ? 'return slot' : `${said.backYen} yen`,
};

/** The heading, what happened, what next, the money, and one way on, which has the keyboard too. */
export async function seesRefusal(
  { page, words, heading, button, language }: Resident,
  refusal: Refusal,
  o: { literally: RefusalCase['literally']; money: MoneySaid },
): Promise<void> {
  const { title, happened, next } = words.refused.codes[refusal];
  await heading(title).waitFor({ timeout: SEEN_LIMIT_MS });
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
  expect(await page.locator('html').getAttribute('lang')).toBe(language);
  expect(await page.getByRole('term').allInnerTexts()).toEqual([
    words.refused.happened,
    words.refused.next,
    words.refused.money,
  ]);
  const told = await page.getByRole('definition').allInnerTexts();
  expect(told.slice(0, 2)).toEqual([happened, next]);
  expect(told[0]).toContain(o.literally[language][0]);
  expect(told[1]).toContain(o.literally[language][1]);
  // A sum is not parted at the end of a line.
  expect(told[2]?.replaceAll('\u00a0', ' ')).toContain(MONEY[language](o.money));
  expect(await button(words.refused.finish).count()).toBe(1);
}

/** Asks for the voice by the keypad's star: the live region says it all, and the only choice has the number 1. */
export async function hearsRefusal({ page, words }: Resident, refusal: Refusal): Promise<void> {
  const { title, happened, next } = words.refused.codes[refusal];
  await page.keyboard.press('NumpadMultiply');
  const live = page.locator('.spoken-only[aria-live="polite"]');
  await expect.poll(() => live.textContent(), { timeout: SEEN_LIMIT_MS }).toContain(title);
  const said = await live.textContent();
  expect(said).toContain(happened);
  expect(said).toContain(next);
}

/** Turns to another language where the visit stands, by the settings as they are called in the language left. */
export async function turnsTo(kiosk: BrowserKiosk, { tap, words }: Resident, language: SpokenHere): Promise<Resident> {
  const turned = residentAt(kiosk, language);
  await tap(words.controls.options);
  await tap(LANGUAGE_NAMES[language]);
  await tap(turned.words.guide.close);
  return turned;
}

/** Nothing of the visit is left on the screen: the terminal says why it is closed, and what to do. */
export async function seesClosed(
  { page, words, sees, language }: Resident,
  cause: keyof Resident['words']['outOfService']['causes'],
  literally: RefusalCase['literally'],
): Promise<void> {
  await sees(words.outOfService.heading);
  const { happened, next } = words.outOfService.causes[cause];
  for (const text of [happened, next, ...literally[language]])
    await page.getByRole('main').getByText(text).waitFor({ timeout: SEEN_LIMIT_MS });
}
