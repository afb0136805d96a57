/**
 * Hints by PostgreSQL's LISTEN and NOTIFY, on one connection of their own. A notification is a transaction by itself, one a batch:
 * NOTIFY holds a lock of the whole server at commit, so it never rides on a transaction that does work.
 */
import { Client } from 'pg';
import { ANSWER_LIMIT_MS, type BusTransport, CONNECT_LIMIT_MS, LIVENESS_MS } from './bus-transport.ts';

/** Channels are by database, so two fleets on one server do not hear each other. */
export const BUS_CHANNEL = 'kofu_bus';

export function postgresTransport(url: string): BusTransport {
  return {
    async connect(onMessage) {
      const client = new Client({
        connectionString: url,
        connectionTimeoutMillis: CONNECT_LIMIT_MS,
        query_timeout: ANSWER_LIMIT_MS,
        keepAlive: true,
        application_name: 'kofu-bus',
      });
      const { promise: gone, resolve: isGone } = Promise.withResolvers<void>();
      client.on('error', () => isGone());
      client.on('end', () => isGone());
      client.on('notification', ({ channel, payload }) => {
        if (channel === BUS_CHANNEL) onMessage(payload ?? '');
      });
      const end = async (): Promise<void> => {
        isGone();
        // Ending says goodbye to the server; one that does not answer is not waited for.
        await Promise.race([client.end().catch(() => undefined), later(ANSWER_LIMIT_MS)]);
      };
      try {
        await client.connect();
        await client.query(`listen ${BUS_CHANNEL}`);
      } catch (cause) {
        await end();
        throw cause;
      }
      const liveness = setInterval(() => void client.query('select 1').catch(() => isGone()), LIVENESS_MS);
      void gone.then(() => clearInterval(liveness));
      return {
        async send(topics) {
          await client.query('select pg_notify($1, topic) from unnest($2::text[]) as topic', [BUS_CHANNEL, topics]);
        },
        gone,
        close: end,
      };
    },
  };
}

function later(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs).unref();
  });
}
