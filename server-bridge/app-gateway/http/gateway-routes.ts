/** The four things that can be asked. A body is read strictly, believed only with its attestation, and zeroed. */
import type { Result } from 'neverthrow';
import * as v from 'valibot';
import { parseStrictJson } from '../../certificates/strict-json.ts';
import { ApplicationHeaderSchema, ChallengeRequestSchema, RelayRequestSchema } from '../../protocol/index.ts';
import type { AttestationVerifier } from '../attestation/attestation-verifier.ts';
import {
  AppNameSchema,
  ATTESTATION_HEADER,
  ATTESTATION_REFUSALS,
  type GatewayProblem,
  type GatewayRefusal,
  type Health,
} from '../gateway-messages.ts';
import type { PassOn } from '../pass-on.ts';
import { type Reply, sendJson, sendProblem } from './answers.ts';
import type { PublicListener } from './public-listener.ts';

/** An application of the app: the line's own message, under a name that no terminal has. */
const AppApplicationSchema = v.strictObject({
  ...RelayRequestSchema.entries,
  header: v.strictObject({ ...ApplicationHeaderSchema.entries, terminalId: AppNameSchema }),
});

export function addGatewayRoutes(
  app: PublicListener,
  parts: {
    readonly passOn: PassOn;
    readonly verifier: AttestationVerifier;
    readonly refused: (refusal: GatewayRefusal) => void;
  },
): void {
  const { passOn, verifier } = parts;
  const problem = (reply: Reply, told: GatewayProblem): unknown => {
    parts.refused(told.refusal);
    return sendProblem(reply, told);
  };

  app.get('/health', (_request, reply) => {
    const health: Health = { status: passOn.isVrsThere() ? 'serving' : 'vrs-away' };
    return sendJson(reply, health);
  });

  app.get('/v1/key-set', async (_request, reply) => {
    const answer = await passOn.keySet();
    return answer.isErr() ? problem(reply, answer.error) : sendJson(reply, answer.value);
  });

  const attested = <S extends v.GenericSchema>(
    path: string,
    schema: S,
    pass: (message: v.InferOutput<S>, signal: AbortSignal) => Promise<Result<unknown, GatewayProblem>>,
  ): void => {
    app.post(path, async (request, reply) => {
      const left = new AbortController();
      // Whoever hangs up is waited for by nobody, at VRS neither (P1).
      reply.raw.once('close', () => left.abort());
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      try {
        const message = v.safeParse(schema, parseStrictJson(bytes.toString('utf8'))?.value);
        if (!message.success) return problem(reply, { refusal: 'MALFORMED' });
        const verified = await verifier.verify(tokenOf(request.headers[ATTESTATION_HEADER]), bytes);
        if (verified.isErr()) return problem(reply, { refusal: ATTESTATION_REFUSALS[verified.error.kind] });
        const answer = await pass(message.output, left.signal);
        return answer.isErr() ? problem(reply, answer.error) : sendJson(reply, answer.value);
      } finally {
        bytes.fill(0);
      }
    });
  };
  attested('/v1/challenges', ChallengeRequestSchema, passOn.challenge);
  attested('/v1/applications', AppApplicationSchema, passOn.application);
}

/** Sent twice it is joined by the runtime, and fits no longer. */
const tokenOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value;
