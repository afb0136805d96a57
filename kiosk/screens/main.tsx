/** The page: takes snapshots from the shell, paints the last one, sends touches back. It remembers nothing else. */
import * as v from 'valibot';
import type { Snapshot, UiAction } from '../snapshot.ts';
import { limitedReports, openVoiceChannel, pageOutput, spokenGuide, type VoiceTimers } from '../voice/index.ts';
import { guardPage } from './guard-page.ts';
import { chooseBridge } from './link/bridge.ts';
import { startHeartbeat } from './link/heartbeat.ts';
import { DownMessageSchema } from './link/messages.ts';
import { painterOn } from './paint.tsx';

/** How long a lost link may take to come back before everything is taken off the screen. */
const LINK_LOST_AFTER_MS = 1_500;

const timers: VoiceTimers = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

function start(root: HTMLElement): void {
  const bridge = chooseBridge(window);
  const tellHost = limitedReports((code) => send({ type: 'voice-report', code }), timers);
  const voice = openVoiceChannel({
    output: pageOutput((path) => new Audio(path)),
    timers,
    report: (code) => {
      // For whoever looks at the page.
      document.documentElement.dataset['voice'] = code;
      tellHost(code);
    },
  });
  const painter = painterOn(root, document.documentElement, spokenGuide(voice));
  let last: Snapshot | null = null;
  let linkLostTimer: ReturnType<typeof setTimeout> | undefined;

  function act(action: UiAction): void {
    // Whoever has chosen need not hear the rest of the choices.
    voice.interrupt();
    send(action);
  }

  function send(action: UiAction): void {
    if (last !== null) bridge.send({ type: 'event', event: { v: 1, screenSeq: last.screenSeq, action } });
  }

  function onMessage(raw: unknown): void {
    const message = v.safeParse(DownMessageSchema, raw);
    // What cannot be understood is not painted: the last screen stays, and the shell's own checks report it.
    if (!message.success) return;
    if (message.output.type === 'fresh-page') {
      last = null;
      voice.silence();
      painter.paintLinkLost();
      bridge.close();
      location.reload();
      return;
    }
    last = message.output.snapshot;
    voice.show(last);
    painter.paint(last, act);
  }

  function onLink(linked: boolean): void {
    if (linked) {
      clearTimeout(linkLostTimer);
      linkLostTimer = undefined;
      return;
    }
    // Counted from the first loss: an attempt that fails must not put it off.
    linkLostTimer ??= setTimeout(() => {
      last = null;
      voice.silence();
      painter.paintLinkLost();
    }, LINK_LOST_AFTER_MS);
  }

  guardPage(window);
  painter.paintLinkLost();
  bridge.open(onMessage, onLink);
  startHeartbeat(() => bridge.send({ type: 'heartbeat', screenSeq: last?.screenSeq ?? 0 }));
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
start(root);
