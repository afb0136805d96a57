/** Each control sends exactly its own event, made on the screen it was on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type UiAction, USUAL_OPTIONS } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';
import { entry, openTouchLog, type TouchLog, wholeEntry } from './touch-log.ts';

let built: string;
let studio: Studio;
let log: TouchLog;

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-touches-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
  log = openTouchLog(studio);
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});
beforeEach(() => log.clear());

describe.each<[string, string | RegExp, UiAction]>([
  ['attract', /画面にふれて/, { type: 'start' }],
  ['menu', /新型コロナワクチン接種証明書/, { type: 'next' }],
  ['terms', '同意して進む', { type: 'agree' }],
  ['kind', /^日本国内用/, { type: 'choose-kind', kind: 'domestic' }],
  ['kind', /^海外用と/, { type: 'choose-kind', kind: 'overseas' }],
  ['pin', '7', { type: 'digit', digit: 7 }],
  ['pin', '0', { type: 'digit', digit: 0 }],
  ['pin', '消す', { type: 'erase-digit' }],
  ['last-try', 'それでも入力する', { type: 'next' }],
  ['municipality', '青波市', { type: 'choose-municipality', code: '520010' }],
  ['preview', 'この内容でよい', { type: 'next' }],
  ['preview-hidden', 'ふれて内容を表示する', { type: 'reveal' }],
  ['copies', '1部ふやす', { type: 'choose-copies', copies: 2 }],
  ['copies-many', '1部へらす', { type: 'choose-copies', copies: 9 }],
  ['copies', 'この部数で進む', { type: 'next' }],
  ['confirm', 'お支払いに進む', { type: 'pay' }],
  ['payment-idle', '続ける', { type: 'more-time' }],
  ['payment-idle', 'やめる', { type: 'cancel' }],
  ['take-paper', '証明書を取りました', { type: 'next' }],
  ['take-paper-reprint-none', '印刷に不具合があるとき', { type: 'misprint' }],
  ['misprint', '5', { type: 'digit', digit: 5 }],
  ['misprint-typing', '消す', { type: 'erase-digit' }],
  ['misprint-typing', '印刷する', { type: 'next' }],
  ['misprint-locked-out', 'もどる', { type: 'back' }],
  ['receipt', '終わる', { type: 'next' }],
  ['refused-busy', '終わる', { type: 'next' }],
  ['confirm', 'もどる', { type: 'back' }],
  ['confirm', 'やめる', { type: 'cancel' }],
  ['pin', '使い方', { type: 'help' }],
  ['pin-help', '閉じる', { type: 'close-help' }],
  ['pin-help-idle', '続ける', { type: 'more-time' }],
  ['take-card-first', 'やめる', { type: 'cancel' }],
  ['menu', 'English', { type: 'language', language: 'en' }],
  ['attract-settings', '中文', { type: 'language', language: 'zh' }],
  ['pin-settings', '한국어', { type: 'language', language: 'ko' }],
  ['pin-settings', /^大きな文字/, { type: 'options', options: { ...USUAL_OPTIONS, largeText: true } }],
  ['pin-settings', /^白黒はっきり/, { type: 'options', options: { ...USUAL_OPTIONS, highContrast: true } }],
  ['attract-settings', /^ゆっくり/, { type: 'options', options: { ...USUAL_OPTIONS, slowPace: true } }],
  ['attract-settings', /^低い位置で操作/, { type: 'options', options: { ...USUAL_OPTIONS, lowControls: true } }],
  ['take-card-settings', /^音声で案内/, { type: 'options', options: { ...USUAL_OPTIONS, spokenGuidance: true } }],
  ['take-card', '音声を止める', { type: 'stop-voice' }],
])('%s', (id, name, action) => {
  it(`sends ${action.type} for ${name}`, async () => {
    await studio.showEntry(wholeEntry(id));
    expect(await log.press(name)).toEqual([action]);
    expect(log.events().at(-1)?.screenSeq).toBe(
      Number(await studio.page.locator('html').getAttribute('data-screen-seq')),
    );
  });
});

it('offers neither back nor stop where they are not allowed', async () => {
  await studio.show(entry('printing'));
  expect(await studio.page.getByRole('button', { name: /もどる|やめる/ }).count()).toBe(0);
});

it('offers a reprint only where it is allowed, and no digits while codes are locked out', async () => {
  await studio.show(entry('take-paper'));
  expect(await studio.page.getByRole('button', { name: '印刷に不具合があるとき' }).count()).toBe(0);
  await studio.show(entry('misprint'));
  expect(await studio.page.getByRole('button', { name: '印刷する' }).isDisabled()).toBe(true);
  await studio.show(entry('misprint-locked-out'));
  expect(await studio.page.getByRole('button', { name: /^[0-9]$|印刷する/ }).count()).toBe(0);
});

it('leaves what a resident cannot choose without effect', async () => {
  await studio.show(entry('municipality'));
  const closed = studio.page.getByRole('button', { name: /取り扱いなし/ });
  expect(await closed.isDisabled()).toBe(true);
  expect(await closed.textContent()).toContain('12月1日から');
  await closed.click({ force: true });
  await studio.show(entry('copies-many'));
  expect(await studio.page.getByRole('button', { name: '1部ふやす' }).isDisabled()).toBe(true);
  // The next event of all is the one that was allowed.
  expect(await log.press('この部数で進む')).toEqual([{ type: 'next' }]);
  expect(log.events()).toHaveLength(1);
});

it('walks the municipality chooser from prefecture to name and back', async () => {
  const { page } = studio;
  const country = entry('municipality-prefectures');
  await studio.show(country);
  await page.getByRole('button', { name: '若葉県', exact: true }).click();
  await page.getByRole('button', { name: '都道府県を選び直す' }).click();
  await page.getByRole('button', { name: '青嶺県', exact: true }).click();
  expect(await log.press('青波市')).toEqual([{ type: 'choose-municipality', code: '530010' }]);

  await studio.show(entry('municipality-rows'));
  await page.getByRole('button', { name: 'か行' }).click();
  await page.getByRole('button', { name: 'はじめの文字を選び直す' }).click();
  await page.getByRole('button', { name: 'ら行' }).click();
  expect(await log.press('竜胆市')).toEqual([{ type: 'choose-municipality', code: '520180' }]);

  // A new screen starts from the beginning: nobody sees how far another got.
  await studio.show(country);
  expect(await page.getByRole('button', { name: '白浜県', exact: true }).isVisible()).toBe(true);
});

it('works by keyboard alone', async () => {
  const { page } = studio;
  await studio.show(entry('menu'));
  const next = log.next();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await next).toMatchObject({ action: { type: 'next' } });
});

it('moves a long text by its buttons', async () => {
  const { page } = studio;
  await studio.show(entry('terms'));
  const region = page.locator('[data-scrolls]');
  await page.getByRole('button', { name: '下へ' }).click();
  await expect.poll(() => region.evaluate((element) => element.scrollTop)).toBeGreaterThan(100);
  await page.getByRole('button', { name: '上へ' }).click();
  await expect.poll(() => region.evaluate((element) => element.scrollTop)).toBe(0);
});
