/** The listener for machines that watch: metrics, alive, ready. It tells nothing of a terminal or a person, and takes nothing. */
import { fastify } from 'fastify';
import { UNREADABLE_REQUESTS } from '../../staff-access/index.ts';
import type { Health } from './health.ts';

const REQUEST_TIMEOUT_MS = 5_000;

export type Scrape = { readonly contentType: string; readonly text: string };

export function createObservabilityServer(parts: {
  readonly health: Pick<Health, 'readiness'>;
  readonly scrape: () => Promise<Scrape>;
}) {
  const app = fastify({
    logger: false,
    bodyLimit: 1,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    ...UNREADABLE_REQUESTS,
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not-found' }));
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    const refused = typeof status === 'number' && status >= 400 && status < 500;
    return reply.code(refused ? status : 500).send({ error: refused ? 'malformed' : 'failed' });
  });
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await parts.scrape();
    return reply.header('content-type', contentType).send(text);
  });
  // That it answers at all is the answer: the event loop turns.
  app.get('/livez', (_request, reply) => reply.send({ alive: true }));
  app.get('/readyz', async (_request, reply) => {
    const readiness = await parts.health.readiness();
    return reply.code(readiness.ready ? 200 : 503).send(readiness);
  });
  return app;
}
