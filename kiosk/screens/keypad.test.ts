/** The whole kiosk by a number keypad: every control of every screen, in order, with the focus to be seen, and no pointer. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Snapshot, type UiAction, USUAL_OPTIONS } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { gallery } from './gallery.ts';
import { lineOf } from './spoken/spoken-line.ts';
import { spokenScreen } from './spoken/spoken-text.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';
import { entry, openTouchLog, type TouchLog, wholeEntry } from './touch-log.ts';

let built: string;
let studio: Studio;
let log: TouchLog;

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-keypad-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
  log = openTouchLog(studio);
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});
beforeEach(() => log.clear());

const guided = (snapshot: Snapshot): Snapshot => ({
  ...snapshot,
  options: { ...snapshot.options, spokenGuidance: true },
});
const numpad = (digit: string) => `Numpad${digit}`;

/** Walks once round the screen with the plus key. Runs in the page. */
function walk(): { way: string[]; unseen: string[]; wraps: boolean; reachable: string[] } {
  const press = () =>
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key: '+', code: 'NumpadAdd', bubbles: true, cancelable: true }),
    );
  const nameOf = (element: Element | null) => element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  const buttons = [...document.querySelectorAll('button:enabled')].filter(
    (button) => button.closest('[inert]') === null && button.checkVisibility(),
  );
  const way: string[] = [];
  const unseen: string[] = [];
  for (const _ of buttons) {
    press();
    const here = document.activeElement;
    way.push(nameOf(here));
    if (here !== null && getComputedStyle(here).outlineStyle === 'none') unseen.push(nameOf(here));
  }
  press();
  return { way, unseen, wraps: document.activeElement === buttons[0], reachable: buttons.map(nameOf) };
}

it('reaches every control of every screen in reading order, each to be seen', { timeout: 90_000 }, async () => {
  const plain = gallery.filter(({ optionsOpen }) => !optionsOpen);
  // A first real key: from here on the browser shows where the focus is.
  await studio.page.keyboard.press('NumpadAdd');
  const walks = await studio.survey(
    plain.map(({ snapshot }) => guided(snapshot)),
    walk,
    undefined,
  );
  for (const [index, { id }] of plain.entries()) {
    const found = walks[index];
    expect(found?.way, id).toEqual(found?.reachable);
    expect(found?.unseen, id).toEqual([]);
    // There is always somewhere to go: the settings stand on every screen.
    expect(found?.way.length, id).toBeGreaterThan(0);
    expect(found?.wraps, id).toBe(true);
  }
  for (const one of gallery.filter(({ optionsOpen }) => optionsOpen)) {
    await studio.showEntry(one);
    const found = await studio.page.evaluate(walk);
    expect(found.way, one.id).toEqual(found.reachable);
    // Four languages, five settings, about the machine, close; behind them, where it is short, only the way back.
    expect(found.way, one.id).toHaveLength(one.aboutOpen ? 1 : 11);
    expect(found.unseen, one.id).toEqual([]);
  }
});

/** The numbers and words of the numbered buttons, as a screen reader takes them. Runs in the page. */
function numberedNow(): { number: string; words: string }[] {
  const scope =
    document.querySelector('.idle') ?? document.querySelector('.help') ?? document.querySelector('.kiosk-body');
  return [...(scope?.querySelectorAll<HTMLElement>('button:enabled') ?? [])]
    .filter((button) => getComputedStyle(button, '::before').content !== 'none')
    .map((button) => ({
      number: getComputedStyle(button, '::before').content,
      words: button.getAttribute('aria-label') ?? button.textContent ?? '',
    }));
}

it('numbers on the screen exactly what it numbers aloud', { timeout: 60_000 }, async () => {
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
  const plain = gallery.filter(({ optionsOpen }) => !optionsOpen);
  const shown = await studio.survey(
    plain.map(({ snapshot }) => guided(snapshot)),
    numberedNow,
    undefined,
  );
  for (const [index, { id, snapshot }] of plain.entries()) {
    const said = spokenScreen(guided(snapshot)).choices.map((choice) => letters(lineOf(choice).text));
    const seen = shown[index]?.map(({ words }) => letters(words)) ?? [];
    expect(seen.length, id).toBe(said.length);
    // The start button says it in a second language too.
    for (const [place, words] of said.entries()) expect(seen[place]?.startsWith(words), `${id}: ${words}`).toBe(true);
  }
  await studio.show(entry('kind'));
  expect(await studio.page.evaluate(numberedNow)).toEqual([]);
});

