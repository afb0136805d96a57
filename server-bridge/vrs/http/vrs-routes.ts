/** What a center may ask of VRS (protocol/line-messages.ts). */
import type { ServerHttp2Stream } from 'node:http2';
import * as v from 'valibot';
import { parseStrictJson } from '../../certificates/strict-json.ts';
import {
  ChallengeRequestSchema,
  type KeySetEnvelopeSchema,
  type RelayAnswer,
  RelayAnswerSchema,
  RelayRequestSchema,
} from '../../protocol/index.ts';
import { answerApplication } from '../issuing/answer-application.ts';
import type { IssuingParts } from '../issuing/issuing-parts.ts';
import { makeChallenge } from '../store/challenges.ts';
import { createAdmission } from './admission.ts';
import { peerNameOf } from './peer-certificate.ts';
import { sendJson, sendProblem } from './problems.ts';
import type { VrsServer } from './vrs-server.ts';
import { waitLimit } from './wait-limit.ts';

export type RouteParts = IssuingParts & {
  readonly maxInFlight: number;
  readonly challengeLifeSeconds: number;
  /** URI names of the gateways of electronic issuing; everybody else who is let in is a center. */
  readonly gateways: readonly string[];
  /** Signs the public key set anew. */
  readonly keySet: () => Promise<string>;
};

/** Adds the routes. */
export function addVrsRoutes(app: VrsServer, parts: RouteParts): void {
  const admission = createAdmission(parts.maxInFlight);

  app.get('/v1/key-set', async (_request, reply) => {
    const envelope: v.InferOutput<typeof KeySetEnvelopeSchema> = { vrsKeySet: await parts.keySet() };
    return sendJson(reply, envelope);
  });

  app.post('/v1/challenges', async (request, reply) => {
    const message = v.safeParse(ChallengeRequestSchema, bodyOf(request.body));
    if (!message.success) return sendProblem(reply, 'MALFORMED');
    const expiresAt = new Date(parts.now().getTime() + parts.challengeLifeSeconds * 1000);
    const limit = waitLimit(expiresAt.toISOString(), request.raw.stream, parts.now);
    const work = admission.admit(() => makeChallenge(parts.store, message.output.visitId, expiresAt));
    const challenge = await limit.within(work.then((made) => made ?? 'full'));
    if (challenge === 'full') return busy(reply);
    if (challenge === undefined) {
      parts.report('NOBODY_WAITS');
      return sendProblem(reply, 'UNAVAILABLE');
    }
    return sendJson(reply, challenge);
  });

  app.post('/v1/applications', async (request, reply) => {
    const message = v.safeParse(RelayRequestSchema, bodyOf(request.body));
    if (!message.success) return sendProblem(reply, 'MALFORMED');
    const { header, deadline } = message.output;
    const sealed = Buffer.from(message.output.sealed, 'base64url');
    const limit = waitLimit(deadline, request.raw.stream, parts.now);
    const through = doorOf(request.raw.stream, parts.gateways);
    // Who comes through the one door cannot say to have come through the other.
    if ((through === 'app') !== header.terminalId.startsWith(APP_PREFIX)) return sendProblem(reply, 'MALFORMED');
    const { stillWanted } = limit;
    const work = admission.admit(() => answerApplication({ header, sealed, through, stillWanted }, parts));
    const outcome = await limit.within(work.then((answer) => answer ?? 'full'));
    if (outcome === 'full') return busy(reply);
    if (outcome === undefined) {
      parts.report('NOBODY_WAITS');
      return sendProblem(reply, 'UNAVAILABLE');
    }
    if (outcome.isErr()) return sendProblem(reply, outcome.error);
    const answer: RelayAnswer = v.parse(RelayAnswerSchema, {
      visitId: header.visitId,
      sealed: Buffer.from(outcome.value).toString('base64url'),
    });
    return sendJson(reply, answer);
  });

  function busy(reply: Parameters<typeof sendProblem>[0]): unknown {
    parts.report('BUSY');
    return sendProblem(reply, 'BUSY');
  }
}

/** Applications of the app carry a name of this form instead of a terminal's (E1). */
const APP_PREFIX = 'APP-';

/** Which door a request came through: by the certificate of who passed it on. */
function doorOf(stream: ServerHttp2Stream, gateways: readonly string[]): 'kiosk' | 'app' {
  const name = peerNameOf(stream.session?.socket);
  return name !== null && gateways.includes(name) ? 'app' : 'kiosk';
}

function bodyOf(body: unknown): unknown {
  return Buffer.isBuffer(body) ? parseStrictJson(body.toString('utf8'))?.value : undefined;
}
