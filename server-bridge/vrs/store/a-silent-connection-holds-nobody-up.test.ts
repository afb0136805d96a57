/**
 * A node that loses its power or its network in the middle of a transaction, and a server that falls silent: PostgreSQL only, with
 * a proxy between that can freeze a connection without closing it.
 */
import { randomBytes } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PrivatePostgres, startPrivatePostgres } from '../../../tests/fleet/private-postgres.ts';
import { holdHead } from '../operation-log/append-entry.ts';
import { createOperationLog } from '../operation-log/index.ts';
import { CITY, staff } from '../register/register-fixtures.ts';
import { SYNTHETIC_MUNICIPALITIES } from '../synthetic-data/municipalities.ts';
import { type OpenDatabase, openDatabase } from './open-store.ts';
import { registerAreas } from './register-area.ts';
import { createVrsStore, type StoreLimits, type VrsStore } from './vrs-store.ts';

/** All connections that the pool of a store has. */
const CONNECTIONS = 8;
const masterKey = randomBytes(32);
const log = createOperationLog({ now: () => new Date('2026-11-20T03:00:00.000Z') });

let server: PrivatePostgres;
let direct: OpenDatabase;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  server = await startPrivatePostgres({ hasty: true });
  direct = (await openDatabase({ kind: 'postgres', url: server.url }))._unsafeUnwrap();
  await registerAreas(direct.database, masterKey, SYNTHETIC_MUNICIPALITIES);
}, 120_000);
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});
afterAll(async () => {
  await direct.close();
  await server.stop();
});

/** Passes bytes on, until it is told to let nothing more through of the connections that it has; then it keeps them open. */
async function proxyTo(url: URL) {
  const pairs = new Set<readonly [Socket, Socket]>();
  const proxy: Server = createServer((near) => {
    const far = connect(Number(url.port), url.hostname);
    pairs.add([near, far]);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes: Buffer) => to.write(bytes));
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const through = new URL(url);
  through.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  return {
    url: through.href,
    freeze(what: 'both' | 'answers') {
      for (const [near, far] of pairs) {
        for (const socket of what === 'both' ? [near, far] : [far]) socket.removeAllListeners('data').resume();
        // Neither end learns that the other one is gone.
        near.removeAllListeners('close');
        far.removeAllListeners('close');
      }
    },
    close() {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      return new Promise<void>((resolve) => proxy.close(() => resolve()));
    },
  };
}

async function storeThroughProxy(limits: StoreLimits) {
  const proxy = await proxyTo(new URL(server.url));
  opened.push(proxy);
  const open = (await openDatabase({ kind: 'postgres', url: proxy.url }))._unsafeUnwrap();
  const store: VrsStore = createVrsStore({ ...open, masterKey, limits });
  return { proxy, store };
}

describe('a node that is gone in the middle of a transaction', () => {
  it('leaves the head of the log to the others soon', async () => {
    const { proxy, store } = await storeThroughProxy({ idleMs: 500, answerMarginMs: 500 });
    const holding = Promise.withResolvers<void>();
    const never = Promise.withResolvers<void>();
    const lost = store.inArea(
      CITY,
      async (transaction) => {
        await holdHead(transaction);
        holding.resolve();
        await never.promise;
      },
      { statementLimitMs: 500 },
    );
    await holding.promise;
    proxy.freeze('both');
    const other = createVrsStore({ ...direct, masterKey });
    const append = other.inArea(
      CITY,
      async (area) => {
        await log.append(area, {
          operation: 'signed-in',
          actor: staff({}),
          personId: null,
          target: '-',
          result: 'done',
        });
        return 'appended';
      },
      { statementLimitMs: 15_000 },
    );
    await expect(append).resolves.toBe('appended');
    never.resolve();
    await expect(lost).rejects.toThrow();
    await store.close();
  }, 40_000);
});

describe('a server that falls silent', () => {
  it('costs no connection for good: who waits is told, the next is served, and the store closes', async () => {
    const { proxy, store } = await storeThroughProxy({ answerMarginMs: 300 });
    const how = { statementLimitMs: 700 };
    const inside: PromiseWithResolvers<void>[] = [];
    const frozen = Promise.withResolvers<void>();
    const lost = Array.from({ length: CONNECTIONS }, () => {
      const arrived = Promise.withResolvers<void>();
      inside.push(arrived);
      return store.inArea(
        CITY,
        async ({ database }) => {
          arrived.resolve();
          await frozen.promise;
          // It reaches the server; its answer does not come back.
          await database.selectFrom('municipalities').selectAll().execute();
        },
        how,
      );
    });
    await Promise.all(inside.map(({ promise }) => promise));
    proxy.freeze('answers');
    frozen.resolve();
    const outcomes = await Promise.allSettled(lost);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(CONNECTIONS).fill('rejected'));
    await expect(store.inArea(CITY, ({ municipality }) => Promise.resolve(municipality.code))).resolves.toBe(CITY);
    await store.close();
  }, 40_000);
});
