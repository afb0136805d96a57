/**
 * The page on a running VRS, at a registered terminal: signing in with password and code, an own password, a person registered, looked at
 * and corrected, files out and in, the log of all of it, signing out.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDigitOf } from '../../../card-reader/individual-number/index.ts';
import { goTo, openStudio, type Studio } from '../../console-kit/testing/studio.ts';
import { type Person, type StaffWorld, startStaffWorld } from '../staff-server/testing/signed-in.ts';
import { buildStaffPage } from './build.ts';

const OWN_PASSWORD = 'seventeen-lilac-otters';
/** Of nobody. */
const NUMBER = `99999999990${checkDigitOf('99999999990')}`;

let folder: string;
let world: StaffWorld;
let studio: Studio;
let clerk: Person;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-staff-page-'));
  const assetsDirectory = join(folder, 'page');
  (await buildStaffPage(assetsDirectory))._unsafeUnwrap();
  world = await startStaffWorld({ assetsDirectory });
  clerk = await world.person({
    people: 'exchange',
    records: 'exchange',
    numbers: 'write',
    provisions: 'exchange',
    certificates: 'read',
    statistics: 'read',
    'operation-log': 'write',
    accounts: 'write',
  });
  const { certificateFile, keyFile } = await world.credential('synthetic-1');
  studio = await openStudio({ certificate: { origin: world.origin, certPath: certificateFile, keyPath: keyFile } });
}, 240_000);
afterAll(async () => {
  await studio.close();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const told = (text: string): Promise<void> => studio.page.getByRole('status').getByText(text).first().waitFor();

it('is let in with password and code, and asked for an own password first', async () => {
  const { page } = studio;
  await page.goto(`${world.origin}/`);
  await page.getByLabel('アカウント名').fill(clerk.staffId);
  await page.getByLabel('パスワード', { exact: true }).fill(clerk.password);
  await page.getByLabel('ワンタイムコード').fill(await clerk.freshCode());
  await page.getByRole('button', { name: 'サインインする' }).click();
  await page.getByRole('heading', { name: '自分のパスワードの設定' }).waitFor();
  await page.getByLabel('現在のパスワード').fill(clerk.password);
  await page.getByLabel('新しいパスワード', { exact: true }).fill(OWN_PASSWORD);
  await page.getByLabel('新しいパスワード（確認）').fill(OWN_PASSWORD);
  await page.getByRole('button', { name: 'パスワードを設定する' }).click();
  await page.getByRole('heading', { name: 'はじめに', level: 1 }).waitFor();
  await page.getByText('架空市').first().waitFor();
});

it('registers somebody with a number, shows the number for a purpose, and adds a dose that is doubtful', async () => {
  const { page } = studio;
  await goTo(page, world.origin, '#/people');
  await page.getByRole('button', { name: '新しく登録する' }).click();
  await page.getByLabel('宛名番号').fill('990001');
  await page.getByLabel('氏名', { exact: true }).fill('見本 花子');
  await page.getByLabel('氏名カナ').fill('ミホン ハナコ');
  await page.getByLabel('生年月日').fill('1980-04-05');
  await page.getByLabel('性別').selectOption('female');
  await page.getByLabel('個人番号').fill(NUMBER);
  await page.getByRole('button', { name: '内容を確認する' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '登録する' }).click();
  await page.getByRole('heading', { name: '見本 花子', level: 1 }).waitFor();
  await page.getByRole('button', { name: '個人番号を表示する' }).click();
  await page.getByRole('dialog').getByLabel('目的').selectOption('correction');
  await page.getByRole('dialog').getByRole('button', { name: '個人番号を表示する' }).click();
  await page.getByText(NUMBER.replace(/(.{4})(?=.)/g, '$1 ')).waitFor();
  await page.getByRole('button', { name: '隠す' }).click();
  await page.getByRole('button', { name: '接種記録を加える' }).click();
  await page.getByLabel('接種日').fill('1979-01-01');
  await page.getByLabel('製品').selectOption('comirnaty');
  await page.getByLabel('ロット番号').fill('ey2173');
  await page.getByRole('button', { name: '内容を確認する' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '登録する' }).click();
  await told('確認が必要です：生まれる前の日');
});

it('finds the doubtful record, corrects it with its reason, and finds both in the history', async () => {
  const { page } = studio;
  await goTo(page, world.origin, '#/doubtful');
  const row = page.getByRole('row', { name: /見本 花子/ });
  await row.getByText('生まれる前の日').waitFor();
  await row.getByRole('button', { name: '1回目を訂正する' }).click();
  await page.getByRole('heading', { name: '見本 花子', level: 1 }).waitFor();
  await page.getByRole('button', { name: '1回目を訂正する' }).click();
  await page.getByLabel('接種日').fill('2021-06-01');
  await page.getByRole('form').getByLabel('理由').selectOption('misread-ticket');
  await page.getByRole('button', { name: '内容を確認する' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '訂正する' }).click();
  await told('接種記録を訂正しました。');
  await page.getByRole('row', { name: /1回目/ }).getByText('問題なし').waitFor();
  await page.getByRole('button', { name: '履歴を表示する' }).click();
  await page.getByRole('listitem').filter({ hasText: '接種券の読み誤り' }).getByText('1979年1月1日').waitFor();
});

it('gives a file of people out without a number, and takes the same file in again: nobody changes', async () => {
  const { page } = studio;
  await goTo(page, world.origin, '#/exports');
  await page.getByLabel('内容').selectOption('people');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: '書き出す' }).click();
  const file = join(folder, 'people.csv');
  await (await saving).saveAs(file);
  const text = await readFile(file, 'utf8');
  expect(text).toContain('見本\u3000花子');
  expect(text).not.toContain(NUMBER);
  await goTo(page, world.origin, '#/imports');
  await page.getByLabel('種類').selectOption('people');
  await page.getByLabel('CSVファイル').setInputFiles(file);
  await page.getByRole('button', { name: '取り込む' }).click();
  const state = page.getByRole('region', { name: '取込みの状況' });
  await state.getByText('完了').waitFor();
  const people = text.trimEnd().split('\r\n').length - 1;
  expect(await state.locator('dl').textContent()).toContain(`追加0変更0変更なし${people}`);
});

