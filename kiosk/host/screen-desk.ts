/**
 * What the screens show, and which touches count: frames of the visit pass through unread, the terminal's own screens and the
 * operator's are composed by the host. One count of screens for all of them, so that a touch on an earlier screen is always stale.
 */
import * as v from 'valibot';
import type { ScreenLink } from '../shell/chromium/index.ts';
import { type Snapshot, type UiEvent, UiEventSchema } from '../snapshot.ts';
import type { VisitToHost } from '../visit/index.ts';

export type ScreenDesk = {
  /**
   * Shows one of the terminal's own screens, unless it stands there already or the operator's cover it. Where only the voice differs,
   * the screen keeps its number.
   */
  showTerminal(compose: (screenSeq: number) => Snapshot): void;
  /**
   * Passes a visit's frame on and zeroes it. The link keeps a copy for a replay and overwrites it with the next. Under the
   * operator's screens it is dropped: the visit is asked for it again.
   */
  showVisit(message: Extract<VisitToHost, { type: 'frame' }>): void;
  /** Shows a screen of the operator; a new number only for a new `place`, so that quick touches on one screen all count. */
  showOperator(place: string, compose: (screenSeq: number) => Snapshot): void;
  /** The operator's screens come up: the page that may show a person is thrown away first. */
  cover(): void;
  /** They have gone; the number of the screen that follows. */
  uncover(): number;
  /** Nothing stands on the screen until the next frame: what stood there counts for nobody any more. */
  clear(): void;
  /** Begins a new count for a visit; the number of its first screen. */
  beginVisit(): number;
  /** The page that showed a person is thrown away before anybody else sees the screen. */
  endVisit(): void;
  /** A touch that parses; `current` tells whether it was made on the screen now shown. */
  onTouch(listener: (event: UiEvent, current: boolean) => void): () => void;
};

export function openScreenDesk(link: ScreenLink, onRefused: () => void): ScreenDesk {
  let screenSeq = 1;
  let shown = '';
  let spoken = '';
  let covered = false;
  let operatorPlace = '';
  /** The page may show a person: a visit's frame was passed on to it. */
  let showsVisit = false;

  const throwPageAway = (): void => {
    link.freshPage();
    showsVisit = false;
    shown = '';
    screenSeq += 1;
  };
  const show = (snapshot: Snapshot): void => link.show(Buffer.from(JSON.stringify(snapshot)));

  return {
    showTerminal(compose) {
      if (covered) return;
      // The clock on a closed screen is not worth a new screen each second; the minute is.
      const { screen, language, options, voice, identify } = compose(0);
      const key = JSON.stringify({
        ...screen,
        at: 'at' in screen ? screen.at.slice(0, 16) : '',
        language,
        options,
        identify,
      });
      const voiceKey = JSON.stringify(voice);
      if (key === shown && voiceKey === spoken) return;
      if (key !== shown) screenSeq += 1;
      shown = key;
      spoken = voiceKey;
      show(compose(screenSeq));
    },
    showVisit(message) {
      // A frame that was on its way when the operator's screens went counts less than they did: its repetition follows.
      if (!covered && message.screenSeq >= screenSeq) {
        screenSeq = message.screenSeq;
        showsVisit = true;
        link.show(message.frame);
      }
      // The link has made its own copy; this one has done its work.
      message.frame.fill(0);
    },
    showOperator(place, compose) {
      if (!covered) return;
      if (place !== operatorPlace) screenSeq += 1;
      operatorPlace = place;
      const key = JSON.stringify(compose(0)) + String(screenSeq);
      if (key === shown) return;
      shown = key;
      show(compose(screenSeq));
    },
    cover() {
      if (covered) return;
      covered = true;
      operatorPlace = '';
      if (showsVisit) throwPageAway();
    },
    uncover() {
      covered = false;
      shown = '';
      screenSeq += 1;
      return screenSeq;
    },
    clear() {
      link.freshPage();
      shown = '';
    },
    beginVisit() {
      shown = '';
      screenSeq += 1;
      return screenSeq;
    },
    endVisit() {
      if (covered) return;
      throwPageAway();
    },
    onTouch(listener) {
      return link.onEvent((raw) => {
        const event = v.safeParse(UiEventSchema, raw);
        if (event.success) listener(event.output, event.output.screenSeq === screenSeq);
        else onRefused();
      });
    },
  };
}
