/** The windows of the kiosk: the residents', and the operator's where there is a display for it. Renewed after every visit and every crash. */
import type { DisplayWishes } from '../pipe/down-line.ts';
import type { ShellCode } from '../pipe/shell-codes.ts';
import type { UpLine } from '../pipe/up-line.ts';
import { readPageMessage } from '../pipe/up-line.ts';
import { audienceOf, type DisplayPlaces, displayPlaces } from '../policy/display-places.ts';
import type { SenderFrame } from '../policy/senders.ts';
import { AUDIENCES, type Audience, type Berth, type Bounds } from '../policy/window-options.ts';
import { type AudienceWindows, audienceWindows } from './audience-windows.ts';
import type { ShellWindow } from './electron-door.ts';

export interface KioskWindowsOptions {
  displays: DisplayWishes;
  page: number;
  /** The displays as they are now. */
  findDisplays: () => readonly { readonly label: string; readonly bounds: Bounds }[];
  makeWindow: (audience: Audience, berth: Berth, bounds: Bounds, isShown: boolean) => ShellWindow;
  clear: (audience: Audience, berth: Berth) => void;
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
  const windows = new Map<Audience, AudienceWindows>();
  let page = options.page;
  let places = place();
  /** The operator's display shows something of the operator's. */
  let operatorShown = false;

  function place(): DisplayPlaces {
    const found = displayPlaces(findDisplays(), displays);
    if (found.missing) report('display-missing');
    return found;
  }

  /** Opens the windows of an audience that has a display, and closes those of one that has none. */
  function openOrClose(audience: Audience): void {
    const bounds = places[audience];
    if (bounds === null) {
      windows.get(audience)?.close();
      windows.delete(audience);
      return;
    }
    const opened = audienceWindows({
      bounds,
      makeWindow: (berth, at, isShown) => makeWindow(audience, berth, at, isShown),
      clear: (berth) => clear(audience, berth),
      onReady: () => tell({ type: 'ready', page }),
      onLost: () => recover(audience),
      report,
    });
    windows.set(audience, opened);
  }

  function recover(audience: Audience): void {
    if (audience === 'resident') tell({ type: 'page-lost', page });
    if (!mayRecover()) {
      onHopeless();
      return;
    }
    windows.get(audience)?.replace();
  }

  for (const audience of AUDIENCES) openOrClose(audience);

  return {
    show(screenName, json) {
      const audience = places.operator === null ? 'resident' : audienceOf(screenName);
      if (audience === 'resident' && operatorShown) {
        operatorShown = false;
        windows.get('operator')?.replace();
      }
      if (audience === 'operator') operatorShown = true;
      windows.get(audience)?.show(json);
    },
    freshPage(next) {
      page = next;
      operatorShown = false;
      for (const opened of windows.values()) opened.replace();
    },
    placeAgain() {
      const before = places;
      places = place();
      if ((before.operator === null) !== (places.operator === null)) {
        operatorShown = false;
        openOrClose('operator');
      }
      for (const audience of AUDIENCES) {
        const bounds = places[audience];
        if (bounds !== null) windows.get(audience)?.place(bounds);
      }
    },
    heard(contentsId, frame, text) {
      const message = readPageMessage(text);
      if (message === null) {
        report('message-refused');
        return;
      }
      let from: ReturnType<AudienceWindows['heard']> = 'nobody';
      for (const opened of windows.values()) if (from === 'nobody') from = opened.heard(contentsId, frame, message);
      // A page that nobody sees cannot have been touched.
      if (from === 'nobody' || (from === 'spare' && message.type === 'event')) report('message-refused');
      // That a page listens has been told already, by the windows themselves.
      else if (from === 'front' && message.type !== 'ready') tell({ ...message, page });
    },
    close() {
      for (const opened of windows.values()) opened.close();
      windows.clear();
    },
  };
}
