/** `/console/…`: signing in and out, the session, the own password. */
import type { Http2SecureServer } from 'node:http2';
import type { FastifyReply, RouteGenericInterface } from 'fastify';
import type * as v from 'valibot';
import { ChangePasswordSchema, type SessionSchema, SignInSchema } from '../console-api/staff.ts';
import { readBody } from '../json-body.ts';
import { changePassword } from '../staff/change-password.ts';
import { mayDo, RIGHTS } from '../staff/rights.ts';
import { endSession, type LiveSession, readSession } from '../staff/sessions.ts';
import type { SignIn } from '../staff/sign-in.ts';
import type { StaffParts } from '../staff/staff-parts.ts';
import { addressKey } from './client-address.ts';
import type { ConsoleRates } from './console-rates.ts';
import type { ConsoleServer } from './console-server.ts';
import { actorOfSession, type PersonOfRequest } from './person-of-request.ts';
import { endedCookie, secretOfCookies, sessionCookie } from './session-cookie.ts';
import { createTokenBuckets } from './token-buckets.ts';

const BODY_LIMIT_BYTES = 2_048;

type Reply = FastifyReply<RouteGenericInterface, Http2SecureServer>;

export type SignInRouteParts = {
  readonly staff: StaffParts;
  readonly signIn: SignIn;
  readonly person: PersonOfRequest;
  readonly rates: ConsoleRates;
};

export function addSignInRoutes(app: ConsoleServer, parts: SignInRouteParts): void {
  const { staff, signIn, person, rates } = parts;
  const { database, limits, audit, log, now } = staff;
  const nowMs = (): number => now().getTime();
  const ofAddress = createTokenBuckets(rates.signInsOfAddress, nowMs);
  const ofAccount = createTokenBuckets(rates.signInsOfAccount, nowMs);

  app.get('/console/session', async (request, reply) => {
    const session = await person.sessionOf(request, reply);
    return session === null ? reply : reply.send(sessionMessage(session));
  });

  app.post('/console/sign-in', { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    const waitMs = ofAddress.take(addressKey(request.ip));
    if (waitMs > 0) return tooMany(reply, waitMs);
    const body = readBody(SignInSchema, request.body);
    if (body === null) return reply.code(400).send({ error: 'malformed' });
    const accountWaitMs = ofAccount.take(body.staffId);
    if (accountWaitMs > 0) return tooMany(reply, accountWaitMs);
    const previousSecret = secretOfCookies(request.headers.cookie);
    const signedIn = await signIn({ ...body, previousSecret });
    if (signedIn.isOk()) {
      const { secret } = signedIn.value;
      const session = await readSession(database, secret, limits, now(), false);
      if (session !== null) return reply.header('set-cookie', sessionCookie(secret)).send(sessionMessage(session));
      return reply.code(401).send({ error: 'refused' });
    }
    const { error } = signedIn;
    switch (error.kind) {
      case 'refused':
        return reply.code(401).header('set-cookie', endedCookie).send({ error: 'refused' });
      case 'locked':
        return locked(reply, error.until);
      case 'busy':
        return reply.code(503).header('retry-after', '5').send({ error: 'busy' });
      default:
        return unknown(error);
    }
  });

  app.post('/console/sign-out', { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    const session = await person.sessionOf(request, reply);
    if (session === null) return reply;
    const secret = secretOfCookies(request.headers.cookie);
    if (secret !== null) await endSession(database, secret);
    await audit.append({
      actor: actorOfSession(session),
      action: 'signed-out',
      target: session.staffId,
      result: 'done',
    });
    return reply.code(204).header('set-cookie', endedCookie).send();
  });

  app.post('/console/password', { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    const session = await person.sessionOf(request, reply);
    if (session === null) return reply;
    const body = readBody(ChangePasswordSchema, request.body);
    if (body === null) return reply.code(400).send({ error: 'malformed' });
    const changed = await changePassword(staff, session, body);
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

  function tooMany(reply: Reply, waitMs: number): unknown {
    log.record('SIGN_IN_REFUSED', { reason: 'too-many' });
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

function sessionMessage(session: LiveSession): v.InferInput<typeof SessionSchema> {
  const { staffId, name, roles, csrf, idleEndsAt, endsAt, mustChangePassword } = session;
  return {
    staffId,
    name,
    roles: [...roles],
    rights: RIGHTS.filter((right) => mayDo(actorOfSession(session), right)),
    csrf,
    idleEndsAt: idleEndsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    mustChangePassword,
  };
}
