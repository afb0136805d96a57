/**
 * Whether the line is down for service: a connection that is renewed within a moment closes nothing. Counts from the host's start,
 * because nobody can apply over a line that never came up.
 */
import type { Line, LineState } from '../../server-bridge/line/index.ts';

export const LINE_GRACE_MS = 20_000;

export type LinePresence = {
  isDown(): boolean;
  changed(state: LineState): void;
  stop(): void;
};

export function watchLinePresence(line: Pick<Line, 'state'>, onDown: () => void): LinePresence {
  let down = false;
  let timer: NodeJS.Timeout | null = null;
  const presence: LinePresence = {
    isDown: () => down,
    changed(state) {
      if (state === 'connected') {
        presence.stop();
        down = false;
        return;
      }
      if (down || timer !== null) return;
      timer = setTimeout(() => {
        timer = null;
        down = true;
        onDown();
      }, LINE_GRACE_MS);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
  presence.changed(line.state());
  return presence;
}
