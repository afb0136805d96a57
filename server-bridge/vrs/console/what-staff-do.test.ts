/** The work itself: by keyboard alone, with reasons, refusals, files on their way, and rights by task and level. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Asked, Said } from '../../console-kit/testing/scripted-listener.ts';
import type { Rights } from '../staff/rights.ts';
import { sampleDoses, samplePeople, samplePerson } from './testing/people-samples.ts';
import { sampleAnswer, sampleScript } from './testing/sample-script.ts';
import { openStaffStage, type StaffStage } from './testing/staff-stage.ts';
import { VIEWS } from './testing/views.ts';
import { IMPORT_ID, rightsOf, runningImport, sampleImport } from './testing/work-samples.ts';

const ALL = rightsOf('exchange');
const NONE = rightsOf('none');

let stage: StaffStage;
let page: Page;
beforeAll(async () => {
  stage = await openStaffStage(sampleScript(ALL));
  ({ page } = stage.studio);
});
afterAll(() => stage.close());
afterEach(() => expect(stage.studio.complaints).toEqual([]));

const saying =
  (rights: Rights, other: (asked: Asked) => Said | null) =>
  (asked: Asked): Said | null =>
    other(asked) ?? sampleAnswer(asked, rights);

async function open(name: string): Promise<void> {
  const view = VIEWS.find((one) => one.name === name);
  if (view === undefined) throw new Error(`no view ${name}`);
  await page.evaluate(`location.hash = ${JSON.stringify(view.hash)}`);
  await view.open(page);
}
async function tabTo(name: string): Promise<void> {
  for (let stop = 0; stop < 80; stop += 1) {
    const at = await page.evaluate(
      '(document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.labels?.[0]?.textContent ?? document.activeElement?.textContent ?? "").trim()',
    );
    if (at === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not come to ${name}`);
}
const posted = (end: string): unknown =>
  stage.listener.asked.find(({ method, path }) => method === 'POST' && path.endsWith(end))?.body;

it('finds somebody and corrects a dose by keyboard alone: reason, before and after, once more', async () => {
  await stage.begin('#/people', sampleScript(ALL));
  await tabTo('氏名');
  await page.keyboard.type('架空');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /架空/ }).waitFor();
  expect(posted('/people/search')).toEqual({ name: '架空' });
  await tabTo('架空\u3000花子を開く');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '架空 花子', level: 1 }).waitFor();
  await tabTo('3回目を訂正する');
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: '3回目の訂正' }).waitFor();
  await tabTo('ロット番号');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('ff3620');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('理由を選んでください。').waitFor();
  expect(posted('/correct')).toBeUndefined();
  await tabTo('理由');
  await page.keyboard.press('ArrowDown');
  await tabTo('内容を確認する');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('row', { name: 'ロット番号 FF2018 FF3620' }).waitFor();
  expect(await dialog.getByRole('row').count()).toBe(2);
  await tabTo('訂正する');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('接種記録を訂正しました。').waitFor();
  const third = sampleDoses[2];
  if (third === undefined) throw new Error('no sample');
  const { number, day, product, vaccinatedIn, site, doctor } = third;
  expect(posted('/correct')).toEqual({
    version: third.version,
    reason: 'misread-ticket',
    dose: { number, day, product, lot: 'FF3620', vaccinatedIn, site, doctor },
  });
});

it('says in words that somebody else was faster, and shows nothing as done', async () => {
  await stage.begin(
    '#/',
    saying(ALL, ({ path }) =>
      path.endsWith('/change') ? { status: 409, value: { error: 'changed-meanwhile' } } : null,
    ),
  );
  await open('person-edit');
  await page.getByRole('dialog').getByRole('button', { name: '訂正する' }).click();
  await page.getByRole('status').getByText('ほかの職員が変更しました').waitFor();
  expect(posted('/change')).toMatchObject({
    version: samplePerson.version,
    reason: 'source-corrected',
    facts: { deceasedOn: '2026-02-01', protected: true, movedOn: '2025-10-31' },
  });
  await page.getByText('基本情報を訂正しました。').waitFor({ state: 'detached' });
});

it('says that VRS is away, and that an answer of another build is none', async () => {
  let away = true;
  await stage.begin(
    '#/doubtful',
    saying(ALL, ({ path }) => {
      if (path !== '/operations/doubtful') return null;
      return away ? { status: 503, value: { error: 'unavailable' } } : { status: 200, value: { total: 'many' } };
    }),
  );
  await page.getByText('接種記録システムが応答しません').waitFor();
  away = false;
  await page.getByRole('button', { name: '再度問い合わせる' }).click();
  await page.getByText('応答をこのページは理解できません').waitFor();
});

it('confirms a doubtful record only with a reason, after showing whose it is', async () => {
  await stage.begin('#/doubtful', sampleScript(ALL));
  await page.getByRole('button', { name: '3回目を正しいと確認する' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('架空\u3000花子').waitFor();
  await dialog.getByLabel('理由').selectOption('');
  expect(await dialog.getByRole('button', { name: '正しいと確認する' }).isDisabled()).toBe(true);
  await dialog.getByLabel('理由').selectOption('checked-and-right');
  await dialog.getByRole('button', { name: '正しいと確認する' }).click();
  await page.getByRole('status').getByText('正しいことを確認しました。').waitFor();
  expect(posted('/confirm')).toEqual({ version: 3, reason: 'checked-and-right' });
});

it('sends a file as it lies there, with the token, and follows it to its end', async () => {
  let turn = 0;
  await stage.begin(
    '#/imports',
    saying(ALL, ({ method, path }) => {
      if (method !== 'GET' || path !== `/operations/imports/${IMPORT_ID}`) return null;
      turn += 1;
      return { status: 200, value: turn < 3 ? { ...runningImport, importId: IMPORT_ID } : sampleImport };
    }),
  );
  const bytes = Buffer.from('"合成","1"\r\n', 'utf8');
  await page.getByLabel('種類').selectOption('records');
  await page.getByLabel('文字コード').selectOption('shift_jis');
  await page.getByLabel('CSVファイル').setInputFiles({ name: 'synthetic.csv', mimeType: 'text/csv', buffer: bytes });
  await page.getByText(`選んだファイル：synthetic.csv（${bytes.length} バイト）`).waitFor();
  await page.getByRole('button', { name: '取り込む' }).click();
  const state = page.getByRole('region', { name: '取込みの状況' });
  await state.getByText('412,007').first().waitFor();
  await state.getByText('1,204').waitFor();
  expect(posted('/imports')).toEqual({ kind: 'records', encoding: 'shift_jis', bytes: bytes.length });
  const put = stage.listener.asked.find(({ method }) => method === 'PUT');
  expect(put).toMatchObject({ path: `/operations/imports/${IMPORT_ID}/file`, token: 'synthetic-token' });
  expect(put?.bytes?.equals(bytes)).toBe(true);
});

it('tells a refusal of the file itself by VRS’s word', async () => {
  await stage.begin(
    '#/imports',
    saying(ALL, ({ method }) => (method === 'PUT' ? { status: 409, value: { error: 'not-waiting' } } : null)),
  );
  await page.getByLabel('CSVファイル').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('a') });
  await page.getByRole('button', { name: '取り込む' }).click();
  await page.getByRole('status').getByText('この取込みはファイルを待っていません。').waitFor();
});

it('saves an export as a file without a name of anybody', async () => {
  await stage.begin('#/exports', sampleScript(ALL));
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: '書き出す' }).click();
  expect((await saved).suggestedFilename()).toMatch(/^records-\d{4}-\d{2}-\d{2}\.csv$/);
  expect(posted('/exports')).toEqual({ what: 'records', encoding: 'utf-8' });
});

it('asks for a neighbour’s file at its own door', async () => {
  await stage.begin('#/exports', sampleScript(ALL));
  await page.getByLabel('内容').selectOption('record-copies');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: '書き出す' }).click();
  await saved;
  expect(posted('/exports/neighbours')).toEqual({ what: 'record-copies', encoding: 'utf-8' });
});

it('registers a tablet and withdraws another, naming it before', async () => {
  await stage.begin('#/accounts', sampleScript(ALL));
  const panel = page.getByRole('region', { name: '会場のタブレット' });
  await panel.getByLabel('タブレットの名前').fill('hall-3');
  await panel.getByRole('button', { name: 'タブレットを登録する' }).click();
  await page.getByRole('status').getByText('タブレットを登録しました。').waitFor();
  expect(posted('/site-tablets')).toEqual({ tablet: 'hall-3' });
  await panel.getByRole('button', { name: 'hall-1の登録を取り消す' }).click();
  await page
    .getByRole('dialog', { name: 'hall-1の登録を取り消す' })
    .getByRole('button', { name: '登録を取り消す' })
    .click();
  await page.getByRole('status').getByText('タブレットの登録を取り消しました。').waitFor();
  expect(stage.listener.asked.map(({ path }) => path)).toContain('/operations/site-tablets/hall-1/withdraw');
});

it('takes over what another municipality provided only for a person who was looked at', async () => {
  await stage.begin('#/', sampleScript(ALL));
  await open('query-answered');
  await page.getByLabel('引き継ぐ人の宛名番号').fill('１００２３４');
  await page.getByRole('button', { name: '引き継ぐ人を確かめる' }).click();
  await page.getByRole('dialog').getByText('架空\u3000花子').waitFor();
  await page.getByRole('button', { name: '2件を引き継ぐ' }).click();
  await page.getByRole('status').getByText('接種記録を引き継ぎました。').waitFor();
  expect(posted('/take-over')).toEqual({ personId: samplePeople.people[0]?.personId });
});

it('reviews the log up to the entry that was shown, and records what a detection was', async () => {
  await stage.begin('#/operation-log', sampleScript(ALL));
  await page.getByRole('button', { name: '最新まで確認済みにする' }).click();
  await page.getByRole('dialog').getByText('90,214番まで').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '最新まで確認済みにする' }).click();
  await page.getByRole('status').getByText('確認済みにしました。').waitFor();
  expect(posted('/log/review')).toEqual({ upTo: 90_214 });
  await open('detections');
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: '結果を記録する' }).isDisabled()).toBe(true);
  await dialog.getByLabel('確認の結果').selectOption('misuse');
  await dialog.getByRole('button', { name: '結果を記録する' }).click();
  await page.getByRole('status').getByText('確認の結果を記録しました。').waitFor();
  expect(posted('/acknowledge')).toEqual({ finding: 'misuse' });
});

it('gives a new account its rights by task and level, and shows its first password once', async () => {
  await stage.begin('#/accounts', sampleScript(ALL));
  const form = page.getByRole('region', { name: '職員を登録する' });
  await form.getByLabel('職員ID').fill('ken.mori');
  await form.getByLabel('氏名').fill('森\u3000見本');
  await form.getByLabel('接種記録').selectOption('write');
  await form.getByRole('button', { name: '登録する' }).click();
  await page.getByText('synthetic-first-password').waitFor();
  expect(posted('/accounts')).toEqual({
    staffId: 'ken.mori',
    name: '森\u3000見本',
    rights: { ...NONE, records: 'write' },
  });
  await page.getByRole('button', { name: '渡しました。画面から消します' }).click();
  expect(await page.content()).not.toContain('synthetic-first-password');
});

it('has a page and a button only for who may, and says which right is missing', async () => {
  await stage.begin('#/', sampleScript({ ...NONE, people: 'read', records: 'read' }));
  const pages = await page.getByRole('navigation').getByRole('link').allTextContents();
  expect(pages).toEqual(['はじめに', '対象者の検索', '要確認の記録']);
  await open('people');
  await page.getByRole('button', { name: '架空\u3000花子を開く' }).click();
  await page.getByRole('heading', { name: '架空 花子', level: 1 }).waitFor();
  expect(await page.getByRole('main').getByRole('button').allTextContents()).toEqual(['検索に戻る', '履歴を表示する']);
  await page.getByText('個人番号を見る権限はありません。').waitFor();
  stage.listener.forget();
  await page.evaluate('location.hash = "#/accounts"');
  await page.getByRole('alert').getByText('職員と端末（閲覧）').waitFor();
  expect(stage.listener.asked).toEqual([]);
});

it('shows texts with markup as texts', async () => {
  const markup = '<img src=x onerror="document.title=1">&amp;';
  await stage.begin(
    '#/',
    saying(ALL, ({ method, path }) =>
      method === 'GET' && /^\/operations\/people\/[^/]+$/.test(path)
        ? { status: 200, value: { ...samplePerson, name: markup } }
        : null,
    ),
  );
  await open('people');
  await page.getByRole('button', { name: '架空\u3000花子を開く' }).click();
  await page.getByRole('heading', { name: markup, level: 1 }).waitFor();
  expect(await page.locator('main img').count()).toBe(0);
});
