/**
 * A pool of PostgreSQL connections of which none is lost to a server that has fallen silent. The server's own limits
 * (statement_timeout) do not help there: nobody is left to say that one has passed. So each statement has a limit on this side as
 * well; whoever waits learns of it, and the connection is not used again.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';

const limitOfStatements = new AsyncLocalStorage<number>();

/** Every statement of this work, that opens and that ends its transaction too, waits at most so long for its answer. */
export function withStatementLimit<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  return limitOfStatements.run(limitMs, work);
}

/** @param usualLimitMs of statements outside of `withStatementLimit`; null where they may take as long as they take (migrations) */
export function boundedPool(pool: PostgresPool, usualLimitMs: number | null): PostgresPool {
  return {
    options: pool.options,
    connect: async () => boundedClient(await pool.connect(), usualLimitMs),
    end: () => pool.end(),
  };
}

function boundedClient(client: PostgresPoolClient, usualLimitMs: number | null): PostgresPoolClient {
  let isSilent = false;

  const bounded = async <R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> => {
    // Also a rollback after a statement that stayed without an answer: it would stand in line behind it.
    if (isSilent) throw new Error('the database does not answer on this connection');
    const limitMs = limitOfStatements.getStore() ?? usualLimitMs;
    const answer = client.query<R>(sql, parameters);
    if (limitMs === null) return await answer;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        isSilent = true;
        reject(new Error('the database did not answer in time'));
      }, limitMs);
    });
    try {
      return await Promise.race([answer, limit]);
    } finally {
      clearTimeout(timer);
    }
  };

  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(
    what: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    return typeof what === 'string' ? bounded<R>(what, parameters) : client.query(what);
  }

  // The pool ends a connection that it gets back so at once, without waiting for a farewell.
  return { query, release: (destroy = false) => client.release(destroy || isSilent) };
}
