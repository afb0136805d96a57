/** Ties every way out of a page to a refusal (electron-shell §7 items 11–15, §10), before the page exists. */
import type { ShellCode } from '../pipe/shell-codes.ts';
import { mayReachPage } from '../policy/keys.ts';
import type { ShellApp, ShellContents } from './electron-door.ts';

type Report = (code: ShellCode) => void;

/** @param isOurs whether the shell is just making a window itself; contents of any other origin are closed at once. */
export function guardAllContents(app: ShellApp, isOurs: () => boolean, report: Report): void {
  app.on('web-contents-created', (_event, contents) => {
    if (contents.getType() !== 'window' || !isOurs()) {
      report('contents-refused');
      guardContents(contents, report);
      contents.close();
      return;
    }
    guardContents(contents, report);
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    report('certificate-refused');
    answer(false);
  });
  // A server that asks for a password or a certificate waits for ever: there is none to be reached, and nobody to be asked.
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('login', (event) => event.preventDefault());
}

export function guardContents(contents: ShellContents, report: Report): void {
  const refuse =
    (code: ShellCode) =>
    (event: { preventDefault(): void }): void => {
      event.preventDefault();
      report(code);
    };
  contents.on('will-navigate', refuse('navigation-refused'));
  contents.on('will-frame-navigate', refuse('navigation-refused'));
  contents.on('will-redirect', refuse('navigation-refused'));
  contents.on('will-attach-webview', refuse('contents-refused'));
  contents.on('select-bluetooth-device', refuse('permission-refused'));
  // A page has no say in whether it is replaced: preventing this event lets it go.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    report('window-refused');
    return { action: 'deny' };
  });
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setIgnoreMenuShortcuts(true);
  contents.on('before-input-event', (event, input) => {
    if (mayReachPage(input)) return;
    event.preventDefault();
    report('shortcut-refused');
  });
  // Zoom is kept for each origin otherwise.
  contents.on('zoom-changed', () => contents.setZoomLevel(0));
  contents.on('did-finish-load', () => void contents.setVisualZoomLevelLimits(1, 1).catch(() => {}));
  contents.on('devtools-opened', () => contents.closeDevTools());
}
