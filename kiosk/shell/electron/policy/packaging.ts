/**
 * What a package of the shell must be (electron-shell §8, §13), as data for the packaging script: how the runtime's fuses are
 * set, and what the archive holds.
 */

/** Fuse → on or off, by the names of @electron/fuses 2 (`FuseV1Options`); every fuse is named, so that a new one is noticed. */
export const FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  /** Has an effect on macOS and Windows only; on Linux the files are read-only and belong to root. */
  EnableEmbeddedAsarIntegrityValidation: false,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
} as const;

/** The files of `app.asar` besides those below `screens/`. */
export const ARCHIVE_FILES = ['package.json', 'main.cjs', 'preload.cjs', 'screens.json'] as const;
export const SCREENS_FOLDER = 'screens';

/** Whether a path may stand in the archive: nothing but the built shell and the built screens, no sources, maps or keys. */
export function belongsInArchive(path: string): boolean {
  if (ARCHIVE_FILES.some((file) => file === path)) return true;
  return /^screens\/(?:[\w-]+\/)*[\w-]+\.(?:html|js|css|ttf|otf|woff2|opus|svg)$/.test(path);
}
