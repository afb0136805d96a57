/** The cookie of a session. Its prefix binds it to this host, over TLS, for all paths (RFC 6265bis §4.1.3.2). */
const NAME = '__Host-kofu-console';
const FLAGS = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** For the browser's life only: how long a session lasts is the table's to say. */
export const sessionCookie = (secret: string): string => `${NAME}=${secret}; ${FLAGS}`;
export const endedCookie = `${NAME}=; ${FLAGS}; Max-Age=0`;

/** The session's secret; null when there is none, or more than one: a cookie slipped in beside the right one opens nothing. */
export function secretOfCookies(header: string | undefined): string | null {
  const found = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${NAME}=`));
  const [only] = found;
  return found.length === 1 && only !== undefined ? only.slice(NAME.length + 1) : null;
}
