/** Paints the last snapshot into the page and keeps language, display options and focus in step with it. */
import { render } from 'preact';
import type { Snapshot, UiAction } from '../snapshot.ts';
import { Kiosk } from './frame/kiosk.tsx';
import { LinkLost } from './frame/link-lost.tsx';

export interface Painter {
  /** Paints a snapshot; `act` hears the touches made on it. */
  paint(snapshot: Snapshot, act: (action: UiAction) => void): void;
  /** Takes everything off the screen and says that the machine is not ready. */
  paintLinkLost(): void;
}

export function painterOn(root: HTMLElement, page: HTMLElement): Painter {
  /** What the focus was last set for: a new screen, or a warning over it. */
  let focusedFor = '';

  function focusHeading(reason: string, selector: string): void {
    if (reason === focusedFor) return;
    focusedFor = reason;
    // A screen reader starts at the heading of what is new (WCAG 2.4.3).
    root.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }

  return {
    paint(snapshot, act) {
      page.lang = snapshot.language;
      page.dataset['text'] = snapshot.options.largeText ? 'large' : 'normal';
      page.dataset['contrast'] = snapshot.options.highContrast ? 'high' : 'normal';
      render(<Kiosk snapshot={snapshot} act={act} />, root);
      page.dataset['screenSeq'] = String(snapshot.screenSeq);
      const warning = snapshot.idleWarningSeconds !== null;
      focusHeading(`${snapshot.screenSeq} ${warning}`, warning ? '.idle .heading' : '.stage .heading');
    },
    paintLinkLost() {
      page.lang = 'ja';
      page.dataset['text'] = 'normal';
      page.dataset['contrast'] = 'normal';
      delete page.dataset['screenSeq'];
      focusedFor = '';
      render(<LinkLost />, root);
    },
  };
}
