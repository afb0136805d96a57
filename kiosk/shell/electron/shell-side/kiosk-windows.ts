/** The windows of the kiosk: the residents', and the operator's where there is a display for it. Renewed after every visit and every crash. */
import type { DisplayWishes } from '../pipe/down-line.ts';
import type { ShellCode } from '../pipe/shell-codes.ts';
import type { UpLine } from '../pipe/up-line.ts';
import { readPageMessage } from '../pipe/up-line.ts';
import { audienceOf, type DisplayPlaces, displayPlaces } from '../policy/display-places.ts';
import type { SenderFrame } from '../policy/senders.ts';
import { AUDIENCES, type Audience, type Bounds } from '../policy/window-options.ts';
import type { ShellWindow } from './electron-door.ts';
import { type ScreenWindow, screenWindow } from './screen-window.ts';

export interface KioskWindowsOptions {
  displays: DisplayWishes;
  page: number;
  /** The displays as they are now. */
  findDisplays: () => readonly { readonly label: string; readonly bounds: Bounds }[];
  makeWindow: (audience: Audience, bounds: Bounds) => ShellWindow;
  clear: (audience: Audience) => void;
  /** Whether a page that was lost may be replaced. */
  mayRecover: () => boolean;
  onHopeless: () => void;
  tell: (line: UpLine) => void;
  report: (code: ShellCode) => void;
}

export interface KioskWindows {
  /** @param json the whole message, passed on as it came. */
  show(screenName: string, json: string): void;
  /** A visit is over: every page goes, and nothing it sent counts any more. */
  freshPage(page: number): void;
  /** Displays have come, gone or changed. */
  placeAgain(): void;
  heard(contentsId: number, frame: SenderFrame | null, text: unknown): void;
  close(): void;
}

export function kioskWindows(options: KioskWindowsOptions): KioskWindows {
  const { displays, findDisplays, makeWindow, clear, mayRecover, onHopeless, tell, report } = options;
  const windows = new Map<Audience, ScreenWindow>();
  let page = options.page;
  let places = place();
  /** The operator's display shows something of the operator's. */
  let operatorShown = false;

  function place(): DisplayPlaces {
    const found = displayPlaces(findDisplays(), displays);
    if (found.missing) report('display-missing');
    return found;
  }

  function renew(audience: Audience): void {
    const earlier = windows.get(audience);
    const bounds = places[audience];
    windows.delete(audience);
    if (bounds !== null) {
      // The new window comes first, so that what lies behind the kiosk is never seen.
      const renewed = screenWindow(makeWindow(audience, bounds), { report, onLost: () => recover(audience) });
      windows.set(audience, renewed);
    }
    earlier?.destroy();
    clear(audience);
  }

  function recover(audience: Audience): void {
    if (audience === 'resident') tell({ type: 'page-lost', page });
    if (!mayRecover()) {
      onHopeless();
      return;
    }
    renew(audience);
  }

  for (const audience of AUDIENCES) renew(audience);

  return {
    show(screenName, json) {
      const audience = places.operator === null ? 'resident' : audienceOf(screenName);
      if (audience === 'resident' && operatorShown) {
        operatorShown = false;
        renew('operator');
      }
      if (audience === 'operator') operatorShown = true;
      windows.get(audience)?.show(json);
    },
    freshPage(next) {
      page = next;
      operatorShown = false;
      for (const audience of AUDIENCES) renew(audience);
    },
    placeAgain() {
      const before = places;
      places = place();
      if ((before.operator === null) !== (places.operator === null)) {
        operatorShown = false;
        renew('operator');
      }
      for (const audience of AUDIENCES) {
        const bounds = places[audience];
        if (bounds !== null) windows.get(audience)?.place(bounds);
      }
    },
    heard(contentsId, frame, text) {
      const from = AUDIENCES.find((audience) => windows.get(audience)?.owns(contentsId, frame));
      const message = readPageMessage(text);
      if (from === undefined || message === null) {
        report('message-refused');
        return;
      }
      windows.get(from)?.heard(message);
      tell({ ...message, page });
    },
    close() {
      for (const window of windows.values()) window.destroy();
      windows.clear();
    },
  };
}
