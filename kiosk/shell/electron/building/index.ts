/** The door of the Electron shell for whoever makes it: development and packaging. It needs tools that no terminal has. */
export { archiveElectronShell } from '../host-side/archive.ts';
export type { ElectronBuildFailure } from '../host-side/build.ts';
export { buildElectronShell } from '../host-side/build.ts';
export { ARCHIVE_FILES, belongsInArchive, FUSES, SCREENS_FOLDER } from '../policy/packaging.ts';
