/** What a request must be before anybody looks at it: for this host, and not sent by another site's page. */

export type GuardRefusal = 'misdirected' | 'cross-site';

type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Changing requests come from our own page, as `Origin` says; browsers send it with every one of them. `Sec-Fetch-Site` is checked
 * where it is sent. (OWASP CSRF Prevention: standard headers; the session's own token comes on top.)
 *
 * @param origin `https://HOST[:PORT]` of the page
 * @param contents beginnings of addresses that answer with contents
 * @param host `Host` or `:authority`
 */
export function guardRequest(
  request: { readonly method: string; readonly url: string; readonly host: string; readonly headers: RequestHeaders },
  origin: string,
  contents: readonly string[],
): GuardRefusal | null {
  if (request.host.toLowerCase() !== new URL(origin).host) return 'misdirected';
  const site = request.headers['sec-fetch-site'];
  if (request.method !== 'GET') {
    const sameOrigin = request.headers['origin'] === origin && (site === undefined || site === 'same-origin');
    return sameOrigin ? null : 'cross-site';
  }
  // A page elsewhere may link here; contents are for our own page, or for an address typed by hand.
  const isContent = contents.some((beginning) => request.url.startsWith(beginning));
  if (!isContent || site === undefined || site === 'same-origin' || site === 'none') return null;
  return 'cross-site';
}
