/** Help lies over a screen and gives it back; the corner only the staff know of calls them from every screen. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Snapshot } from '../snapshot.ts';
import { buildScreens } from './build.ts';
import { STAFF_GESTURE_MS } from './frame/hold-gesture.ts';
import { gallery } from './gallery.ts';
import { openStudio, SIZES, type Studio } from './studio.ts';
import { TEXTS } from './texts/index.ts';
import { entry, openTouchLog, type TouchLog } from './touch-log.ts';

let built: string;
let studio: Studio;
let log: TouchLog;
let fingers: CDPSession;

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'kofu-help-'));
  (await buildScreens(built))._unsafeUnwrap();
  studio = await openStudio(built, SIZES[0]);
  log = openTouchLog(studio);
  fingers = await studio.page.context().newCDPSession(studio.page);
  // The page's clock is moved by hand from here on, so that nobody waits and nothing depends on speed.
  await studio.page.clock.install();
});
afterAll(async () => {
  await studio.close();
  await rm(built, { recursive: true, force: true });
});
beforeEach(() => log.clear());

const corner = { x: SIZES[0].width - 30, y: 30 };

async function touch(type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) {
  await fingers.send('Input.dispatchTouchEvent', { type, touchPoints });
}

/** The buttons a finger, the keyboard or a screen reader can get at. */
const reachable = () => studio.page.locator('button:not([inert] *)').allTextContents();

/** An event that is sure to come, so that what was sent before it has been heard. */
async function settled(): Promise<void> {
  await studio.show(entry('menu'));
  await log.press('English');
}

const lies = (snapshot: Snapshot, help: boolean): Snapshot => ({ ...snapshot, help });

it('shows the help of every screen that has one, and it alone can be touched', async () => {
  for (const { id, snapshot } of gallery.filter(({ id }) => id.endsWith('-help'))) {
    await studio.show(snapshot);
    const panel = studio.page.getByRole('dialog');
    const name = snapshot.screen.name;
    const points = Object.entries(TEXTS.ja.help.screens).find(([screen]) => screen === name)?.[1];
    expect(await panel.locator('.help-points li').allTextContents(), id).toEqual(points);
    expect(await reachable(), id).toEqual(['閉じる']);
  }
});

it('has no help on a screen that does not allow it', async () => {
  const { page } = studio;
  const pin = entry('pin');
  await studio.show({ ...pin, allows: { ...pin.allows, help: false } });
  expect(await page.getByRole('button', { name: '使い方' }).count()).toBe(0);
  await studio.show(lies(entry('operator-home'), true));
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.locator('.kiosk-body').evaluate((body) => body.hasAttribute('inert'))).toBe(false);
});

it('takes the focus when it opens and gives it back to its button when it closes', async () => {
  const { page, link } = studio;
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  await studio.show(entry('pin'));
  const screenSeq = Number(await page.locator('html').getAttribute('data-screen-seq'));
  await page.getByRole('button', { name: '使い方' }).click();
  link.show(Buffer.from(JSON.stringify({ ...lies(entry('pin'), true), screenSeq })));
  await page.getByRole('dialog').waitFor();
  expect(await focused()).toBe('この画面の使い方');
  log.clear();
  const closed = log.next();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('閉じる');
  await page.keyboard.press('Enter');
  expect((await closed).action).toEqual({ type: 'close-help' });
  link.show(Buffer.from(JSON.stringify({ ...entry('pin'), screenSeq })));
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await focused()).toBe('使い方');
});

it('is closed by the escape key too', async () => {
  await studio.show(entry('confirm-help'));
  const closed = log.next();
  await studio.page.keyboard.press('Escape');
  expect((await closed).action).toEqual({ type: 'close-help' });
});

it('lies under the warning that a visit is about to end', async () => {
  await studio.show(entry('pin-help-idle'));
  expect(await reachable()).toEqual(['続ける', 'やめる']);
  expect(await studio.page.evaluate(() => document.activeElement?.textContent)).toBe('お手続きを続けますか？');
});

it.each([
  'attract',
  'out-of-service-needs-staff-paper',
  'pin',
  'pin-help',
  'payment-idle',
  'printing',
  'operator-home',
])('hears the staff on %s after three seconds, once', async (id) => {
  await studio.show(entry(id));
  await touch('touchStart', corner);
  await studio.page.clock.runFor(STAFF_GESTURE_MS - 1);
  expect(log.events()).toEqual([]);
  const heard = log.next();
  await studio.page.clock.runFor(1);
  expect((await heard).action).toEqual({ type: 'staff' });
  await studio.page.clock.runFor(3 * STAFF_GESTURE_MS);
  await touch('touchEnd');
  await settled();
  expect(log.actions()).toEqual([{ type: 'staff' }, { type: 'language', language: 'en' }]);
});

it('hears nothing when the finger is lifted, slides off, or is not alone', async () => {
  await studio.show(entry('attract'));
  await touch('touchStart', corner);
  await studio.page.clock.runFor(STAFF_GESTURE_MS - 1);
  await touch('touchEnd');
  await studio.page.clock.runFor(STAFF_GESTURE_MS);

  await touch('touchStart', corner);
  await touch('touchMove', { x: 500, y: 900 });
  await studio.page.clock.runFor(2 * STAFF_GESTURE_MS);
  await touch('touchEnd');

  await touch('touchStart', corner);
  await touch('touchStart', corner, { x: corner.x - 20, y: corner.y + 20 });
  await studio.page.clock.runFor(2 * STAFF_GESTURE_MS);
  await touch('touchEnd');
  await settled();
  expect(log.actions()).toEqual([{ type: 'language', language: 'en' }]);
});

it('goes on while the screen is painted anew under the finger, and names the screen that stands there then', async () => {
  await studio.show(entry('pin'));
  await touch('touchStart', corner);
  await studio.page.clock.runFor(STAFF_GESTURE_MS / 2);
  await studio.show(entry('attract'));
  const heard = log.next();
  await studio.page.clock.runFor(STAFF_GESTURE_MS / 2);
  const now = Number(await studio.page.locator('html').getAttribute('data-screen-seq'));
  expect(await heard).toEqual({ v: 1, screenSeq: now, action: { type: 'staff' } });
  await touch('touchEnd');
});
