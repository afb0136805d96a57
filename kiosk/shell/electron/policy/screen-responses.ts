/** What a request for the screens gets: a file of the build, under the strictest rules, or nothing (electron-shell §7 items 7, 18). */

import { securityHeaders } from '../../security-headers.ts';

/** One origin for everything: `kiosk://screens`. */
export const SCREENS_SCHEME = 'kiosk';
export const SCREENS_ORIGIN = 'kiosk://screens';
export const SCREENS_PAGE = `${SCREENS_ORIGIN}/index.html`;

export interface ScreenFile {
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}
/** Path below the origin → file; read once at start, so that no made-up path reaches the file system. */
export type ScreenFiles = ReadonlyMap<string, ScreenFile>;

/** Denied in the page itself: some of these crash the main process before any handler of ours is asked. */
export const RESPONSE_HEADERS = securityHeaders({
  connect: "'none'",
  alsoRefused: ['bluetooth', 'xr-spatial-tracking'],
});

export type ScreenResponse =
  | { status: 200; contentType: string; body: Uint8Array<ArrayBuffer> }
  | { status: 404 | 405; contentType: string; body: null };

/** @param request method and full address, as the engine asks. */
export function screenResponse(files: ScreenFiles, request: { method: string; url: string }): ScreenResponse {
  const refused = { contentType: 'text/plain; charset=utf-8', body: null };
  if (request.method !== 'GET') return { status: 405, ...refused };
  const path = pathOf(request.url);
  const file = path === null ? undefined : files.get(path);
  if (file === undefined) return { status: 404, ...refused };
  return { status: 200, contentType: file.contentType, body: file.bytes };
}

/** Only addresses of our own origin may be asked for at all; the policy of the page says so too, and this says it again. */
export function mayRequest(url: string): boolean {
  return pathOf(url) !== null;
}

/** The path of an address of the screens, or `null` for any other and for one that does not stand for itself. */
function pathOf(address: string): string | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== `${SCREENS_SCHEME}:` || url.host !== 'screens') return null;
  if (url.username !== '' || url.password !== '' || url.search !== '') return null;
  return url.pathname;
}
