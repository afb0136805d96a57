/** A finger that stays where it is for some seconds. Released, slid off or joined by a second one, it means nothing. */

/** How long the staff hold the corner down. */
export const STAFF_GESTURE_MS = 3_000;

export interface HoldGesture {
  down(pointerId: number): void;
  up(pointerId: number): void;
  /** The place is gone; nothing is told any more. */
  stop(): void;
}

/** Tells `onHeld` once for each finger that stays down for `heldMs`. Holding on tells nothing more. */
export function holdGesture(heldMs: number, onHeld: () => void): HoldGesture {
  let holding: { pointerId: number; timer: ReturnType<typeof setTimeout> } | null = null;

  function stop(): void {
    if (holding !== null) clearTimeout(holding.timer);
    holding = null;
  }

  return {
    down(pointerId) {
      // A second finger is a leaning hand, not a clerk.
      const alone = holding === null;
      stop();
      if (!alone) return;
      holding = {
        pointerId,
        timer: setTimeout(() => {
          holding = null;
          onHeld();
        }, heldMs),
      };
    },
    up(pointerId) {
      if (holding?.pointerId === pointerId) stop();
    },
    stop,
  };
}
