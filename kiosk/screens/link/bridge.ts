/**
 * Chooses the way to the shell: the Electron preload's `window.kiosk` where there is one, else the WebSocket the page came from.
 */
import type { Bridge, UpMessage } from './messages.ts';
import { websocketBridge } from './websocket-bridge.ts';

/** The two functions the Electron preload exposes (electron checklist item 20), and nothing else. */
export interface PreloadBridge {
  send(message: UpMessage): void;
  subscribe(listener: (message: unknown) => void): void;
}

declare global {
  interface Window {
    readonly kiosk?: PreloadBridge;
  }
}

/** The pipe of the Electron shell lives as long as the page does, so it is never lost and never closed from here. */
function preloadBridge(preload: PreloadBridge): Bridge {
  return {
    open(onMessage, onLink) {
      preload.subscribe(onMessage);
      onLink(true);
    },
    send: (message) => preload.send(message),
    close() {},
  };
}

export function chooseBridge(page: Window): Bridge {
  return page.kiosk === undefined ? websocketBridge(page.location) : preloadBridge(page.kiosk);
}
