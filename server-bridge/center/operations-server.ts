/** The staff listener for tools: loopback only, one bearer token, JSON. People come through the console. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { fastify } from 'fastify';
import { mountStaffRoutes, UNREADABLE_REQUESTS } from '../staff-access/index.ts';
import type { CenterLog } from './event-catalogue.ts';
import { type Actor, mayDo } from './staff/rights.ts';
import type { StaffRoute } from './staff/staff-route.ts';

const BODY_LIMIT_BYTES = 65_536;
const REQUEST_TIMEOUT_MS = 10_000;

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

export function createOperationsServer(parts: {
  readonly routes: readonly StaffRoute[];
  readonly token: string;
  readonly log: CenterLog;
}) {
  const { routes, log } = parts;
  const expected = digest(`Bearer ${parts.token}`);
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    exposeHeadRoutes: false,
    ...UNREADABLE_REQUESTS,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.addHook('onRequest', (request, reply, done) => {
    // Digests have one length, so the comparison tells nothing by its time.
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return done();
    log.record('OPERATIONS_REFUSED', { status: 401 });
    reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'unauthorized' });
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header('cache-control', 'no-store');
    done(null, payload);
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not-found' }));
  app.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return reply.code(status).send({ error: 'malformed' });
    }
    log.record('WORK_FAILED', { where: 'operations' });
    return reply.code(500).send({ error: 'failed' });
  });
  mountStaffRoutes(app, routes, {
    prefix: '/operations',
    mayDo,
    actorOf: () => Promise.resolve<Actor>({ kind: 'tool' }),
  });
  return app;
}
