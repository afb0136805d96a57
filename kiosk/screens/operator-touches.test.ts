/** Each control of the store operator's screens sends exactly its own event, and no screen offers what is not allowed on it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OPERATOR_ANSWERS, OPERATOR_FAULTS, OPERATOR_TASKS, type UiAction } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';
import { TEXTS } from './texts/index.ts';
import { entry, openTouchLog, type TouchLog } from './touch-log.ts';

const { operator } = TEXTS.ja;

let built: string;
let studio: Studio;
let log: TouchLog;

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-operator-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[1]);
  log = openTouchLog(studio);
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});
beforeEach(() => log.clear());

describe.each<[string, string | RegExp, UiAction]>([
  ['operator-code', '7', { type: 'digit', digit: 7 }],
  ['operator-code-typing', '消す', { type: 'erase-digit' }],
  ['operator-code-typing', '決定', { type: 'next' }],
  ['operator-code-locked', 'やめる', { type: 'cancel' }],
  ['operator-home', /紙がつまっている/, { type: 'operator-fault', fault: 'jam' }],
  ['operator-home', '試し印刷をする', { type: 'operator-task', task: 'test-print' }],
  ['operator-home-well', '終わって画面を閉じる', { type: 'operator-lock' }],
  ['operator-step-open-tray', 'できました。次へ', { type: 'next' }],
  ['operator-step-open-tray', 'もどる', { type: 'back' }],
  ['operator-step-open-tray', '一覧へ', { type: 'cancel' }],
  ['operator-question-why-reset', 'お客様が帰った', { type: 'operator-answer', answer: 'resident-left' }],
  ['operator-question-sure-to-reset', '打ち切る', { type: 'operator-answer', answer: 'yes' }],
  ['operator-question-is-the-money-paid', 'まだです', { type: 'operator-answer', answer: 'no' }],
  ['operator-question-why-reset', '一覧へ', { type: 'cancel' }],
  ['operator-step-idle', '続ける', { type: 'more-time' }],
  ['operator-step-idle', '画面を閉じる', { type: 'operator-lock' }],
  ['operator-readiness', '一覧にもどる', { type: 'next' }],
  ['operator-result-fixed-reset-visit', '一覧にもどる', { type: 'next' }],
])('%s', (id, name, action) => {
  it(`sends ${action.type} for ${name}`, async () => {
    await studio.show(entry(id));
    expect(await log.press(name)).toEqual([action]);
    expect(log.events().at(-1)?.screenSeq).toBe(
      Number(await studio.page.locator('html').getAttribute('data-screen-seq')),
    );
  });
});

it('opens every fault and every task from the list', async () => {
  await studio.show(entry('operator-home-full'));
  for (const fault of OPERATOR_FAULTS) {
    const words = operator.faults[fault];
    const name = new RegExp(`^(${operator.home.first})?\\s*${words.name}\\s*${words.meaning}$`);
    expect(await log.press(name)).toEqual([{ type: 'operator-fault', fault }]);
  }
  for (const task of OPERATOR_TASKS) {
    expect(await log.press(operator.tasks[task])).toEqual([{ type: 'operator-task', task }]);
  }
});

it('sends every answer as its own', async () => {
  const asked = entry('operator-question-why-reset');
  if (asked.screen.name !== 'operator-question') throw new Error('The entry is a question.');
  await studio.show({ ...asked, screen: { ...asked.screen, answers: [...OPERATOR_ANSWERS] } });
  const buttons = studio.page.locator('.operator-answers button');
  // More than any question has, so not all of them fit the screen: pressed by their place, not by a finger.
  for (const [index, answer] of OPERATOR_ANSWERS.entries()) {
    const sent = log.next();
    await buttons.nth(index).dispatchEvent('click');
    expect((await sent).action).toEqual({ type: 'operator-answer', answer });
  }
});

it('takes no code of less than four digits, and none while codes are locked out', async () => {
  const { page } = studio;
  await studio.show(entry('operator-code'));
  expect(await page.getByRole('button', { name: '決定' }).isDisabled()).toBe(true);
  await studio.show(entry('operator-code-locked'));
  expect(await page.getByRole('button', { name: /^[0-9]$|決定/ }).count()).toBe(0);
  expect(await page.locator('.notice').textContent()).toContain('60分');
});

it('never shows which digits of the code were typed', async () => {
  await studio.show(entry('operator-code-typing'));
  expect(await studio.page.locator('.pin-box-full').count()).toBe(6);
  expect(await studio.page.locator('.pin-boxes').textContent()).toBe('店員コードを6桁入力しました');
});

it('puts the most pressing fault first, and says of what is well that it is', async () => {
  await studio.show(entry('operator-home-full'));
  const first = await studio.page.locator('.operator-faults li').first().textContent();
  expect(first).toContain(operator.home.first);
  expect(first).toContain(operator.faults['right-person'].name);
  await studio.show(entry('operator-home-well'));
  expect(await studio.page.locator('.operator-faults').count()).toBe(0);
  expect(await studio.page.locator('.stage').textContent()).toContain(operator.home.noFaults);
});

it('asks for another look at a device in its last step only', async () => {
  const step = entry('operator-step-close-cover');
  if (step.screen.name !== 'operator-step') throw new Error('The entry is a step.');
  await studio.show({ ...step, screen: { ...step.screen, number: 5, of: 5 } });
  expect(await log.press(operator.step.check)).toEqual([{ type: 'next' }]);
});

it('tells every mark by a word and a sign beside it', async () => {
  await studio.show(entry('operator-readiness-not-ready'));
  for (const words of Object.values(operator.readiness.marks)) {
    const mark = studio.page.locator('.condition dd', { hasText: words }).first();
    expect(await mark.locator('svg').count(), words).toBe(1);
  }
});

it('lists what needs a hand before what is good', async () => {
  await studio.show(entry('operator-readiness-not-ready'));
  const marks = await studio.page.locator('.condition dd').allTextContents();
  const { bad, unknown, soon, good } = operator.readiness.marks;
  const firsts = [bad, unknown, soon, good].map((words) => marks.indexOf(words));
  expect(firsts[0]).toBe(0);
  expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
});

it('offers nobody help, progress or the resident’s name of the service on the staff’s screens', async () => {
  await studio.show(entry('operator-home'));
  expect(await studio.page.getByRole('button', { name: '使い方' }).count()).toBe(0);
  expect(await studio.page.locator('.progress').count()).toBe(0);
  expect(await studio.page.locator('.banner').textContent()).toBe('お店の人の画面');
});
