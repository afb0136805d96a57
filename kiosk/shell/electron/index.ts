/** The door of the Electron shell for whoever runs it. Nothing here needs Electron itself; `building/index.ts` is the door for whoever makes it. */
export type { ElectronProcess, LaunchElectronFailure, LaunchElectronOptions } from './host-side/launch-electron.ts';
export { launchElectron } from './host-side/launch-electron.ts';
export type { RelayedShell, RelayFailure } from './host-side/relay-host.ts';
export { relayHostToElectron } from './host-side/relay-host.ts';
export type { ElectronReportCode } from './host-side/report-codes.ts';
export type { RuntimeFound, RuntimePlace } from './host-side/runtime.ts';
export { findElectronRuntime } from './host-side/runtime.ts';
export type { ElectronScreensOptions } from './host-side/serve-electron-screens.ts';
export { serveElectronScreens } from './host-side/serve-electron-screens.ts';
export type { DisplayWish, DisplayWishes } from './pipe/down-line.ts';
export { DisplayWishesSchema } from './pipe/down-line.ts';
export type { FuseFault, FuseName } from './policy/fuse-wire.ts';
export { checkFuses } from './policy/fuse-wire.ts';
