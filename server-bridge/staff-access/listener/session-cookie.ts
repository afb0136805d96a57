/** The cookie of a session. Its prefix binds it to this host, over TLS, for all paths (RFC 6265bis §4.1.3.2). */
const FLAGS = 'Path=/; Secure; HttpOnly; SameSite=Strict';

export type SessionCookie = {
  /** For the browser's life only: how long a session lasts is the table's to say. */
  begun(secret: string): string;
  readonly ended: string;
  /** The session's secret; null when there is none, or more than one: a cookie slipped in beside the right one opens nothing. */
  secretOf(header: string | readonly string[] | undefined): string | null;
};

/** @param word of its own for each installation: browsers share cookies among all ports of a host */
export function sessionCookie(word: string): SessionCookie {
  const name = `__Host-kofu-${word}`;
  return {
    begun: (secret) => `${name}=${secret}; ${FLAGS}`,
    ended: `${name}=; ${FLAGS}; Max-Age=0`,
    secretOf(header) {
      const text = typeof header === 'string' ? header : (header ?? []).join(';');
      const found = text
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`));
      const [only] = found;
      return found.length === 1 && only !== undefined ? only.slice(name.length + 1) : null;
    },
  };
}
