/**
 * What the screens show, and which touches count: frames of the visit pass through unread, the terminal's own screens are
 * composed here. One count of screens for both, so that a touch on an earlier screen is always stale.
 */
import * as v from 'valibot';
import type { ScreenLink } from '../shell/chromium/index.ts';
import { type Snapshot, type UiEvent, UiEventSchema } from '../snapshot.ts';
import type { VisitToHost } from '../visit/index.ts';

export type ScreenDesk = {
  /** Shows one of the terminal's own screens, unless it stands there already. */
  showTerminal(compose: (screenSeq: number) => Snapshot): void;
  /** Passes a visit's frame on and zeroes it. The link keeps a copy for a replay and overwrites it with the next. */
  showVisit(message: Extract<VisitToHost, { type: 'frame' }>): void;
  /** Begins a new count for a visit; the number of its first screen. */
  beginVisit(): number;
  /** The page that showed a person is thrown away before anybody else sees the screen. */
  endVisit(): void;
  /** A touch that parses; `current` tells whether it was made on the terminal's screen now shown. */
  onTouch(listener: (event: UiEvent, current: boolean) => void): () => void;
};

export function openScreenDesk(link: ScreenLink, onRefused: () => void): ScreenDesk {
  let screenSeq = 1;
  let shown = '';
  return {
    showTerminal(compose) {
      // The clock on a closed screen is not worth a new screen each second; the minute is.
      const { screen, language, options } = compose(0);
      const key = JSON.stringify({ ...screen, at: 'at' in screen ? screen.at.slice(0, 16) : '', language, options });
      if (key === shown) return;
      shown = key;
      screenSeq += 1;
      link.show(Buffer.from(JSON.stringify(compose(screenSeq))));
    },
    showVisit(message) {
      screenSeq = message.screenSeq;
      link.show(message.frame);
      // The link has made its own copy; this one has done its work.
      message.frame.fill(0);
    },
    beginVisit() {
      shown = '';
      screenSeq += 1;
      return screenSeq;
    },
    endVisit() {
      link.freshPage();
      shown = '';
      screenSeq += 1;
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
