/** Whether somebody still is at the other end of a connection. */
import type { Http2Session } from 'node:http2';

const PING_TIMEOUT_MS = 2_000;

/** Whether the other end of a session still answers. */
export function answers(session: Http2Session | undefined): Promise<boolean> {
  if (session === undefined || session.destroyed || session.closed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve(false), PING_TIMEOUT_MS);
    const settle = (alive: boolean): void => {
      clearTimeout(limit);
      resolve(alive);
    };
    if (!session.ping((error) => settle(error === null))) settle(false);
  });
}
