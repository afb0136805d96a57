/** Plays one visit before the real page and takes a picture of every screen that stands long enough to be looked at. */
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import type { ScreenName } from '../../kiosk/snapshot.ts';
import type { Devices } from '../environment/devices.ts';
import type { Scene } from './album.ts';
import { handsFor } from './hands.ts';
import { isSameScene, isScreenName, narrationOf, type Seen } from './narration.ts';
import type { TourVisit } from './visits.ts';

const LOOK_EVERY_MS = 100;
/** Longer than the machine takes for anything by itself. */
const SCREEN_LIMIT_MS = 120_000;
const TOUCH_AGAIN_AFTER_MS = 5_000;
const SCENES_LIMIT = 60;

const LOOK = `(() => {
  const kiosk = document.querySelector('.kiosk');
  return kiosk === null || kiosk.dataset.screen === 'link-lost' ? null : {
    screen: kiosk.dataset.screen ?? '',
    title: kiosk.querySelector('h1')?.textContent ?? '',
    pinWasWrong: (kiosk.querySelector('.kiosk-stage')?.textContent ?? '').includes('暗証番号がちがいます'),
  };
})()`;
const ScreenNameSchema = v.custom<ScreenName>((name) => typeof name === 'string' && isScreenName(name));
const SeenSchema = v.nullable(
  v.strictObject({ screen: ScreenNameSchema, title: v.string(), pinWasWrong: v.boolean() }),
);

export type PlayedScene = Scene & { screen: ScreenName };

/** Rejects when a screen stays too long or the visit ends otherwise than with thanks. */
export async function playVisit(
  visit: TourVisit,
  o: { page: Page; devices: Devices; signal: AbortSignal; onScene: (scene: PlayedScene) => Promise<void> },
): Promise<void> {
  const hands = handsFor(visit, o.page, o.devices);
  /** Null while a fresh page is being loaded, which is how every visit begins. */
  const look = async (): Promise<Seen | null> => {
    const seen: unknown = await o.page.evaluate(LOOK).catch((cause: unknown) => {
      if (cause instanceof Error && cause.message.includes('context was destroyed')) return null;
      throw cause;
    });
    return v.parse(SeenSchema, seen);
  };
  /** The next scene after `last`; the first one there is after null. */
  const next = async (last: Seen | null): Promise<Seen> => {
    const limit = Date.now() + SCREEN_LIMIT_MS;
    let touchAgain = Date.now() + TOUCH_AGAIN_AFTER_MS;
    for (;;) {
      o.signal.throwIfAborted();
      const seen = await look();
      if (seen !== null && (last === null || !isSameScene(seen, last))) return seen;
      // A touch on a page that is being replaced is lost, as a person's would be.
      if (seen?.screen === 'attract' && last !== null && Date.now() > touchAgain) {
        await hands.answer(seen);
        touchAgain = Date.now() + TOUCH_AGAIN_AFTER_MS;
      }
      if (Date.now() > limit) throw new Error(`The screen stays ${last?.screen ?? 'dark'}.`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  };

  let seen = await next(null);
  // A machine that has just been started is closed until it has looked at its devices.
  while (seen.screen !== 'attract') seen = await next(seen);
  let thanked = false;
  for (let scenes = 0; scenes < SCENES_LIMIT; scenes += 1) {
    if (seen.screen === 'refused' || seen.screen === 'out-of-service')
      throw new Error(`The kiosk shows ${seen.screen}: ${seen.title}`);
    if (seen.screen === 'attract' && scenes > 0) {
      if (!thanked) throw new Error('The visit ended without thanks.');
      return;
    }
    thanked ||= seen.screen === 'goodbye';
    const picture = await o.page.screenshot({ animations: 'disabled' });
    const after = await look();
    // A picture taken while the screen changed could be of either.
    if (after !== null && isSameScene(after, seen))
      await o.onScene({ screen: seen.screen, title: seen.title, line: narrationOf(seen), picture });
    if (after === null || isSameScene(after, seen)) await hands.answer(seen);
    seen = await next(seen);
  }
  throw new Error('The visit goes round in circles.');
}
