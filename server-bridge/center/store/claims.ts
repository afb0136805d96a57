/** Names that one process among all on a store may hold; free again however its holder ends. */
import { Client } from 'pg';

export type Claim = {
  /** False once it is known to be lost; then another may hold the name already. */
  held(): boolean;
  release(): Promise<void>;
};
export type ClaimName = (name: string) => Promise<Claim | null>;

/** For a store that only one process can open: the names are kept in its memory. */
export function claimsOfOneProcess(): ClaimName {
  const taken = new Set<string>();
  return (name) => {
    if (taken.has(name)) return Promise.resolve(null);
    taken.add(name);
    let held = true;
    return Promise.resolve({
      held: () => held,
      release() {
        if (held) taken.delete(name);
        held = false;
        return Promise.resolve();
      },
    });
  };
}

const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 5_000;

/**
 * For a PostgreSQL server: an advisory lock of a session of its own, which ends with its connection. The server looks after a silent
 * holder within half a minute.
 *
 * @throws (the claim's promise) what the driver says when the server does not answer
 */
export function claimsOnServer(url: string): ClaimName {
  return async (name) => {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    let held = true;
    const lost = (): void => {
      held = false;
    };
    client.on('error', lost);
    client.on('end', lost);
    const end = async (): Promise<void> => {
      held = false;
      await client.end().catch(() => undefined);
    };
    try {
      await client.connect();
      await client.query('set tcp_keepalives_idle = 10');
      await client.query('set tcp_keepalives_interval = 5');
      await client.query('set tcp_keepalives_count = 3');
      const { rows } = await client.query('select 1 where pg_try_advisory_lock(hashtextextended($1, 0))', [name]);
      if (rows.length === 1) return { held: () => held, release: end };
    } catch (cause) {
      await end();
      throw cause;
    }
    await end();
    return null;
  };
}
