/** What the shell itself reports: enumerated, so that nothing a page shows or sends can reach a log. */
export const SHELL_CODES = [
  /** A line of the host that is none of the known shapes, or too long. */
  'line-refused',
  /** Something from a page that is no message, or comes from a frame that is not ours. */
  'message-refused',
  /** A request for anything but the screens. */
  'request-refused',
  /** A page wanted to go elsewhere, open a window, download, or use a feature that is off. */
  'navigation-refused',
  'window-refused',
  'download-refused',
  'permission-refused',
  'certificate-refused',
  /** A key chord that could leave the screens. */
  'shortcut-refused',
  /** Contents the shell has not made itself. */
  'contents-refused',
  /** A page has not painted for too long. */
  'heartbeat-missed',
  'page-crashed',
  'page-not-loaded',
  /** The window that was kept ready behind the page has crashed or not loaded; nobody has seen it. */
  'spare-lost',
  /** A process of the engine other than a page has ended. */
  'engine-part-gone',
  /** The displays are not those that were asked for. */
  'display-missing',
] as const;
export type ShellCode = (typeof SHELL_CODES)[number];

/** How the shell ends (sysexits.h where there is one); whoever started it starts it again. */
export const SHELL_EXITS = {
  /** The host has gone. */
  hostGone: 4,
  /** A switch or argument that weakens the shell. */
  refusedArgument: 64,
  /** Its own files are not there. */
  notBuilt: 66,
  /** Pages crash faster than they can be replaced. */
  tooManyCrashes: 70,
  /** A fault of the shell's own: it ends rather than show what it no longer understands. */
  failed: 71,
  /** Another shell runs on the same profile. */
  alreadyRunning: 75,
  /** The administrator has no sandbox. */
  runsAsAdministrator: 77,
} as const;
export type ShellExit = (typeof SHELL_EXITS)[keyof typeof SHELL_EXITS];
