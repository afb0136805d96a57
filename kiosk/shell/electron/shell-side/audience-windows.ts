/**
 * What one audience sees, and a spare behind it: hidden, loaded, in a session of its own, and shown nothing of anybody. It takes the
 * place of the window in front at once after a visit, a crash or a hang; a page takes longer to load than a resident should wait.
 */
import type { ShellCode } from '../pipe/shell-codes.ts';
import type { PageMessage } from '../pipe/up-line.ts';
import type { SenderFrame } from '../policy/senders.ts';
import { type Berth, type Bounds, otherBerth } from '../policy/window-options.ts';
import type { ShellWindow } from './electron-door.ts';
import { type ScreenWindow, screenWindow } from './screen-window.ts';

/** From the moment the page in front listens: its first screen is painted by then, and loading another page costs it nothing. */
export const SPARE_AFTER_MS = 1_500;
/** A spare that was lost is made again later, and without end: nobody has seen it, so nobody is disturbed for it. */
export const SPARE_AGAIN_AFTER_MS = 20_000;

export interface AudienceWindowsOptions {
  bounds: Bounds;
  makeWindow: (berth: Berth, bounds: Bounds, isShown: boolean) => ShellWindow;
  /** Forgets what the pages of that berth may have left. */
  clear: (berth: Berth) => void;
  /** The page in front listens; it has been shown nothing yet. */
  onReady: () => void;
  /** The page in front has crashed, hung or never come; it is to be replaced. */
  onLost: () => void;
  report: (code: ShellCode) => void;
}

export interface AudienceWindows {
  show(json: string): void;
  place(bounds: Bounds): void;
  /** The window in front goes with all it was shown; the spare takes its place, or a window made now. */
  replace(): void;
  /** Who sent it: a page that nobody sees has nothing to say but that it is there. */
  heard(contentsId: number, frame: SenderFrame | null, message: PageMessage): 'front' | 'spare' | 'nobody';
  close(): void;
}

export function audienceWindows(options: AudienceWindowsOptions): AudienceWindows {
  const { makeWindow, clear, onReady, onLost, report } = options;
  let { bounds } = options;
  let berth: Berth = 0;
  let spare: ScreenWindow | null = null;
  let spareTimer: ReturnType<typeof setTimeout> | undefined;
  let front = open(berth, true);

  function open(at: Berth, isShown: boolean): ScreenWindow {
    const opened: ScreenWindow = screenWindow(makeWindow(at, bounds, isShown), {
      isShown,
      report,
      onLost() {
        if (opened === spare) loseSpare();
        else onLost();
      },
    });
    return opened;
  }
  function spareAfter(delayMs: number): void {
    clearTimeout(spareTimer);
    spareTimer = setTimeout(() => {
      spare ??= open(otherBerth(berth), false);
    }, delayMs);
  }
  function loseSpare(): void {
    spare?.destroy();
    spare = null;
    clear(otherBerth(berth));
    spareAfter(SPARE_AGAIN_AFTER_MS);
  }
  function ready(): void {
    onReady();
    spareAfter(SPARE_AFTER_MS);
  }

  return {
    show: (json) => front.show(json),
    place(next) {
      bounds = next;
      front.place(next);
      spare?.place(next);
    },
    replace() {
      clearTimeout(spareTimer);
      const earlier = front;
      const left = berth;
      berth = otherBerth(berth);
      // The next window comes first, so that what lies behind the kiosk is never seen.
      front = spare ?? open(berth, true);
      spare = null;
      front.reveal();
      earlier.destroy();
      clear(left);
      if (front.ready) ready();
    },
    heard(contentsId, frame, message) {
      if (spare?.owns(contentsId, frame)) {
        spare.heard(message);
        return 'spare';
      }
      if (!front.owns(contentsId, frame)) return 'nobody';
      front.heard(message);
      if (message.type === 'ready') ready();
      return 'front';
    },
    close() {
      clearTimeout(spareTimer);
      spare?.destroy();
      front.destroy();
      clear(0);
      clear(1);
    },
  };
}
