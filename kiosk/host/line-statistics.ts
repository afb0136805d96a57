/** How often the line came and went since the host began, and how long it has stood; for the center's diagnostics. */
import type { Line } from '../../server-bridge/line/index.ts';

export type LineStatistics = {
  now(): { connects: number; disconnects: number; connectedSeconds: number | null };
  stop(): void;
};

export function countLine(line: Pick<Line, 'watch' | 'state'>, nowMs: () => number): LineStatistics {
  let connects = 0;
  let disconnects = 0;
  let since: number | null = line.state() === 'connected' ? nowMs() : null;
  const stop = line.watch((event) => {
    if (event.type !== 'state') return;
    if (event.state === 'connected') {
      connects += 1;
      since = nowMs();
      return;
    }
    disconnects += 1;
    since = null;
  });
  return {
    now: () => ({
      connects,
      disconnects,
      // The clock may have been set back meanwhile.
      connectedSeconds: since === null ? null : Math.max(0, Math.round((nowMs() - since) / 1_000)),
    }),
    stop,
  };
}
