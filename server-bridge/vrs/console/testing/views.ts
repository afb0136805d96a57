/** Every page, view and dialog of the page of municipal staff, and how one comes there, in either language. */
import type { Page } from 'playwright-core';
import { SAMPLE_NUMBER } from './sample-script.ts';

export type View = {
  readonly name: string;
  readonly hash: string;
  readonly open: (page: Page) => Promise<void>;
};

const stay = async (): Promise<void> => {};
const press = (page: Page, name: RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
const dialog = (page: Page): Promise<void> => page.getByRole('dialog').waitFor();

async function search(page: Page): Promise<void> {
  await page.getByLabel(/^(宛名番号|Reference number)$/).fill('100234');
  await press(page, /^(検索する|Search)$/);
  await page.getByRole('row', { name: /架空/ }).waitFor();
}
async function person(page: Page): Promise<void> {
  await search(page);
  await press(page, /を開く$|^Open /);
  await page.getByRole('heading', { level: 1, name: '架空 花子' }).waitFor();
}
async function query(page: Page): Promise<void> {
  await page.getByLabel(/^(照会先の市区町村|Municipality to ask)$/).fill('999911');
  await page.getByLabel(/^(転入日|Moved in on)$/).fill('2026-03-01');
  await page.getByLabel(/^(生年月日|Day of birth)$/).fill('1980-04-05');
  await page.getByLabel(/^(個人番号|Individual number)$/).fill(SAMPLE_NUMBER);
  await press(page, /^(内容を確認する|Look over it)$/);
  await dialog(page);
}

export const VIEWS: readonly View[] = [
  { name: 'home', hash: '#/', open: stay },
  { name: 'people', hash: '#/people', open: search },
  {
    name: 'new-person',
    hash: '#/people',
    async open(page) {
      await press(page, /^(新しく登録する|Register somebody)$/);
      await page.getByLabel(/^(個人番号|Individual number)$/).fill('123456789012');
    },
  },
  {
    name: 'person',
    hash: '#/people',
    async open(page) {
      await person(page);
      await press(page, /^(履歴を表示する|Show the history)$/);
      await page.getByRole('listitem').filter({ hasText: 'taro.suzuki' }).waitFor();
    },
  },
  {
    name: 'person-edit',
    hash: '#/people',
    async open(page) {
      await person(page);
      await press(page, /^(基本情報を訂正する|Correct the facts)$/);
      await page.getByLabel(/^(死亡日|Deceased on)$/).fill('2026-02-01');
      await page.getByLabel(/^(理由|Reason)$/).selectOption('source-corrected');
      await press(page, /^(内容を確認する|Look over it)$/);
      await dialog(page);
    },
  },
  {
    name: 'number-purpose',
    hash: '#/people',
    async open(page) {
      await person(page);
      await press(page, /^(個人番号を表示する|Show the number)$/);
      await dialog(page);
    },
  },
  {
    name: 'number-shown',
    hash: '#/people',
    async open(page) {
      await person(page);
      await press(page, /^(個人番号を表示する|Show the number)$/);
      await page.getByRole('dialog').getByRole('button').last().click();
      await page.locator('.shown-number').waitFor();
    },
  },
  {
    name: 'number-change',
    hash: '#/people',
    async open(page) {
      await person(page);
      await press(page, /^(個人番号を訂正する|Correct the number)$/);
      await page.getByRole('dialog').getByRole('textbox').first().fill('1234');
    },
  },
  {
    name: 'new-ticket',
    hash: '#/people',
    async open(page) {
      await person(page);
      await press(page, /^(接種券を登録する|Register a ticket)$/);
      await dialog(page);
    },
  },
  {
    name: 'dose-correction',
    hash: '#/people',
    async open(page) {
      await person(page);
      await press(page, /^(3回目を訂正する|Dose 3: Correct)$/);
      await page.getByLabel(/^(接種日|Day)$/).fill('2022-02-20');
      await page
        .getByRole('form')
        .getByLabel(/^(理由|Reason)$/)
        .selectOption('misread-ticket');
      await press(page, /^(内容を確認する|Look over it)$/);
      await dialog(page);
    },
  },
  {
    name: 'dose-delete',
    hash: '#/people',
    async open(page) {
      await person(page);
      await press(page, /^(1回目を削除する|Dose 1: Delete)$/);
      await dialog(page);
    },
  },
  { name: 'doubtful', hash: '#/doubtful', open: (page) => page.getByRole('row', { name: /架空/ }).waitFor() },
  { name: 'imports', hash: '#/imports', open: (page) => page.getByRole('row').nth(3).waitFor() },
  {
    name: 'import-running',
    hash: '#/imports',
    async open(page) {
      await page.getByRole('row').nth(1).getByRole('button').click();
      await page.getByRole('progressbar').first().waitFor();
    },
  },
  {
    name: 'import-refused',
    hash: '#/imports',
    async open(page) {
      await page.getByRole('row').nth(3).getByRole('button').click();
      await page.getByText('individual_number').waitFor();
    },
  },
  { name: 'exports', hash: '#/exports', open: stay },
  { name: 'statistics', hash: '#/statistics', open: (page) => page.getByRole('img').nth(1).waitFor() },
  { name: 'query', hash: '#/query', open: query },
  {
    name: 'query-answered',
    hash: '#/query',
    async open(page) {
      await query(page);
      await page.getByRole('dialog').getByRole('button').last().click();
      await page.getByRole('cell', { name: 'FA5765' }).waitFor();
    },
  },
  { name: 'provisions', hash: '#/provisions', open: (page) => page.getByRole('row').nth(2).waitFor() },
  {
    name: 'log',
    hash: '#/operation-log',
    async open(page) {
      await press(page, /^(検索する|Search)$/);
      await page.getByRole('row').nth(3).waitFor();
    },
  },
  {
    name: 'detections',
    hash: '#/detections',
    async open(page) {
      await press(page, /many|多数の人/i);
      await dialog(page);
    },
  },
  { name: 'accounts', hash: '#/accounts', open: (page) => page.getByText('back-office').waitFor() },
  {
    name: 'account-rights',
    hash: '#/accounts',
    async open(page) {
      await press(page, /taro\.suzuki/);
      await dialog(page);
    },
  },
];
