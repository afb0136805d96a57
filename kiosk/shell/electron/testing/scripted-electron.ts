/** An Electron that does nothing and remembers everything: what the shell asked of it, and events as a test wants them. */
import { EventEmitter } from 'node:events';
import { SCREENS_PAGE } from '../policy/screen-responses.ts';
import type { SenderFrame } from '../policy/senders.ts';
import type { Bounds, WindowOptions } from '../policy/window-options.ts';
import type { ElectronDoor, ShellSession, ShellWindow } from '../shell-side/electron-door.ts';

export class ScriptedContents extends EventEmitter {
  readonly id: number;
  readonly type: string;
  mainFrame: SenderFrame = { url: SCREENS_PAGE, parent: null };
  readonly sent: [channel: string, text: string][] = [];
  readonly asked: string[] = [];
  openHandler: (() => { action: 'deny' }) | null = null;
  constructor(id: number, type = 'window') {
    super();
    this.id = id;
    this.type = type;
  }
  getType(): string {
    return this.type;
  }
  isDestroyed(): boolean {
    return false;
  }
  close(): void {
    this.asked.push('close');
  }
  send(channel: string, text: string): void {
    this.sent.push([channel, text]);
  }
  setWindowOpenHandler(handler: () => { action: 'deny' }): void {
    this.openHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.asked.push(`webrtc ${policy}`);
  }
  setIgnoreMenuShortcuts(ignore: boolean): void {
    this.asked.push(`ignore-menu-shortcuts ${String(ignore)}`);
  }
  setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    this.asked.push(`visual-zoom ${minimum} ${maximum}`);
    return Promise.resolve();
  }
  setZoomLevel(level: number): void {
    this.asked.push(`zoom ${level}`);
  }
  closeDevTools(): void {
    this.asked.push('close-devtools');
  }
  forcefullyCrashRenderer(): void {
    this.asked.push('crash');
  }
}

export class ScriptedWindow extends EventEmitter implements ShellWindow {
  readonly options: WindowOptions;
  readonly webContents: ScriptedContents;
  readonly loaded: string[] = [];
  bounds: Bounds;
  shown: boolean;
  fillsDisplay: boolean;
  destroyed = false;
  constructor(options: WindowOptions, contents: ScriptedContents) {
    super();
    this.options = options;
    this.bounds = options;
    // As in Electron: a window that fills the display is shown, whatever else is said.
    this.shown = options.show || options.kiosk || options.fullscreen;
    this.fillsDisplay = options.kiosk;
    this.webContents = contents;
  }
  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    return Promise.resolve();
  }
  setBounds(bounds: Bounds): void {
    this.bounds = bounds;
  }
  show(): void {
    this.shown = true;
  }
  setKiosk(kiosk: boolean): void {
    this.shown ||= kiosk;
    this.fillsDisplay = kiosk;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  destroy(): void {
    this.destroyed = true;
  }
}

export class ScriptedSession extends EventEmitter implements ShellSession {
  readonly partition: string;
  readonly options: { cache: boolean };
  readonly cleared: string[] = [];
  permissionRequest: Parameters<ShellSession['setPermissionRequestHandler']>[0] | null = null;
  permissionCheck: (() => boolean) | null = null;
  devicePermission: (() => boolean) | null = null;
  displayMedia: Parameters<ShellSession['setDisplayMediaRequestHandler']>[0] | null = null;
  certificateVerify: Parameters<ShellSession['setCertificateVerifyProc']>[0] | null = null;
  beforeRequest: Parameters<ShellSession['webRequest']['onBeforeRequest']>[0] | null = null;
  handler: Parameters<ShellSession['protocol']['handle']>[1] | null = null;
  spellChecker: boolean | null = null;
  readonly webRequest: ShellSession['webRequest'] = {
    onBeforeRequest: (listener) => {
      this.beforeRequest = listener;
    },
  };
  readonly protocol: ShellSession['protocol'] = {
    handle: (_scheme, handler) => {
      this.handler = handler;
    },
  };
  constructor(partition: string, options: { cache: boolean }) {
    super();
    this.partition = partition;
    this.options = options;
  }
  setPermissionRequestHandler(handler: NonNullable<ScriptedSession['permissionRequest']>): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(handler: NonNullable<ScriptedSession['displayMedia']>): void {
    this.displayMedia = handler;
  }
  setCertificateVerifyProc(proc: NonNullable<ScriptedSession['certificateVerify']>): void {
    this.certificateVerify = proc;
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled;
  }
  clearStorageData = (): Promise<void> => this.clear('storage');
  clearCache = (): Promise<void> => this.clear('cache');
  clearAuthCache = (): Promise<void> => this.clear('auth');
  clearHostResolverCache = (): Promise<void> => this.clear('hosts');
  private clear(what: string): Promise<void> {
    this.cleared.push(what);
    return Promise.resolve();
  }
}

