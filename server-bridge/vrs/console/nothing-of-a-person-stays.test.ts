/** What is shown of a person goes: a number by itself, everything when nobody works, and nothing is kept by the browser. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { RETURN_WITHIN_MS } from './frame/use-blanking.ts';
import { samplePerson } from './testing/people-samples.ts';
import { SAMPLE_NUMBER, sampleAnswer, sampleScript, sampleSession } from './testing/sample-script.ts';
import { openStaffStage, type StaffStage } from './testing/staff-stage.ts';
import { VIEWS } from './testing/views.ts';
import { rightsOf } from './testing/work-samples.ts';

const ALL = rightsOf('exchange');
const BLANK_MS = 60_000;
const NAME = '花子';
const SHOWN = SAMPLE_NUMBER.replace(/(.{4})(?=.)/g, '$1 ');

let stage: StaffStage;
let page: Page;
const spoken: string[] = [];
beforeAll(async () => {
  stage = await openStaffStage(sampleScript(ALL));
  ({ page } = stage.studio);
  page.on('console', (message) => spoken.push(message.text()));
});
afterAll(() => stage.close());
beforeEach(async () => {
  await page.clock.install();
  await stage.begin('#/', (asked) =>
    asked.path === '/console/session'
      ? { status: 200, value: sampleSession(ALL, { blankAfterMs: BLANK_MS }) }
      : sampleAnswer(asked, ALL),
  );
});
afterEach(() => expect(stage.studio.complaints).toEqual([]));

async function open(name: string): Promise<void> {
  const view = VIEWS.find((one) => one.name === name);
  if (view === undefined) throw new Error(`no view ${name}`);
  await page.evaluate(`location.hash = ${JSON.stringify(view.hash)}`);
  await view.open(page);
}
const html = (): Promise<string> => page.content();

it('hides an individual number by itself after 30 seconds; showing it again asks again', async () => {
  await open('number-shown');
  await page.getByText(SHOWN).waitFor();
  const asked = stage.listener.asked.find(({ path }) => path.endsWith('/number'));
  expect(asked?.body).toEqual({ purpose: 'certificate-application' });
  await page.clock.runFor(29_000);
  expect(await page.getByText(SHOWN).count()).toBe(1);
  await page.clock.runFor(2_000);
  await expect.poll(() => page.getByText(SHOWN).count()).toBe(0);
  expect(await html()).not.toContain(SHOWN);
  await page.getByRole('button', { name: '個人番号を表示する' }).click();
  await page.getByRole('dialog').getByText('操作記録に残ります').waitFor();
});

it('goes blank when nobody works: nothing of the person is seen or reached, and a key brings all back but the number', async () => {
  await open('number-shown');
  const focused = page.getByRole('button', { name: '隠す' });
  await focused.focus();
  await page.clock.runFor(BLANK_MS + 1_000);
  await page.getByRole('heading', { name: '画面を隠しています' }).waitFor();
  expect(await page.getByText(NAME).first().isVisible()).toBe(false);
  expect(await html()).not.toContain(SHOWN);
  // Neither seen nor reached: what a screen reader is told is the blank screen alone.
  expect(await page.locator('body').ariaSnapshot()).not.toContain(NAME);
  await page.mouse.move(300, 300);
  expect(await page.getByRole('heading', { name: '画面を隠しています' }).count()).toBe(1);
  await page.keyboard.press('Shift');
  await page.getByRole('heading', { name: '架空 花子', level: 1 }).waitFor();
  expect(await page.getByText(SHOWN).count()).toBe(0);
});

it('does nothing on what lies below with the key that brings the screen back', async () => {
  await open('person');
  await page.getByRole('button', { name: '検索に戻る' }).focus();
  await page.clock.runFor(BLANK_MS + 1_000);
  await page.getByRole('heading', { name: '画面を隠しています' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '架空 花子', level: 1 }).waitFor();
  expect(
    await page.getByRole('button', { name: '検索に戻る' }).evaluate((one) => one === one.ownerDocument.activeElement),
  ).toBe(true);
});

it('keeps a question that stood open, and hides it as well', async () => {
  await open('dose-correction');
  await page.clock.runFor(BLANK_MS + 1_000);
  await page.getByRole('heading', { name: '画面を隠しています' }).waitFor();
  expect(await page.locator('dialog').isVisible()).toBe(false);
  await page.keyboard.press('Shift');
  await page.getByRole('dialog').getByText('2022年2月20日').waitFor();
});

it('signs out at VRS when the screen was blank for too long: password and code are needed, and nothing is left in the page', async () => {
  await open('person');
  stage.listener.forget();
  await page.clock.runFor(BLANK_MS + RETURN_WITHIN_MS + 1_000);
  await page.getByText('セッションが終了しました').waitFor();
  expect(stage.listener.asked.map(({ path }) => path)).toContain('/console/sign-out');
  await page.getByLabel('ワンタイムコード').waitFor();
  expect(await html()).not.toContain(NAME);
});

it('lets a file that is on its way come to its end behind the blank screen, and ends the session then', async () => {
  let release = (): void => {};
  await page.route('**/file', async (route) => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    await route.continue();
  });
  await open('imports');
  await page.getByLabel('CSVファイル').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('a') });
  await page.getByRole('button', { name: '取り込む' }).click();
  await page.getByRole('button', { name: '送信をやめる' }).waitFor();
  await page.clock.runFor(BLANK_MS + RETURN_WITHIN_MS + 5_000);
  await page.getByRole('heading', { name: '画面を隠しています' }).waitFor();
  expect(stage.listener.asked.some(({ path }) => path === '/console/sign-out')).toBe(false);
  release();
  await expect.poll(() => stage.listener.asked.some(({ method }) => method === 'PUT')).toBe(true);
  await expect
    .poll(async () => {
      await page.clock.runFor(1_000);
      return page.getByText('セッションが終了しました').count();
    })
    .toBe(1);
  await page.unroute('**/file');
});

