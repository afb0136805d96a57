/**
 * What a page of the kiosk gets beside the DOM: two functions, and no event object of Electron (electron-shell §7 item 20). Bundled
 * to one CommonJS file, because that is all a sandboxed preload may be. Text passes both ways, so that its size can be seen.
 */
import { contextBridge, ipcRenderer } from 'electron';

const UP_CHANNEL = 'kiosk:up';
const DOWN_CHANNEL = 'kiosk:down';
let subscribed = false;

contextBridge.exposeInMainWorld('kiosk', {
  send(message: unknown): void {
    ipcRenderer.send(UP_CHANNEL, JSON.stringify(message));
  },
  /** Once for each page: a second listener would see what the first one is shown. */
  subscribe(listener: (message: unknown) => void): void {
    if (subscribed) return;
    subscribed = true;
    ipcRenderer.on(DOWN_CHANNEL, (_event, json) => listener(JSON.parse(String(json))));
    ipcRenderer.send(UP_CHANNEL, '{"type":"ready"}');
  },
});
