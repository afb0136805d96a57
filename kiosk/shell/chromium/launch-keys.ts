/**
 * Who may open the screens: whoever brings the single-use launch key first, and after that only the browser that got the
 * cookie for it. Every local process can reach a loopback port, so the port alone proves nothing.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 24;
/** From making the key to the browser's first request; a browser is up in about a second. */
export const LAUNCH_KEY_LIFE_MS = 30_000;

export interface LaunchKeys {
  /** A new key, base64url. An older one that was not used is void from now on. */
  issue(): string;
  /** Uses the key up and returns the session's secret for the cookie, or `null`. A later success ends the session before it. */
  burn(key: string): string | null;
  /** Whether this is the secret of the present session. */
  holds(secret: string): boolean;
}

/** @param now milliseconds of a clock that only runs forward. */
export function launchKeys(now: () => number): LaunchKeys {
  let waiting: { key: string; untilMs: number } | null = null;
  let session: string | null = null;
  return {
    issue() {
      const key = randomBytes(SECRET_BYTES).toString('base64url');
      waiting = { key, untilMs: now() + LAUNCH_KEY_LIFE_MS };
      return key;
    },
    burn(key) {
      if (waiting === null || now() > waiting.untilMs || !sameSecret(key, waiting.key)) return null;
      waiting = null;
      session = randomBytes(SECRET_BYTES).toString('base64url');
      return session;
    },
    holds: (secret) => session !== null && sameSecret(secret, session),
  };
}

/** Compares in a time that does not depend on where the two differ. */
function sameSecret(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