describe.each<[string, string[], UiAction]>([
  ['attract', [numpad('1')], { type: 'start' }],
  ['kind', [numpad('2')], { type: 'choose-kind', kind: 'overseas' }],
  ['kind', ['NumpadAdd', 'NumpadEnter'], { type: 'choose-kind', kind: 'domestic' }],
  ['kind', ['ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter'], { type: 'choose-kind', kind: 'domestic' }],
  ['municipality', [numpad('1')], { type: 'choose-municipality', code: '520010' }],
  ['copies', [numpad('1')], { type: 'choose-copies', copies: 2 }],
  ['confirm', [numpad('1')], { type: 'pay' }],
  ['confirm', ['Backspace'], { type: 'back' }],
  ['confirm', ['NumpadDivide'], { type: 'help' }],
  ['confirm-help', ['Backspace'], { type: 'close-help' }],
  ['confirm-help', [numpad('1')], { type: 'close-help' }],
  ['payment-idle', [numpad('1')], { type: 'more-time' }],
  ['payment-idle', [numpad('2')], { type: 'cancel' }],
  ['pin', [numpad('7')], { type: 'digit', digit: 7 }],
  ['pin-typing', ['Backspace'], { type: 'erase-digit' }],
  ['pin-typing', ['NumpadDecimal'], { type: 'erase-digit' }],
  ['misprint', ['Backspace'], { type: 'back' }],
  ['operator-code-typing', [numpad('0')], { type: 'digit', digit: 0 }],
  ['operator-question-sure-to-reset', [numpad('2')], { type: 'operator-answer', answer: 'no' }],
])('%s', (id, keys, action) => {
  it(`sends ${action.type} for ${keys.join(' ')}`, async () => {
    await studio.show(guided(entry(id)));
    const heard = log.next();
    for (const key of keys) await studio.page.keyboard.press(key);
    await heard;
    expect(log.actions()).toEqual([action]);
  });
});

/** An event that is sure to come, so that what was sent before it has been heard. */
async function settled(): Promise<UiAction[]> {
  await studio.show(entry('goodbye'));
  await studio.show(entry('menu'));
  await log.press('English');
  return log.actions().slice(0, -1);
}

it('chooses by number only while the numbers are shown', async () => {
  await studio.show(entry('kind'));
  await studio.page.keyboard.press('Numpad2');
  expect(await settled()).toEqual([]);
});

it('types the PIN whether or not the guidance is spoken', async () => {
  await studio.show(entry('pin'));
  const heard = log.next();
  await studio.page.keyboard.press('Numpad3');
  expect((await heard).action).toEqual({ type: 'digit', digit: 3 });
});

it('waits for the second digit of a long list, and walks on to the municipality', async () => {
  const { page } = studio;
  await studio.show(guided(entry('municipality-prefectures')));
  await page.keyboard.press('Numpad4');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('朝霧県');
  await page.keyboard.press('Numpad7');
  await page.locator('.ways button').waitFor();
  await page.keyboard.press('Backspace');
  await page.locator('.choices-dense').waitFor();
  await page.keyboard.press('Numpad9');
  await page.locator('.ways button').waitFor();
  const heard = log.next();
  await page.keyboard.press('Numpad1');
  expect((await heard).action.type).toBe('choose-municipality');
});

it('opens the help when zero is held, and presses nothing twice when a key is held', async () => {
  const { page } = studio;
  await studio.show(guided(entry('kind')));
  const heard = log.next();
  for (const _ of [1, 2]) await page.keyboard.down('Numpad0');
  await page.keyboard.up('Numpad0');
  expect((await heard).action).toEqual({ type: 'help' });
  log.clear();
  await studio.show(guided(entry('pin')));
  for (const _ of [1, 2, 3]) await page.keyboard.down('Numpad5');
  await page.keyboard.up('Numpad5');
  await studio.show(guided(entry('confirm')));
  await page.keyboard.press('NumpadAdd');
  for (const _ of [1, 2, 3]) await page.keyboard.down('NumpadEnter');
  await page.keyboard.up('NumpadEnter');
  expect(await settled()).toEqual([{ type: 'digit', digit: 5 }, { type: 'pay' }]);
});

it('begins the spoken guidance by the star key, and then says it again', async () => {
  const { page } = studio;
  await studio.show(entry('kind'));
  const heard = log.next();
  await page.keyboard.press('NumpadMultiply');
  expect((await heard).action).toEqual({ type: 'options', options: { ...USUAL_OPTIONS, spokenGuidance: true } });
  await studio.show(guided(entry('kind')));
  const said = page.locator('[aria-live] > p').last();
  const before = await said.elementHandle();
  await page.keyboard.press('NumpadMultiply');
  // The words are new to a screen reader, which therefore says them again.
  expect(await before?.evaluate((element) => element.isConnected)).toBe(false);
  expect(await said.textContent()).toContain('証明書の種類を選んでください');
});

it('says nothing in the page while nobody has asked for it', async () => {
  await studio.show(entry('preview'));
  expect(await studio.page.locator('.kiosk > .spoken-only').textContent()).toBe('');
});

it('opens and closes the settings, and gives the focus back', async () => {
  const { page } = studio;
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  await studio.show(entry('lay-card-none'));
  await page.keyboard.press('NumpadSubtract');
  await page.keyboard.press('NumpadSubtract');
  expect(await focused()).toBe('見やすさと使いやすさ');
  await page.keyboard.press('NumpadEnter');
  await page.getByRole('dialog').waitFor();
  expect(await focused()).toBe('見やすさと使いやすさ');
  await page.keyboard.press('Backspace');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await focused()).toBe('見やすさと使いやすさ');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
});

it('shows each setting that is on as pressed and by a tick', async () => {
  await studio.showEntry(wholeEntry('pin-settings-all-on'));
  const list = studio.page.locator('.options-list');
  expect(await list.locator('[aria-pressed="true"]').count()).toBe(5);
  expect(await list.locator('.switch-box svg').count()).toBe(5);
  await studio.showEntry(wholeEntry('pin-settings'));
  expect(await list.locator('[aria-pressed="false"]').count()).toBe(5);
  expect(await list.locator('.switch-box svg').count()).toBe(0);
});
