/** Every session refuses everything but the screens (electron-shell §7 items 1, 5, 18); also those the engine makes for itself. */
import type { ShellCode } from '../pipe/shell-codes.ts';
import {
  mayRequest,
  RESPONSE_HEADERS,
  SCREENS_SCHEME,
  type ScreenFiles,
  screenResponse,
} from '../policy/screen-responses.ts';
import type { ShellSession } from './electron-door.ts';

/** Chromium's `net::ERR_FAILED`: the certificate is refused without looking at it. */
const CERTIFICATE_REFUSED = -2;

export function guardSession(session: ShellSession, report: (code: ShellCode) => void): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    report('permission-refused');
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => {
    report('permission-refused');
    answer({});
  });
  session.on('select-hid-device', (event) => event.preventDefault());
  session.on('select-serial-port', (event) => event.preventDefault());
  session.on('select-usb-device', (event) => event.preventDefault());
  session.on('will-download', (event) => {
    event.preventDefault();
    report('download-refused');
  });
  session.setCertificateVerifyProc((_request, answer) => {
    report('certificate-refused');
    answer(CERTIFICATE_REFUSED);
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const refused = !mayRequest(url);
    if (refused) report('request-refused');
    answer({ cancel: refused });
  });
  // A dictionary would be fetched from the network.
  session.setSpellCheckerEnabled(false);
}

/** Lets a session answer for the screens. The handler of the default session does not serve the others. */
export function serveScreenFiles(session: ShellSession, files: ScreenFiles, report: (code: ShellCode) => void): void {
  session.protocol.handle(SCREENS_SCHEME, (request) => {
    const { status, contentType, body } = screenResponse(files, request);
    if (status !== 200) report('request-refused');
    return new Response(body, { status, headers: { ...RESPONSE_HEADERS, 'Content-Type': contentType } });
  });
}

/** Forgets what a page may have left in memory. What cannot be cleared is not worth a crash: the window itself is gone. */
export async function clearSession(session: ShellSession): Promise<void> {
  await Promise.allSettled([
    session.clearStorageData(),
    session.clearCache(),
    session.clearAuthCache(),
    session.clearHostResolverCache(),
  ]);
}