it('forgets a person with the page that is left, and the search with it', async () => {
  await open('person');
  await page.getByRole('link', { name: '統計' }).click();
  await page.getByRole('heading', { name: '統計', level: 1 }).waitFor();
  expect(await html()).not.toContain(NAME);
  await page.goBack();
  await page.getByRole('heading', { name: '対象者の検索', level: 1 }).waitFor();
  expect(await html()).not.toContain(NAME);
  expect(await page.getByLabel('宛名番号').inputValue()).toBe('');
});

it('has the number of a query in the page until it is sent, and not after, whatever the answer', async () => {
  for (const said of [
    { status: 200, value: { kind: 'unmatched' } },
    { status: 409, value: { error: 'not-moved-in' } },
  ]) {
    await stage.begin('#/', (asked) => (asked.path.endsWith('/queries') ? said : sampleAnswer(asked, ALL)));
    await open('query');
    expect(await page.getByRole('dialog').textContent()).not.toContain(SAMPLE_NUMBER);
    await page.getByRole('dialog').getByRole('button', { name: '照会する' }).click();
    await page
      .getByText(/該当する人はいません|転入日がその人の登録と合いません/)
      .first()
      .waitFor();
    expect(await page.getByLabel('個人番号', { exact: true }).inputValue()).toBe('');
    expect(await html()).not.toContain(SAMPLE_NUMBER);
    const sent = stage.listener.asked.find(({ path }) => path.endsWith('/queries'));
    expect(sent?.body).toMatchObject({ individualNumber: SAMPLE_NUMBER, purpose: 'moved-in', asked: '999911' });
  }
});

it('forgets a number that was typed but not sent when the screen goes blank', async () => {
  await open('new-person');
  await page.getByLabel('個人番号').fill(SAMPLE_NUMBER);
  await page.clock.runFor(BLANK_MS + 1_000);
  await page.keyboard.press('Shift');
  await expect.poll(() => page.getByLabel('個人番号').inputValue()).toBe('');
});

it('keeps nothing in storage, address, title, history or console', async () => {
  for (const name of ['number-shown', 'query-answered', 'log', 'doubtful']) {
    await open(name);
    const seen = `${page.url()} ${await page.title()} ${await page.evaluate('JSON.stringify(history.state) + document.cookie')}`;
    expect(seen).not.toMatch(new RegExp(`${NAME}|${SAMPLE_NUMBER}|${samplePerson.personId}|100234`));
  }
  expect(await page.title()).toBe('接種記録システム');
  expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  expect(await page.evaluate('indexedDB.databases().then((all) => all.length)')).toBe(0);
  expect(await page.evaluate('caches.keys().then((all) => all.length, () => 0)')).toBe(0);
  expect(spoken.join(' ')).not.toMatch(new RegExp(`${NAME}|${SAMPLE_NUMBER}`));
  // What names a person stands in bodies, never in an address: only VRS's own random ids do.
  for (const { path, query } of stage.listener.asked) expect(`${path}?${query}`).not.toMatch(/100234|%E8|花子/);
});
