/** Puts the routes of staff on a listener. Who acts is the listener's to say; what the person may do is checked here. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, mayDo } from './rights.ts';
import type { StaffAnswer, StaffProblem, StaffRoute } from './staff-route.ts';

const STATUS_OF_PROBLEM: Record<StaffProblem['kind'], number> = {
  malformed: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
};

export function mountStaffRoutes(
  app: FastifyInstance,
  routes: readonly StaffRoute[],
  parts: {
    /** The listener has let the request in; null where it has not, and has answered. */
    readonly actorOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Actor | null>;
    /** A person asked for what the roles do not allow. */
    readonly onForbidden?: (actor: Actor, route: StaffRoute) => void;
  },
): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: `/operations${route.path}`,
      ...(route.bodyLimitBytes === undefined ? {} : { bodyLimit: route.bodyLimitBytes }),
      async handler(request, reply) {
        const actor = await parts.actorOf(request, reply);
        if (actor === null) return reply;
        if (!mayDo(actor, route.needs)) {
          parts.onForbidden?.(actor, route);
          return reply.code(403).send({ error: 'forbidden' });
        }
        const { params, query, body } = request;
        const done = await route.run(actor, { parameters: params, query, body });
        if (done.isErr()) return reply.code(STATUS_OF_PROBLEM[done.error.kind]).send({ error: done.error.error });
        return sendAnswer(reply, done.value);
      },
    });
  }
}

function sendAnswer(reply: FastifyReply, answer: StaffAnswer): unknown {
  reply.code(answer.status);
  if ('download' in answer) {
    const { name, type, text } = answer.download;
    reply.header('content-type', `${type}; charset=utf-8`);
    reply.header('content-disposition', `attachment; filename="${name}"`);
    return reply.send(text);
  }
  return 'value' in answer ? reply.send(answer.value) : reply.send();
}
