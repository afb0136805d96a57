/** Paints the last snapshot into the page and keeps language, display options and focus in step with it. */
import { render } from 'preact';
import type { Snapshot, UiAction } from '../snapshot.ts';
import type { SpokenGuide } from '../voice/index.ts';
import { Kiosk } from './frame/kiosk.tsx';
import { LinkLost } from './frame/link-lost.tsx';

export interface Painter {
  /** Paints a snapshot; `act` hears the touches made on it. */
  paint(snapshot: Snapshot, act: (action: UiAction) => void): void;
  /** Takes everything off the screen and says that the machine is not ready. */
  paintLinkLost(): void;
}

/** What lies over a screen; the warning lies over the help too. */
type Over = 'nothing' | 'help' | 'warning';

const HEADINGS: Record<Over, string> = {
  nothing: '.stage .heading',
  help: '.help .heading',
  warning: '.idle .heading',
};

function overOf(snapshot: Snapshot): Over {
  if (snapshot.idleWarningSeconds !== null) return 'warning';
  return snapshot.help ? 'help' : 'nothing';
}

/** @param guide speaks into the headphones where there is one. */
export function painterOn(root: HTMLElement, page: HTMLElement, guide?: SpokenGuide): Painter {
  /** What the focus was last set for: a screen, and what lies over it. */
  let focusedFor: { screenSeq: number; over: Over } | null = null;

  /** A screen reader starts at the heading of what is new; help that is closed gives the focus back (WCAG 2.4.3). */
  function moveFocus(screenSeq: number, over: Over): void {
    const before = focusedFor;
    if (before?.screenSeq === screenSeq && before.over === over) return;
    focusedFor = { screenSeq, over };
    const helpClosed = before?.screenSeq === screenSeq && before.over === 'help' && over === 'nothing';
    const opener = helpClosed ? root.querySelector<HTMLElement>('.controls-help button') : null;
    (opener ?? root.querySelector<HTMLElement>(HEADINGS[over]))?.focus({ preventScroll: true });
  }

  return {
    paint(snapshot, act) {
      page.lang = snapshot.language;
      page.dataset['text'] = snapshot.options.largeText ? 'large' : 'normal';
      page.dataset['contrast'] = snapshot.options.highContrast ? 'high' : 'normal';
      page.dataset['controls'] = snapshot.options.lowControls ? 'low' : 'normal';
      page.dataset['guidance'] = snapshot.options.spokenGuidance ? 'on' : 'off';
      render(<Kiosk snapshot={snapshot} act={act} guide={guide} />, root);
      page.dataset['screenSeq'] = String(snapshot.screenSeq);
      moveFocus(snapshot.screenSeq, overOf(snapshot));
    },
    paintLinkLost() {
      page.lang = 'ja';
      page.dataset['text'] = 'normal';
      page.dataset['contrast'] = 'normal';
      page.dataset['controls'] = 'normal';
      page.dataset['guidance'] = 'off';
      delete page.dataset['screenSeq'];
      focusedFor = null;
      render(<LinkLost />, root);
    },
  };
}
