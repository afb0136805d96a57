/** The door of the chromium shell: serves the screens on loopback, and opens a browser on them (development, CI, fallback). */

export type { ChromiumProcess, LaunchFailure, LaunchOptions } from './launch-chromium.ts';
export { launchChromium } from './launch-chromium.ts';
export type { ReportCode } from './report-codes.ts';
export type { ScreenLink } from './screen-link.ts';
export type { ServeFailure, ServeOptions } from './serve-screens.ts';
export { serveScreens } from './serve-screens.ts';
