/**
 * Keeps one visit process warm while nobody is there, so that a touch finds it ready. A spare that does not become ready is
 * ended and replaced after a pause that grows, never in a tight loop.
 */
import type { startVisitProcess, VisitProcess } from './visit-process.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export type SpareVisits = {
  ready(): boolean;
  /** Hands the warm process over and starts the next one; null while none is warm. */
  take(): VisitProcess | null;
  stop(): Promise<void>;
};

export function keepSpareVisit(o: {
  start: typeof startVisitProcess;
  initialise: Parameters<typeof startVisitProcess>[0]['initialise'];
  onRefused: () => void;
  onDied: (exitCode: number | null) => void;
  onChange: () => void;
}): SpareVisits {
  let spare: VisitProcess | null = null;
  let warm = false;
  let stopped = false;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: NodeJS.Timeout | null = null;

  const begin = (): void => {
    if (stopped) return;
    const started = o.start({ initialise: o.initialise, onRefused: o.onRefused });
    spare = started;
    warm = false;
    void started.ready.then((ready) => {
      if (spare !== started) return;
      warm = ready;
      if (ready) pauseMs = FIRST_PAUSE_MS;
      else void started.end();
      o.onChange();
    });
    void started.exited.then((exitCode) => {
      if (spare !== started) return;
      spare = null;
      warm = false;
      if (stopped) return;
      o.onDied(exitCode);
      o.onChange();
      timer = setTimeout(begin, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    });
  };
  begin();

  return {
    ready: () => warm,
    take() {
      if (!warm || spare === null) return null;
      const taken = spare;
      spare = null;
      warm = false;
      // The next one warms up while this visit goes on; a moment later, so that it does not slow the first screen.
      timer = setTimeout(begin, FIRST_PAUSE_MS);
      return taken;
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await spare?.end();
    },
  };
}
