/**
 * Tells the shell every two seconds that this page still paints. It beats from an animation frame, so a page whose
 * renderer hangs goes silent although its timers may still run.
 */
const BEAT_EVERY_MS = 2_000;

export function startHeartbeat(beat: () => void): void {
  let lastBeatMs = Number.NEGATIVE_INFINITY;
  const onFrame = (nowMs: number): void => {
    if (nowMs - lastBeatMs >= BEAT_EVERY_MS) {
      lastBeatMs = nowMs;
      beat();
    }
    // One look each quarter of a second is enough; asking for every frame would keep the processor awake all day.
    setTimeout(() => requestAnimationFrame(onFrame), 250);
  };
  requestAnimationFrame(onFrame);
}
