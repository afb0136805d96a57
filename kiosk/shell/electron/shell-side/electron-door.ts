/**
 * What the shell uses of Electron, and nothing else of it. `main.ts` hands the real module in, so its types are checked against
 * Electron's own there; tests hand in a scripted one.
 */
import type { KeyInput } from '../policy/keys.ts';
import type { SenderFrame } from '../policy/senders.ts';
import type { Bounds, WindowOptions } from '../policy/window-options.ts';

interface Preventable {
  preventDefault(): void;
}
type Refusable = (event: Preventable) => void;

export interface ShellContents {
  readonly id: number;
  readonly mainFrame: SenderFrame;
  getType(): string;
  isDestroyed(): boolean;
  close(): void;
  send(channel: string, text: string): void;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
  setWebRTCIPHandlingPolicy(policy: 'disable_non_proxied_udp'): void;
  setIgnoreMenuShortcuts(ignore: boolean): void;
  setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void>;
  setZoomLevel(level: number): void;
  closeDevTools(): void;
  forcefullyCrashRenderer(): void;
  on(event: 'will-navigate', listener: Refusable): unknown;
  on(event: 'will-frame-navigate', listener: Refusable): unknown;
  on(event: 'will-redirect', listener: Refusable): unknown;
  on(event: 'will-attach-webview', listener: Refusable): unknown;
  on(event: 'will-prevent-unload', listener: Refusable): unknown;
  on(event: 'select-bluetooth-device', listener: Refusable): unknown;
  on(event: 'before-input-event', listener: (event: Preventable, input: KeyInput) => void): unknown;
  on(event: 'zoom-changed', listener: () => void): unknown;
  on(event: 'devtools-opened', listener: () => void): unknown;
  on(event: 'did-finish-load', listener: () => void): unknown;
  on(event: 'did-fail-load', listener: () => void): unknown;
  on(event: 'preload-error', listener: () => void): unknown;
  on(event: 'render-process-gone', listener: () => void): unknown;
}

export interface ShellWindow {
  readonly webContents: ShellContents;
  loadURL(url: string): Promise<void>;
  setBounds(bounds: Bounds): void;
  show(): void;
  setKiosk(kiosk: boolean): void;
  isDestroyed(): boolean;
  /** Without asking the page. */
  destroy(): void;
  on(event: 'close', listener: Refusable): unknown;
  on(event: 'page-title-updated', listener: Refusable): unknown;
}

export interface ShellSession {
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: unknown, answer: (granted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: () => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  setDisplayMediaRequestHandler(handler: (request: unknown, answer: (streams: object) => void) => void): void;
  setCertificateVerifyProc(proc: (request: unknown, answer: (result: number) => void) => void): void;
  setSpellCheckerEnabled(enabled: boolean): void;
  clearStorageData(): Promise<void>;
  clearCache(): Promise<void>;
  clearAuthCache(): Promise<void>;
  clearHostResolverCache(): Promise<void>;
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void,
    ): void;
  };
  readonly protocol: {
    handle(scheme: string, handler: (request: { method: string; url: string }) => Response): void;
  };
  on(event: 'will-download', listener: Refusable): unknown;
  on(event: 'select-hid-device', listener: Refusable): unknown;
  on(event: 'select-serial-port', listener: Refusable): unknown;
  on(event: 'select-usb-device', listener: Refusable): unknown;
}

export interface ShellApp {
  readonly commandLine: { hasSwitch(name: string): boolean; appendSwitch(name: string, value?: string): void };
  exit(code: number): void;
  enableSandbox(): void;
  disableHardwareAcceleration(): void;
  setPath(name: string, path: string): void;
  requestSingleInstanceLock(): boolean;
  whenReady(): Promise<void>;
  on(event: 'web-contents-created', listener: (event: unknown, contents: ShellContents) => void): unknown;
  on(event: 'session-created', listener: (session: ShellSession) => void): unknown;
  on(event: 'child-process-gone', listener: () => void): unknown;
  on(event: 'window-all-closed', listener: () => void): unknown;
  on(
    event: 'certificate-error',
    listener: (
      event: Preventable,
      contents: unknown,
      url: string,
      error: string,
      certificate: unknown,
      answer: (trusted: boolean) => void,
    ) => void,
  ): unknown;
  on(event: 'select-client-certificate', listener: Refusable): unknown;
  on(event: 'login', listener: Refusable): unknown;
}

export interface ShellScreen {
  getAllDisplays(): readonly { readonly label: string; readonly bounds: Bounds }[];
  on(event: 'display-added', listener: () => void): unknown;
  on(event: 'display-removed', listener: () => void): unknown;
  on(event: 'display-metrics-changed', listener: () => void): unknown;
}

export interface ElectronDoor {
  readonly app: ShellApp;
  readonly BrowserWindow: new (options: WindowOptions) => ShellWindow;
  readonly session: { fromPartition(partition: string, options: { cache: boolean }): ShellSession };
  readonly protocol: {
    registerSchemesAsPrivileged(
      schemes: { scheme: string; privileges: { standard: boolean; secure: boolean; stream: boolean } }[],
    ): void;
  };
  readonly ipcMain: {
    on(
      channel: string,
      listener: (
        event: { readonly senderFrame: SenderFrame | null; readonly sender: { readonly id: number } },
        text: unknown,
      ) => void,
    ): unknown;
  };
  readonly Menu: { setApplicationMenu(menu: null): void };
  readonly powerSaveBlocker: { start(type: 'prevent-display-sleep'): number };
  readonly screen: ShellScreen;
}