it('is told line by line why a file is refused', async () => {
  const { page } = studio;
  const file = join(folder, 'broken.csv');
  const [heading, first] = (await readFile(join(folder, 'people.csv'), 'utf8')).split('\r\n');
  await writeFile(file, `${heading}\r\n${first}\r\n${first?.replace(/,\d{4}-\d{2}-\d{2},/, ',2021-02-31,')}\r\n`);
  await page.getByLabel('CSVファイル').setInputFiles(file);
  await page.getByRole('button', { name: '取り込む' }).click();
  const state = page.getByRole('region', { name: '取込みの状況' });
  await state.getByText('ファイル全体を断りました').first().waitFor();
  expect(await state.getByRole('row').count()).toBeGreaterThan(1);
});

it('asks no municipality that knows nobody, without keeping the number', async () => {
  const { page } = studio;
  await goTo(page, world.origin, '#/query');
  await page.getByLabel('照会先の市区町村').fill('900028');
  await page.getByLabel('転入日').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel('生年月日').fill('1980-04-05');
  await page.getByLabel('個人番号').fill(NUMBER);
  await page.getByRole('button', { name: '内容を確認する' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '照会する' }).click();
  await page.getByText('照会先に該当する人はいません').waitFor();
  await goTo(page, world.origin, '#/provisions');
  await page
    .getByRole('row', { name: /照会した.*900010.*900028/ })
    .getByText('該当なし')
    .waitFor();
});

it('finds all of it in the operation log, and nothing in statistics of a person', async () => {
  const { page } = studio;
  await goTo(page, world.origin, '#/operation-log');
  await page.getByLabel('宛名番号').fill('990001');
  await page.getByRole('button', { name: '検索する' }).click();
  for (const operation of ['対象者の登録', '個人番号の表示', '接種記録の登録', '接種記録の訂正', '履歴の表示']) {
    await page
      .getByRole('row', { name: new RegExp(`${operation}.*990001`) })
      .first()
      .waitFor();
  }
  expect(await page.content()).not.toContain(NUMBER);
  await page.getByRole('button', { name: '最新まで確認済みにする' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '最新まで確認済みにする' }).click();
  await told('確認済みにしました。');
  await goTo(page, world.origin, '#/statistics');
  await page.getByText('10未満').first().waitFor();
  for (const hash of ['#/detections', '#/accounts']) {
    await goTo(page, world.origin, hash);
    await expect.poll(() => page.locator('.loading').count()).toBe(0);
    expect(await page.locator('.problem').allTextContents()).toEqual([]);
  }
});

it('signs out, and nothing of anybody stays', async () => {
  const { page } = studio;
  await page.getByRole('button', { name: 'サインアウト' }).click();
  await page.getByRole('heading', { name: 'サインイン' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'サインイン' }).waitFor();
  expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0);
  expect(studio.complaints).toEqual([]);
});
