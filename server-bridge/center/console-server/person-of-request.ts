/** Who asks: the session a cookie opens, with its own token on everything that changes something. */
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { CenterLog } from '../event-catalogue.ts';
import type { Actor } from '../staff/rights.ts';
import { isCsrfOf, type LiveSession, readSession } from '../staff/sessions.ts';
import type { StaffParts } from '../staff/staff-parts.ts';
import { secretOfCookies } from './session-cookie.ts';

export const CSRF_HEADER = 'x-kofu-csrf';
/** The page asks by itself; the person has done nothing, and the session's idle end stays where it is. */
export const BACKGROUND_HEADER = 'x-kofu-background';

type AskingRequest = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly routeOptions: { readonly url?: string | undefined };
};
type Refusing = { code(status: number): { send(body: unknown): unknown } };

export type PersonOfRequest = {
  /** The session, or null when the request has been answered with a refusal. */
  sessionOf(request: AskingRequest, reply: Refusing): Promise<LiveSession | null>;
  /** The same, and the password must not be due. */
  actorOf(request: AskingRequest, reply: Refusing): Promise<Actor | null>;
  /** A request of that person was refused: into trail and log before the answer goes out. */
  forbidden(actor: Actor, target: string, result: string): Promise<void>;
};

export const actorOfSession = ({ staffId, name, roles, sessionId }: LiveSession): Actor => ({
  kind: 'person',
  staffId,
  name,
  roles,
  sessionId,
});

/** A route as one word of the audit trail: `POST.accounts.:staffId`. */
export const routeWord = (method: string, path: string): string =>
  `${method}${path.replace(/^\/operations/, '').replaceAll('/', '.')}`.replace(/[^A-Za-z0-9_.:@+-]/g, '_').slice(0, 80);

export function createPersonOfRequest(
  parts: Pick<StaffParts, 'database' | 'limits' | 'now'> & { readonly audit: AuditTrail; readonly log: CenterLog },
): PersonOfRequest {
  const { database, limits, audit, log, now } = parts;

  const forbidden = async (actor: Actor, target: string, result: string): Promise<void> => {
    log.record('CONSOLE_REFUSED', { reason: 'forbidden' });
    await audit.append({ actor, action: 'request-forbidden', target, result });
  };
  const sessionOf = async (request: AskingRequest, reply: Refusing): Promise<LiveSession | null> => {
    const secret = secretOfCookies(oneHeader(request.headers['cookie']));
    const byItself = request.method === 'GET' && request.headers[BACKGROUND_HEADER] !== undefined;
    const session = secret === null ? null : await readSession(database, secret, limits, now(), !byItself);
    if (session === null) {
      log.record('CONSOLE_REFUSED', { reason: 'signed-out' });
      reply.code(401).send({ error: 'signed-out' });
      return null;
    }
    if (request.method === 'GET' || isCsrfOf(session, request.headers[CSRF_HEADER])) return session;
    await forbidden(actorOfSession(session), routeWord(request.method, request.routeOptions.url ?? ''), 'csrf');
    reply.code(403).send({ error: 'csrf' });
    return null;
  };

  return {
    sessionOf,
    forbidden,
    async actorOf(request, reply) {
      const session = await sessionOf(request, reply);
      if (session === null) return null;
      if (!session.mustChangePassword) return actorOfSession(session);
      log.record('CONSOLE_REFUSED', { reason: 'password-due' });
      reply.code(403).send({ error: 'password-due' });
      return null;
    },
  };
}

const oneHeader = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(';') : value;
