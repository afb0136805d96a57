/** Takes the screen away from who only passes by (K9's rule for staff): blank after a short while, the session over after a longer one. */
import { useEffect, useRef, useState } from 'preact/hooks';

/** So long after the screen went blank a key brings it back; later the person signs in again, with password and code. */
export const RETURN_WITHIN_MS = 120_000;
const LOOK_MS = 500;
const ACTS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** When somebody last did something, and since when the screen is blank; times of the page's clock in milliseconds. */
export type Watch = { readonly lastActMs: number; readonly blankSinceMs: number | null };
export type Verdict = { readonly watch: Watch; readonly over: boolean };

/** What a moment, or an act of the person at that moment, makes of it. */
export function watchAt(watch: Watch, nowMs: number, act: boolean, blankAfterMs: number): Verdict {
  // A computer that slept has gone blank in its sleep, not only now that it is awake.
  const dueMs = watch.lastActMs + blankAfterMs;
  const blankSinceMs = watch.blankSinceMs ?? (nowMs >= dueMs ? dueMs : null);
  if (blankSinceMs !== null && nowMs - blankSinceMs >= RETURN_WITHIN_MS) {
    return { watch: { ...watch, blankSinceMs }, over: true };
  }
  if (act) return { watch: { lastActMs: nowMs, blankSinceMs: null }, over: false };
  return { watch: { ...watch, blankSinceMs }, over: false };
}

/**
 * @param isTransferring a file is on its way: the screen is blank, but the session does not end under it by itself
 * @param onOver the screen has been blank for too long: the session is to end
 */
export function useBlanking(blankAfterMs: number, isTransferring: () => boolean, onOver: () => void): boolean {
  const [blanked, setBlanked] = useState(false);
  const watch = useRef<Watch>({ lastActMs: Date.now(), blankSinceMs: null });
  const end = useRef(onOver);
  end.current = onOver;
  useEffect(() => {
    let over = false;
    const look = (act: boolean): void => {
      if (over) return;
      const verdict = watchAt(watch.current, Date.now(), act, blankAfterMs);
      watch.current = verdict.watch;
      over = verdict.over && (act || !isTransferring());
      setBlanked(verdict.watch.blankSinceMs !== null);
      if (over) end.current();
    };
    const acted = (event: Event): void => {
      const wasBlank = watch.current.blankSinceMs !== null;
      // A mouse that is only pushed aside does not show a person's record to whoever pushed it.
      if (wasBlank && event.type !== 'keydown' && event.type !== 'pointerdown') return;
      look(true);
      if (!wasBlank) return;
      // The key that brings the screen back does nothing on what lay below.
      event.preventDefault();
      event.stopPropagation();
    };
    const options = { capture: true, passive: false };
    for (const name of ACTS) addEventListener(name, acted, options);
    const timer = setInterval(() => look(false), LOOK_MS);
    return () => {
      for (const name of ACTS) removeEventListener(name, acted, options);
      clearInterval(timer);
    };
  }, [blankAfterMs]);
  return blanked;
}
