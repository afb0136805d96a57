/** Notices a page that no longer paints: the engine's own `unresponsive` comes only after a touch and 15 s (electron-shell §11). */

/** The page beats every two seconds; three missed beats and it is taken for hung. */
export const HEARTBEAT_LIMIT_MS = 7_000;
/** From the making of a window to the first word of its page. */
export const LOADING_LIMIT_MS = 15_000;

export interface PageWatch {
  heard(): void;
  stop(): void;
}

export function watchPage(onSilent: () => void): PageWatch {
  let timer = setTimeout(onSilent, LOADING_LIMIT_MS);
  return {
    heard() {
      clearTimeout(timer);
      timer = setTimeout(onSilent, HEARTBEAT_LIMIT_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
