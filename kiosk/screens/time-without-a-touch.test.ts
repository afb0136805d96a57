/** What the page does by itself as time goes by: the dark screen on the first one, the word that work still goes on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildScreens } from './build.ts';
import { SAVER_AFTER_MS, STILL_WORKING_AFTER_MS } from './page-delays.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';
import { TEXTS } from './texts/index.ts';
import { entry, openTouchLog, type TouchLog } from './touch-log.ts';

let built: string;
let studio: Studio;
let log: TouchLog;

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-time-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
  log = openTouchLog(studio);
  await studio.page.clock.install();
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});
beforeEach(() => log.clear());

/** The page's clock also runs by itself: what must not have happened yet is looked at well before. */
const EARLY_MS = 60_000;

const saver = () => studio.page.locator('.saver');

async function untilDark(): Promise<void> {
  await studio.show(entry('attract'));
  await studio.page.clock.runFor(SAVER_AFTER_MS);
  await saver().waitFor();
}

it('goes dark after minutes without a touch, not before, and only on the first screen', async () => {
  await studio.show(entry('attract'));
  await studio.page.clock.runFor(SAVER_AFTER_MS - EARLY_MS);
  expect(await saver().count()).toBe(0);
  await studio.page.clock.runFor(EARLY_MS);
  await saver().waitFor();
  for (const id of ['menu', 'pin', 'take-card', 'out-of-service-maintenance', 'operator-home']) {
    await studio.show(entry(id));
    await studio.page.clock.runFor(3 * SAVER_AFTER_MS);
    expect(await saver().count(), id).toBe(0);
  }
});

it('counts anew from every touch', async () => {
  await studio.show(entry('attract'));
  await studio.page.clock.runFor(SAVER_AFTER_MS - EARLY_MS);
  await studio.page.mouse.click(300, 300);
  await studio.page.clock.runFor(SAVER_AFTER_MS - EARLY_MS);
  expect(await saver().count()).toBe(0);
});

it('is woken by a touch, which presses nothing under it', async () => {
  await untilDark();
  const start = await studio.page.locator('.start button').boundingBox();
  if (start === null) throw new Error('The first screen has a start button.');
  await studio.page.mouse.click(start.x + start.width / 2, start.y + start.height / 2);
  await saver().waitFor({ state: 'detached' });
  expect(await log.press(/画面にふれて/)).toEqual([{ type: 'start' }]);
  expect(log.actions()).toEqual([{ type: 'start' }]);
});

it('is woken by a key, which does nothing else', async () => {
  await studio.show({ ...entry('attract'), options: { ...entry('attract').options, spokenGuidance: true } });
  await studio.page.clock.runFor(SAVER_AFTER_MS);
  await saver().waitFor();
  await studio.page.keyboard.press('Numpad1');
  await saver().waitFor({ state: 'detached' });
  const heard = log.next();
  await studio.page.keyboard.press('Numpad1');
  expect((await heard).action).toEqual({ type: 'start' });
  expect(log.actions()).toHaveLength(1);
});

it('is dim, moves slowly and never flashes; without motion it only changes its place', async () => {
  await untilDark();
  const look = () =>
    studio.page.locator('.saver').evaluate((element) => {
      const words = element.querySelector('.saver-words');
      if (words === null) throw new Error('The dark screen has words.');
      const { animationDuration, animationTimingFunction, animationName } = getComputedStyle(words);
      const { backgroundColor, color } = getComputedStyle(element);
      return { backgroundColor, color, animationDuration, animationTimingFunction, animationName };
    });
  expect(await look()).toMatchObject({ backgroundColor: 'rgb(0, 0, 0)', animationName: 'drift-across' });
  expect(Number.parseFloat((await look()).animationDuration)).toBeGreaterThan(30);
  expect((await look()).animationTimingFunction).toBe('ease-in-out');
  await studio.page.emulateMedia({ reducedMotion: 'reduce' });
  expect((await look()).animationTimingFunction).toMatch(/^steps\(/);
  await studio.page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await saver().textContent()).toBe(
    [TEXTS.ja, TEXTS.en, TEXTS.zh, TEXTS.ko].map(({ guide }) => guide.wake).join(''),
  );
});

it.each([
  'checking-card',
  'reading-card',
  'reading-passport',
  'applying',
  'returning-money',
  'printing',
  'operator-working-test-print',
])('shows on %s that it works, and says after a while that it still does', async (id) => {
  await studio.show(entry(id));
  const status = studio.page.locator('.working [role="status"]');
  expect(await studio.page.getByRole('progressbar', { name: TEXTS.ja.guide.working }).count()).toBe(1);
  expect(await status.textContent()).toBe(TEXTS.ja.guide.working);
  await studio.page.clock.runFor(STILL_WORKING_AFTER_MS);
  await expect.poll(() => status.textContent()).toBe(TEXTS.ja.guide.stillWorking);
});
