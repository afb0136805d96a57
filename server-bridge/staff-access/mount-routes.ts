/** Puts the routes of staff on a listener. Who acts is the listener's to say; what the person may do is checked here. */
import { Readable } from 'node:stream';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerBase,
  RouteGenericInterface,
} from 'fastify';
import type { AccessRoute, StaffAnswer, StaffProblem } from './staff-route.ts';

const STATUS_OF_PROBLEM: Record<StaffProblem['kind'], number> = {
  malformed: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
};

type RequestOf<Server extends RawServerBase> = FastifyRequest<RouteGenericInterface, Server>;
type ReplyOf<Server extends RawServerBase> = FastifyReply<RouteGenericInterface, Server>;

export function mountStaffRoutes<Server extends RawServerBase, Actor, Right>(
  app: FastifyInstance<Server, RawRequestDefaultExpression<Server>, RawReplyDefaultExpression<Server>>,
  routes: readonly AccessRoute<Actor, Right>[],
  parts: {
    /** Before the path of each route: `/operations`. */
    readonly prefix: string;
    readonly mayDo: (actor: Actor, right: Right) => boolean;
    /** The listener has let the request in; null where it has not, and has answered. */
    readonly actorOf: (request: RequestOf<Server>, reply: ReplyOf<Server>) => Promise<Actor | null>;
    /** A person asked for what the roles, or the state of things, do not allow; heard before the answer goes out. */
    readonly onForbidden?: (actor: Actor, route: AccessRoute<Actor, Right>) => Promise<void>;
  },
): void {
  for (const route of routes) {
    app.route({
      method: route.method,
      url: `${parts.prefix}${route.path}`,
      ...(route.bodyLimitBytes === undefined ? {} : { bodyLimit: route.bodyLimitBytes }),
      config: { isUpload: route.isUpload },
      async handler(request, reply) {
        const actor = await parts.actorOf(request, reply);
        if (actor === null) return reply;
        if (!parts.mayDo(actor, route.needs)) {
          await parts.onForbidden?.(actor, route);
          return reply.code(403).send({ error: 'forbidden' });
        }
        const { params, query, body } = request;
        const done = await route.run(actor, { parameters: params, query, body });
        if (done.isErr()) {
          const { kind, error } = done.error;
          if (kind === 'forbidden') await parts.onForbidden?.(actor, route);
          return reply.code(STATUS_OF_PROBLEM[kind]).send({ error });
        }
        return sendAnswer(reply, done.value);
      },
    });
  }
}

function sendAnswer<Server extends RawServerBase>(reply: ReplyOf<Server>, answer: StaffAnswer): unknown {
  reply.code(answer.status);
  if ('download' in answer) {
    const { name, type, text } = answer.download;
    reply.header('content-type', `${type}; charset=utf-8`);
    reply.header('content-disposition', `attachment; filename="${name}"`);
    return reply.send(text);
  }
  if ('stream' in answer) {
    const { name, type, charset = 'utf-8', pieces } = answer.stream;
    reply.header('content-type', `${type}; charset=${charset}`);
    reply.header('content-disposition', `attachment; filename="${name}"`);
    return reply.send(Readable.from(pieces));
  }
  return 'value' in answer ? reply.send(answer.value) : reply.send();
}
