/** Who asks: the session a cookie opens, with its own token on everything that changes something. */
import type { AccessParts, LiveSession } from '../access-parts.ts';
import { isCsrfOf, readSession } from '../sessions.ts';
import type { RawRequest } from './body-arrival.ts';
import type { SessionCookie } from './session-cookie.ts';

export const CSRF_HEADER = 'x-kofu-csrf';
/** The page asks by itself; the person has done nothing, and the session's idle end stays where it is. */
export const BACKGROUND_HEADER = 'x-kofu-background';

/** What of a request says who asks. */
export type AskingRequest = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly routeOptions: { readonly url?: string | undefined };
  /** For installations that know clients by their connection. */
  readonly raw: RawRequest;
};
export type RefusingReply = { code(status: number): { send(body: unknown): unknown } };

/** The place this request is for, with everything about its people; null when the request has been answered with a refusal. */
export type PartsOfRequest<Parts> = (request: AskingRequest, reply: RefusingReply) => Promise<Parts | null>;

export type PersonOfRequest<Roles, Parts extends AccessParts<Roles>, Actor> = {
  /** The session, or null when the request has been answered with a refusal. */
  sessionOf(
    request: AskingRequest,
    reply: RefusingReply,
  ): Promise<{ readonly session: LiveSession<Roles>; readonly parts: Parts; readonly secret: string } | null>;
  /** The same, and the password must not be due. */
  actorOf(request: AskingRequest, reply: RefusingReply): Promise<Actor | null>;
};

/** A route as one word of a trail: `POST.accounts.:staffId`. */
export const routeWord = (method: string, path: string): string =>
  `${method}${path.replace(/^\/operations/, '').replaceAll('/', '.')}`.replace(/[^A-Za-z0-9_.:@+-]/g, '_').slice(0, 80);

export function createPersonOfRequest<Roles, Parts extends AccessParts<Roles>, Actor>(o: {
  readonly partsOf: PartsOfRequest<Parts>;
  readonly cookie: SessionCookie;
  /** Is told of requests that get no further. Must not throw. */
  readonly refused: (reason: 'signed-out' | 'password-due') => void;
  readonly actorOfSession: (session: LiveSession<Roles>, parts: Parts) => Actor;
}): PersonOfRequest<Roles, Parts, Actor> {
  const sessionOf: PersonOfRequest<Roles, Parts, Actor>['sessionOf'] = async (request, reply) => {
    const parts = await o.partsOf(request, reply);
    if (parts === null) return null;
    const secret = o.cookie.secretOf(request.headers['cookie']);
    const byItself = request.method === 'GET' && request.headers[BACKGROUND_HEADER] !== undefined;
    const session =
      secret === null ? null : await parts.store.use((tables) => readSession<Roles>(tables, secret, parts, !byItself));
    if (session === null || secret === null) {
      o.refused('signed-out');
      reply.code(401).send({ error: 'signed-out' });
      return null;
    }
    if (request.method === 'GET' || isCsrfOf(session, request.headers[CSRF_HEADER])) return { session, parts, secret };
    const target = routeWord(request.method, request.routeOptions.url ?? '');
    await parts.store.tell({ kind: 'csrf-refused', session, target });
    reply.code(403).send({ error: 'csrf' });
    return null;
  };

  return {
    sessionOf,
    async actorOf(request, reply) {
      const found = await sessionOf(request, reply);
      if (found === null) return null;
      if (!found.session.mustChangePassword) return o.actorOfSession(found.session, found.parts);
      o.refused('password-due');
      reply.code(403).send({ error: 'password-due' });
      return null;
    },
  };
}
