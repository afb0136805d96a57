/** Signing in and out, the session, the own password: `/session`, `/sign-in`, `/sign-out`, `/password` below the caller's prefix. */
import type { Http2SecureServer } from 'node:http2';
import type { FastifyReply, RouteGenericInterface } from 'fastify';
import { type AccessParts, type LiveSession, ownerOf } from '../access-parts.ts';
import { changePassword } from '../change-password.ts';
import { readBody } from '../json-body.ts';
import { endSession, readSession } from '../sessions.ts';
import type { SignIn } from '../sign-in.ts';
import { ChangePasswordSchema, SignInSchema } from '../sign-in-messages.ts';
import type { StaffId } from '../staff-id.ts';
import { addressKey } from './client-address.ts';
import type { ListenerRates } from './listener-rates.ts';
import type { PartsOfRequest, PersonOfRequest } from './person-of-request.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { StaffListener } from './staff-listener.ts';
import { createTokenBuckets } from './token-buckets.ts';

const BODY_LIMIT_BYTES = 2_048;

type Reply = FastifyReply<RouteGenericInterface, Http2SecureServer>;

export type SignInRouteParts<Roles, Parts extends AccessParts<Roles>> = {
  /** `/console`. */
  readonly prefix: string;
  readonly partsOf: PartsOfRequest<Parts>;
  readonly signIn: SignIn;
  readonly person: PersonOfRequest<Roles, Parts, unknown>;
  readonly cookie: SessionCookie;
  readonly rates: ListenerRates;
  readonly now: () => Date;
  /** What the page is told of a session. */
  readonly sessionMessage: (session: LiveSession<Roles>, parts: Parts) => unknown;
};

export function addSignInRoutes<Roles, Parts extends AccessParts<Roles>>(
  app: StaffListener,
  o: SignInRouteParts<Roles, Parts>,
): void {
  const { prefix, person, cookie, rates, sessionMessage } = o;
  const nowMs = (): number => o.now().getTime();
  const ofAddress = createTokenBuckets(rates.signInsOfAddress, nowMs);
  const ofAccount = createTokenBuckets(rates.signInsOfAccount, nowMs);

  app.get(`${prefix}/session`, async (request, reply) => {
    const found = await person.sessionOf(request, reply);
    return found === null ? reply : reply.send(sessionMessage(found.session, found.parts));
  });

  app.post(`${prefix}/sign-in`, { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    const parts = await o.partsOf(request, reply);
    if (parts === null) return reply;
    const waitMs = ofAddress.take(addressKey(request.ip));
    const body = readBody(SignInSchema, request.body);
    if (waitMs > 0) return await tooMany(reply, waitMs, parts, body);
    if (body === null) return reply.code(400).send({ error: 'malformed' });
    const accountWaitMs = ofAccount.take(ownerOf(parts, body.staffId));
    if (accountWaitMs > 0) return await tooMany(reply, accountWaitMs, parts, body);
    const previousSecret = cookie.secretOf(request.headers.cookie);
    const signedIn = await o.signIn(parts, { ...body, previousSecret });
    if (signedIn.isOk()) {
      const { secret } = signedIn.value;
      const session = await parts.store.use((tables) => readSession<Roles>(tables, secret, parts, false));
      if (session === null) return reply.code(401).send({ error: 'refused' });
      return reply.header('set-cookie', cookie.begun(secret)).send(sessionMessage(session, parts));
    }
    const { error } = signedIn;
    switch (error.kind) {
      case 'refused':
        return reply.code(401).header('set-cookie', cookie.ended).send({ error: 'refused' });
      case 'locked':
        return locked(reply, error.until);
      case 'busy':
        return reply.code(503).header('retry-after', '5').send({ error: 'busy' });
      default:
        return unknown(error);
    }
  });

  app.post(`${prefix}/sign-out`, { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    const found = await person.sessionOf(request, reply);
    if (found === null) return reply;
    const { parts, secret, session } = found;
    await parts.store.act(async (tables) => {
      await endSession(tables, secret, parts.binding);
      return { value: undefined, events: [{ kind: 'signed-out', session }] };
    });
    return reply.code(204).header('set-cookie', cookie.ended).send();
  });

  app.post(`${prefix}/password`, { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    const found = await person.sessionOf(request, reply);
    if (found === null) return reply;
    const body = readBody(ChangePasswordSchema, request.body);
    if (body === null) return reply.code(400).send({ error: 'malformed' });
    const changed = await changePassword<Roles>(found.parts, found.session, body);
    if (changed.isOk()) return reply.code(204).send();
    const { error } = changed;
    switch (error.kind) {
      case 'refused':
        return reply.code(403).send({ error: 'refused' });
      case 'unfit':
      case 'used-before':
        return reply.code(409).send({ error: error.kind });
      case 'locked':
        return locked(reply, error.until);
      case 'busy':
        return reply.code(503).header('retry-after', '5').send({ error: 'busy' });
      default:
        return unknown(error);
    }
  });

  async function tooMany(
    reply: Reply,
    waitMs: number,
    parts: Parts,
    body: { readonly staffId: StaffId } | null,
  ): Promise<unknown> {
    await parts.store.tell({ kind: 'sign-in-refused', reason: 'too-many', staffId: body?.staffId ?? null });
    return reply.code(429).header('retry-after', seconds(waitMs)).send({ error: 'too-many' });
  }
  function locked(reply: Reply, until: Date): unknown {
    return reply
      .code(429)
      .header('retry-after', seconds(until.getTime() - nowMs()))
      .send({ error: 'locked' });
  }
}

const seconds = (waitMs: number): string => String(Math.max(1, Math.ceil(waitMs / 1_000)));

function unknown(never: never): never {
  throw new Error(`unknown error ${String(never)}`);
}
