/** Where an installed terminal finds the shell's parts. */

/** The runtime, if the site has one; its folder belongs to root. */
export const ELECTRON_PROGRAM = '/opt/kofu-electron/electron';
/** What this package ships for it. */
export const SHIPPED_ARCHIVE = '/usr/lib/kofu-terminal/electron/app.asar';