/** The program exits by throwing nothing and doing nothing more: what follows is the shell's own matter. */
class ScriptedApp extends EventEmitter {
  readonly asked: string[] = [];
  readonly exits: number[] = [];
  readonly switches: Set<string>;
  readonly appended = new Map<string, string | undefined>();
  lock = true;
  readonly commandLine = {
    hasSwitch: (name: string): boolean => this.switches.has(name),
    appendSwitch: (name: string, value?: string): void => {
      this.asked.push(`switch ${name}`);
      this.appended.set(name, value);
    },
  };
  constructor(switches: readonly string[]) {
    super();
    this.switches = new Set(switches);
  }
  exit(code: number): void {
    this.exits.push(code);
  }
  enableSandbox(): void {
    this.asked.push('sandbox');
  }
  disableHardwareAcceleration(): void {
    this.asked.push('no-hardware-acceleration');
  }
  setPath(name: string, path: string): void {
    this.asked.push(`path ${name} ${path}`);
  }
  requestSingleInstanceLock(): boolean {
    this.asked.push('lock');
    return this.lock;
  }
  whenReady(): Promise<void> {
    this.asked.push('ready');
    return Promise.resolve();
  }
}

export type ScriptedDisplay = { label: string; bounds: Bounds };
export const PORTRAIT: ScriptedDisplay = { label: 'HDMI-1', bounds: { x: 0, y: 0, width: 1080, height: 1920 } };
export const LANDSCAPE: ScriptedDisplay = { label: 'DP-2', bounds: { x: 1080, y: 0, width: 1366, height: 768 } };

/** @param switches what the engine was given on its command line */
export function scriptedElectron(switches: readonly string[] = []) {
  const app = new ScriptedApp(switches);
  const windows: ScriptedWindow[] = [];
  const sessions: ScriptedSession[] = [];
  const ipcMain = new EventEmitter();
  const displays: ScriptedDisplay[] = [PORTRAIT];
  const screen = Object.assign(new EventEmitter(), { getAllDisplays: () => displays });
  const state: { menu: unknown; blocker: string | null; scheme: unknown } = {
    menu: 'default',
    blocker: null,
    scheme: null,
  };
  class BrowserWindow extends ScriptedWindow {
    constructor(options: WindowOptions) {
      const contents = new ScriptedContents(windows.length + 1);
      super(options, contents);
      windows.push(this);
      app.emit('web-contents-created', {}, contents);
    }
  }
  const door: ElectronDoor = {
    app,
    BrowserWindow,
    ipcMain,
    screen,
    Menu: {
      setApplicationMenu(menu) {
        state.menu = menu;
      },
    },
    powerSaveBlocker: {
      start(type) {
        state.blocker = type;
        return 1;
      },
    },
    protocol: {
      registerSchemesAsPrivileged(schemes) {
        app.asked.push('schemes');
        state.scheme = schemes;
      },
    },
    session: {
      fromPartition(partition, options) {
        const session = new ScriptedSession(partition, options);
        sessions.push(session);
        app.emit('session-created', session);
        return session;
      },
    },
  };
  return { door, app, windows, sessions, ipcMain, displays, screen, state };
}
