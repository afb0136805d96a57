/**
 * Watches a visit process from outside: every limit of a visit lives inside that process, and a process that hangs keeps none of
 * them. Each screen has its patience; a process that has said nothing for longer than that is ended, and its last frame with it.
 */
import { PATIENCE } from '../visit/index.ts';

/** How much later than the visit's own limit the host steps in. */
const MARGIN_MS = 20_000;
/** From `begin` to the first frame. */
const BEGIN_LIMIT_MS = 10_000;

export type VisitGuard = {
  /**
   * A frame of this screen came (or `begin` was sent). Touches give no time by themselves: a visit that lives answers each one it
   * takes with a frame, and at one that hangs somebody may touch the screen for ever.
   */
  alive(screen: string): void;
  stop(): void;
};

export function guardVisit(o: { onSilent: () => void }): VisitGuard {
  let timer: NodeJS.Timeout | null = null;
  return {
    alive(screen) {
      const patience = Object.entries(PATIENCE).find(([name]) => name === screen)?.[1];
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(o.onSilent, patience === undefined ? BEGIN_LIMIT_MS : patience.limitMs + MARGIN_MS);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
