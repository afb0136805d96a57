/**
 * Watches a visit process from outside: every limit of a visit lives inside that process, and a process that hangs keeps none of
 * them. Each screen has its patience; a process that has said nothing for longer than that is ended, and its last frame with it.
 */
import { PATIENCE, patienceOf } from '../visit/index.ts';

/** How much later than the visit's own limit the host steps in. */
const MARGIN_MS = 20_000;
/** From `begin` to the first frame. */
const BEGIN_LIMIT_MS = 10_000;

export type VisitGuard = {
  /**
   * A frame of this screen came (or `begin` was sent), of a visit at this pace. Touches give no time by themselves: a visit that lives answers each one it
   * takes with a frame, and at one that hangs somebody may touch the screen for ever.
   */
  alive(screen: string, pace: { slowPace: boolean }): void;
  stop(): void;
};

export function guardVisit(o: { onSilent: () => void }): VisitGuard {
  let timer: NodeJS.Timeout | null = null;
  return {
    alive(screen, pace) {
      if (timer !== null) clearTimeout(timer);
      const limitMs = isVisitScreen(screen) ? patienceOf(screen, pace).limitMs + MARGIN_MS : BEGIN_LIMIT_MS;
      timer = setTimeout(o.onSilent, limitMs);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

function isVisitScreen(screen: string): screen is keyof typeof PATIENCE {
  return Object.hasOwn(PATIENCE, screen);
}
