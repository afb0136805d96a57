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

/** In memory: without `persist:` nothing of it is written. One for each audience, so that they share nothing. */
export function partitionOf(audience: Audience): string {
  return `kiosk-${audience}`;
}

/**
 * @param preloadFile the built preload, absolute.
 * Left at their safe defaults, and absent on purpose: `allowRunningInsecureContent`, `experimentalFeatures`, `enableBlinkFeatures`.
 */
export function windowOptions(audience: Audience, bounds: Bounds, preloadFile: string) {
  return {
    ...bounds,
    title: WINDOW_TITLE,
    show: true,
    frame: false,
    kiosk: true,
    fullscreen: true,
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
      partition: partitionOf(audience),
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
