/** How a window of the kiosk is made (electron-shell §7 items 2–4, 6, 8–12, §9, §10). */

/** Constant, because window titles reach the disk and the window manager. */
export const WINDOW_TITLE = '証明書交付サービス';
export const AUDIENCES = ['resident', 'operator'] as const;
/** Who stands before a display. */
export type Audience = (typeof AUDIENCES)[number];

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The window in front and the one behind it take turns between two: they share no session, and therefore no process either. */
export const BERTHS = [0, 1] as const;
export type Berth = (typeof BERTHS)[number];
export function otherBerth(berth: Berth): Berth {
  return berth === 0 ? 1 : 0;
}

/** In memory: without `persist:` nothing of it is written. One for each audience and berth, so that they share nothing. */
export function partitionOf(audience: Audience, berth: Berth): string {
  return `kiosk-${audience}-${berth}`;
}

/**
 * @param isShown whether it is seen at once; a spare is made hidden
 * @param preloadFile the built preload, absolute.
 * Left at their safe defaults, and absent on purpose: `allowRunningInsecureContent`, `experimentalFeatures`, `enableBlinkFeatures`.
 */
export function windowOptions(
  { audience, berth, isShown }: { audience: Audience; berth: Berth; isShown: boolean },
  bounds: Bounds,
  preloadFile: string,
) {
  return {
    ...bounds,
    title: WINDOW_TITLE,
    show: isShown,
    frame: false,
    // Either would show a window that is to be hidden.
    kiosk: isShown,
    fullscreen: isShown,
    resizable: false,
    movable: false,
    minimizable: false,
    maximizable: false,
    skipTaskbar: true,
    autoHideMenuBar: true,
    // What is seen until the page has painted.
    backgroundColor: '#ffffff',
    webPreferences: {
      preload: preloadFile,
      partition: partitionOf(audience, berth),
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
      plugins: false,
      webgl: false,
      devTools: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      disableDialogs: true,
      disableBlinkFeatures: 'Auxclick',
      backgroundThrottling: false,
      v8CacheOptions: 'none',
      autoplayPolicy: 'no-user-gesture-required',
      zoomFactor: 1,
    },
  } as const;
}
export type WindowOptions = ReturnType<typeof windowOptions>;
