/**
 * Loaded before a program (`node --import`) that a service runs: says over the channel to its starter that its event loop turns. A
 * program that hangs stops saying so. Nothing else of the program changes: the channel does not keep it running.
 */

/** Several beats fit into the shortest watchdog, so that a slow moment ends nothing. */
const BEAT_EVERY_MS = 5_000;

if (process.send !== undefined) {
  const beat = (): void => {
    if (process.connected) process.send?.('alive', () => {});
  };
  setInterval(beat, BEAT_EVERY_MS).unref();
  process.channel?.unref();
  beat();
}
