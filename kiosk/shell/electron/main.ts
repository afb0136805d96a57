/**
 * Entry of Electron's main process, bundled to CommonJS by `buildElectronShell`. With the preload it is the only code that knows
 * Electron: everything it does is in `shell-side/`, which is given what it uses. Exit codes: `SHELL_EXITS`.
 */
import { Socket } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  ipcMain,
  Menu,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  type WebPreferences,
} from 'electron';
import { SHELL_EXITS } from './pipe/shell-codes.ts';
import type { WindowOptions } from './policy/window-options.ts';
import { readScreens } from './shell-side/read-screens.ts';
import { runShell } from './shell-side/run-shell.ts';

/** The end of the pipe the host has handed down (electron-shell §4). */
const PIPE_DESCRIPTOR = 3;

/** A misspelt option would silently keep its default: every one that is set must be one Electron knows. */
type Misspelt =
  | Exclude<keyof WindowOptions, keyof BrowserWindowConstructorOptions>
  | Exclude<keyof WindowOptions['webPreferences'], keyof WebPreferences>;
const misspelt: [Misspelt] extends [never] ? null : never = null;
void misspelt;

// Without these, Electron opens a dialog that stands in front of the screens and waits for somebody to touch it.
process.on('uncaughtException', () => app.exit(SHELL_EXITS.failed));
process.on('unhandledRejection', () => app.exit(SHELL_EXITS.failed));

const electron = { app, BrowserWindow, ipcMain, Menu, powerSaveBlocker, protocol, screen, session };
void runShell(electron, {
  args: process.argv.slice(1),
  isAdministrator: process.getuid?.() === 0,
  home: homedir(),
  preloadFile: join(app.getAppPath(), 'preload.cjs'),
  readScreens: () => readScreens(app.getAppPath()),
  openPipe: () => new Socket({ fd: PIPE_DESCRIPTOR }),
  now: () => performance.now(),
});
