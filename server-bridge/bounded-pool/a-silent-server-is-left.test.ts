/** A server that does not answer costs whoever waits its limit, and the pool one connection, never the place for it. */
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { expect, it } from 'vitest';
import { boundedPool, withStatementLimit } from './bounded-pool.ts';

function poolThat(answers: boolean) {
  const asked: string[] = [];
  const released: boolean[] = [];
  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query<R>(what: string | PostgresCursor<R>): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof what !== 'string') return what;
    asked.push(what);
    return answers ? Promise.resolve({ command: 'SELECT', rowCount: 0, rows: [] }) : new Promise(() => undefined);
  }
  const client: PostgresPoolClient = { query, release: (destroy = false) => void released.push(destroy) };
  const pool: PostgresPool = { options: {}, connect: () => Promise.resolve(client), end: () => Promise.resolve() };
  return { pool, asked, released };
}

it('refuses every further statement on that connection at once, and gives it back to be ended', async () => {
  const { pool, asked, released } = poolThat(false);
  const client = await boundedPool(pool, null).connect();
  await expect(withStatementLimit(20, () => client.query('select 1', []))).rejects.toThrow('in time');
  await expect(client.query('rollback', [])).rejects.toThrow('does not answer');
  expect(asked).toEqual(['select 1']);
  client.release();
  expect(released).toEqual([true]);
});

it('has the usual limit where none is said', async () => {
  const client = await boundedPool(poolThat(false).pool, 20).connect();
  await expect(client.query('select 1', [])).rejects.toThrow('in time');
});

it('keeps a connection that answers', async () => {
  const { pool, released } = poolThat(true);
  const client = await boundedPool(pool, 1_000).connect();
  expect((await client.query('select 1', [])).rows).toEqual([]);
  client.release();
  expect(released).toEqual([false]);
});
