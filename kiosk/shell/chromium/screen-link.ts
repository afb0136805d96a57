/** The host's side of the screens: shows snapshots it does not read, hears touches it passes on. */
import { SNAPSHOT_LIMIT_BYTES } from '../../snapshot.ts';
import { type ConnectedPage, connectedPage, type PageSocket } from './connected-page.ts';
import { lastFrame } from './last-frame.ts';
import type { Report } from './report-codes.ts';

export interface ScreenLink {
  /** Shows a snapshot: the UTF-8 JSON of it, which is passed on unread. Remembered until the next one, for a page that reconnects. */
  show(frame: Uint8Array): void;
  /** Forgets the last frame and makes the page throw itself away. `connected` is false until the new page is there. */
  freshPage(): void;
  readonly connected: boolean;
  /** Hears every touch as parsed JSON, yet to be checked against `UiEventSchema`. Returns what ends the listening. */
  onEvent(listener: (raw: unknown) => void): () => void;
  onChange(listener: (connected: boolean) => void): () => void;
  /**
   * Ends the process that paints, which is then started anew. Absent where that process is not this side's to end: a browser that
   * was started by somebody else.
   */
  restartShell?(): void;
  close(): Promise<void>;
  /** The first launch URL. Single use, short life. */
  readonly startUrl: string;
  /** Another launch URL, for a browser started anew; one that was not used is void. */
  newStartUrl(): string;
}

/** The link without its server. */
export interface LinkCore extends Pick<ScreenLink, 'show' | 'freshPage' | 'onEvent' | 'onChange'> {
  readonly connected: boolean;
  /** Takes a socket that has passed every check. There must be none yet. */
  accept(socket: PageSocket): void;
  /** A new page is on its way: a dismissal still owed to an old one is settled. */
  pageServed(): void;
  end(): void;
}

export function linkCore(report: Report): LinkCore {
  const frame = lastFrame();
  const eventListeners = new Set<(raw: unknown) => void>();
  const changeListeners = new Set<(connected: boolean) => void>();
  let page: ConnectedPage | null = null;
  /** A visit ended while no page was connected: one that comes back without having been loaded anew must go. */
  let dismissalOwed = false;

  function setPage(next: ConnectedPage | null): void {
    const changed = (page === null) !== (next === null);
    page = next;
    if (!changed) return;
    for (const listener of changeListeners) listener(next !== null);
  }

  function listen<L>(listeners: Set<L>, listener: L): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    get connected() {
      return page !== null;
    },
    show(bytes) {
      if (bytes.length > SNAPSHOT_LIMIT_BYTES) {
        report('frame-oversized');
        return;
      }
      frame.keep(bytes);
      page?.push();
    },
    freshPage() {
      frame.wipe();
      const leaving = page;
      if (leaving === null) {
        dismissalOwed = true;
        return;
      }
      // The place is free at once: the new page may connect before the old socket has closed.
      setPage(null);
      leaving.dismiss();
    },
    onEvent: (listener) => listen(eventListeners, listener),
    onChange: (listener) => listen(changeListeners, listener),
    accept(socket) {
      const connecting = connectedPage({
        socket,
        report,
        nextMessage: () => frame.message(),
        onEvent: (event) => {
          // A page that has been dismissed may still be sending; its touches mean nothing any more.
          if (page !== connecting) return;
          for (const listener of eventListeners) listener(event);
        },
        onClosed: () => {
          if (page === connecting) setPage(null);
        },
      });
      if (dismissalOwed) {
        connecting.dismiss();
        return;
      }
      setPage(connecting);
      connecting.push();
    },
    pageServed() {
      dismissalOwed = false;
    },
    end() {
      frame.wipe();
      page?.terminate();
      eventListeners.clear();
    },
  };
}
