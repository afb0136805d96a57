/**
 * A visit without a finger on the glass or an eye on it: a number keypad chooses, types and confirms, and everything is heard first.
 * The number pressed for a choice is the one the page gives it.
 */
import { expect } from 'vitest';
import type { VirtualCard } from '../../card-reader/virtual/index.ts';
import { LANGUAGE_NAMES, TEXTS } from '../../kiosk/screens/texts/index.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../../server-bridge/vrs/index.ts';
import type { BrowserKiosk } from './browser-kiosk.ts';
import { residentAt, type SpokenHere, waitsForAnybody } from './resident-at-the-window.ts';

const HEARD_LIMIT_MS = 40_000;
/** More than any screen has buttons. */
const ROUND = 25;
const FOCUSED = '(document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "")';
/** The place of the button of this name among those that show a number. */
const numberShown = (name: string): string => `
  [...document.querySelectorAll('.kiosk-body button:enabled')]
    .filter((one) => getComputedStyle(one, '::before').content !== 'none')
    .findIndex((one) => (one.getAttribute('aria-label') ?? one.textContent).startsWith(${JSON.stringify(name)})) + 1`;

/** Plays it, and gives everything that was said, screen by screen. */
export async function keypadVisit(
  kiosk: BrowserKiosk,
  o: { language: SpokenHere; card: VirtualCard; pin: string; city: string },
): Promise<readonly string[]> {
  const { page, devices } = kiosk;
  const resident = residentAt(kiosk, o.language);
  const { words } = resident;
  const heard: string[] = [];
  const press = (key: string): Promise<void> => page.keyboard.press(key);

  /** Waits until these words are said; what is said with them is kept. */
  const hears = async (text: string): Promise<void> => {
    const live = page.locator('.spoken-only[aria-live="polite"]');
    await expect.poll(() => live.textContent(), { timeout: HEARD_LIMIT_MS }).toContain(text);
    heard.push((await live.textContent()) ?? '');
  };
  /** Moves the focus there by plus, or the other way round by minus, and presses. */
  const goesTo = async (name: string, key: 'NumpadAdd' | 'NumpadSubtract' = 'NumpadAdd'): Promise<void> => {
    for (let step = 0; step < ROUND; step += 1) {
      await press(key);
      if (String(await page.evaluate(FOCUSED)).startsWith(name)) return await press('NumpadEnter');
    }
    throw new Error(`The keypad does not come to: ${name}`);
  };
  const chooses = async (name: string): Promise<void> => {
    const button = resident.button(name).first();
    await button.waitFor({ timeout: HEARD_LIMIT_MS });
    const number = String(await page.evaluate(numberShown(name)));
    if (number === '0') throw new Error(`This choice has no number: ${name}`);
    for (const digit of number) await press(`Numpad${digit}`);
  };

  await waitsForAnybody(page);
  await press('NumpadMultiply');
  await hears(TEXTS.ja.attract.heading);
  if (o.language !== 'ja') await goesTo(LANGUAGE_NAMES[o.language]);
  await hears(words.attract.heading);
  await chooses(words.attract.start);
  await hears(words.menu.heading);
  await chooses(words.menu.item);
  await hears(words.terms.heading);
  await goesTo(words.terms.agree);
  await hears(words.layCard.heading);
  devices.reader.insert(o.card);
  await hears(words.kind.heading);
  await goesTo(words.kind.kinds.domestic.name, 'NumpadSubtract');
  await hears(words.pin.heading);
  // One digit too early, taken back, and the right ones.
  await press('Numpad9');
  await page.getByText(words.pin.entered(1)).first().waitFor({ state: 'attached' });
  await press('NumpadDecimal');
  await page.getByText(words.pin.entered(0)).first().waitFor({ state: 'attached' });
  for (const digit of o.pin) await press(`Numpad${digit}`);
  await hears(words.takeCard.done.heading);
  devices.reader.remove();
  const city = SYNTHETIC_MUNICIPALITIES.find(({ code }) => code === o.city);
  if (city === undefined) throw new Error(`There is no municipality ${o.city}.`);
  await hears(words.municipality.choosePrefecture.heading);
  await chooses(city.prefecture[o.language] ?? city.prefecture.ja);
  await hears(words.municipality.chooseOne.heading);
  await chooses(city.name[o.language] ?? city.name.ja);
  await hears(words.preview.heading);
  await chooses(words.preview.accept);
  await hears(words.copiesChoice.heading);
  await chooses(words.copiesChoice.next);
  await hears(words.confirm.heading);
  await chooses(words.confirm.pay);
  await hears(words.payment.headings.both);
  await resident.pays(100, 10, 10);
  await hears(words.takePaper.heading);
  devices.pagePrinter.takePaper();
  await chooses(words.takePaper.taken);
  await hears(words.receipt.heading);
  await chooses(words.receipt.finish);
  await hears(words.goodbye.heading);
  await waitsForAnybody(page);
  return heard;
}
