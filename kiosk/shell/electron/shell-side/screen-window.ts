/** One window with one page in it: loaded once, watched, and replaced as a whole rather than mended. */

import type { ShellCode } from '../pipe/shell-codes.ts';
import type { PageMessage } from '../pipe/up-line.ts';
import { SCREENS_PAGE } from '../policy/screen-responses.ts';
import { maySend, type SenderFrame } from '../policy/senders.ts';
import type { Bounds } from '../policy/window-options.ts';
import type { ShellWindow } from './electron-door.ts';
import { watchPage } from './page-watch.ts';

/** Down to the page, as JSON text that the preload parses. */
export const DOWN_CHANNEL = 'kiosk:down';
/** Up from the page, likewise. */
export const UP_CHANNEL = 'kiosk:up';

export interface ScreenWindow {
  /** The page listens. Until then nothing is shown: the host sends the last frame again when it does. */
  readonly ready: boolean;
  show(json: string): void;
  place(bounds: Bounds): void;
  /** A hidden window comes to the front; from now on its page is watched. */
  reveal(): void;
  /** Whether a message from that frame is this page's. */
  owns(contentsId: number, frame: SenderFrame | null): boolean;
  heard(message: PageMessage): void;
  /** Ends the page at once, whatever it says. */
  destroy(): void;
}

export interface ScreenWindowOptions {
  /** Whether somebody sees it; a hidden one is a spare, and nothing is shown on it. */
  isShown: boolean;
  /** The page has crashed, hung or never come; it is to be replaced. Told once. */
  onLost: () => void;
  report: (code: ShellCode) => void;
}

export function screenWindow(window: ShellWindow, { isShown, onLost, report }: ScreenWindowOptions): ScreenWindow {
  const { webContents } = window;
  let shown = isShown;
  let ready = false;
  let over = false;

  function lost(code: ShellCode): void {
    if (over) return;
    over = true;
    watch.stop();
    report(shown ? code : 'spare-lost');
    onLost();
  }
  const watch = watchPage(() => {
    if (over) return;
    // A hung page holds on to its window until its process is gone.
    webContents.forcefullyCrashRenderer();
    lost(ready ? 'heartbeat-missed' : 'page-not-loaded');
  });

  webContents.on('render-process-gone', () => lost('page-crashed'));
  webContents.on('did-fail-load', () => lost('page-not-loaded'));
  webContents.on('preload-error', () => lost('page-not-loaded'));
  window.on('close', (event) => event.preventDefault());
  window.on('page-title-updated', (event) => event.preventDefault());
  window.loadURL(SCREENS_PAGE).catch(() => lost('page-not-loaded'));

  return {
    get ready() {
      return ready && !over;
    },
    show(json) {
      if (ready && shown && !over) webContents.send(DOWN_CHANNEL, json);
    },
    place: (bounds) => window.setBounds(bounds),
    reveal() {
      if (shown || over) return;
      shown = true;
      window.show();
      window.setKiosk(true);
      if (ready) watch.heard();
    },
    owns: (contentsId, frame) => !over && contentsId === webContents.id && maySend(frame, webContents.mainFrame),
    heard(message) {
      if (message.type === 'ready') ready = true;
      // A hidden page need not beat: the engine paints it as it likes. It has never been given anything to hang on.
      if (shown) watch.heard();
      else watch.stop();
    },
    destroy() {
      over = true;
      watch.stop();
      if (!window.isDestroyed()) window.destroy();
    },
  };
}
