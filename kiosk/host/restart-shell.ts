/** Ends the process that paints the screens and waits until a new one is there (order `restart-shell`). */
import type { HostParts } from './host-parts.ts';

/** A shell that has ended is started again after a pause of its own; longer than this is a fault. */
const BACK_WITHIN_MS = 60_000;

/** @returns whether the screens were gone and are back; false at once where the shell is not the host's to end */
export async function restartShell(screens: HostParts['screens']): Promise<boolean> {
  const { restartShell: end } = screens;
  if (end === undefined) return false;
  const back = Promise.withResolvers<boolean>();
  let gone = !screens.connected;
  const stop = screens.onChange((connected) => {
    if (!connected) gone = true;
    else if (gone) back.resolve(true);
  });
  const limit = setTimeout(() => back.resolve(false), BACK_WITHIN_MS);
  try {
    end.call(screens);
    return await back.promise;
  } finally {
    clearTimeout(limit);
    stop();
  }
}
