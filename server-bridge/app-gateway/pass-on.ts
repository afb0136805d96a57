/**
 * The way to VRS: a checked request out, a checked answer back, never more than a bounded number at once of each kind. The sealed bytes pass
 * through and are not kept; what does not fit is UNAVAILABLE, never empty (P10). VRS is asked for nothing but issuing: the three
 * paths stand here, and no other can be asked for.
 */
import { randomInt } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import type { ExchangeReply, VrsClient } from '../exchange/index.ts';
import type { ChallengeRequestSchema, RelayRequest } from '../protocol/index.ts';
import { ChallengeSchema, KeySetEnvelopeSchema, RelayAnswerSchema, RelayProblemSchema } from '../protocol/index.ts';
import { readBody } from '../staff-access/json-body.ts';
import type { GatewayLog } from './gateway-events.ts';
import type { GatewayProblem } from './gateway-messages.ts';

/** Nobody is waited for longer, whatever deadline a message names. */
const LONGEST_WAIT_MS = 30_000;
const CHALLENGE_WAIT_MS = 10_000;
const KEY_SET_WAIT_MS = 10_000;
/** The key set lives for a day; VRS signs it anew each time it is asked, so it is asked once a minute for everybody. */
const KEY_SET_KEPT_MS = 60_000;

type Asked<T> = Promise<Result<T, GatewayProblem>>;

export type PassOn = {
  keySet(): Asked<v.InferOutput<typeof KeySetEnvelopeSchema>>;
  challenge(
    request: v.InferOutput<typeof ChallengeRequestSchema>,
    signal: AbortSignal,
  ): Asked<v.InferOutput<typeof ChallengeSchema>>;
  application(request: RelayRequest, signal: AbortSignal): Asked<v.InferOutput<typeof RelayAnswerSchema>>;
  /** Whether the last exchange with VRS came to an answer; true before the first. */
  readonly isVrsThere: () => boolean;
};

const UNAVAILABLE: GatewayProblem = { refusal: 'UNAVAILABLE' };

/** Spread, so that the refused do not come back together. */
const busy = (): GatewayProblem => ({ refusal: 'BUSY', retryAfterSeconds: randomInt(2, 8) });

export function createPassOn(parts: {
  readonly vrs: VrsClient;
  readonly maxInFlight: number;
  readonly log: GatewayLog;
  readonly now: () => Date;
}): PassOn {
  const { vrs, maxInFlight, log, now } = parts;
  const inFlight = { challenge: 0, application: 0 };
  let isVrsThere = true;
  let keySet: { readonly envelope: v.InferOutput<typeof KeySetEnvelopeSchema>; readonly untilMs: number } | null = null;
  let fetching: Asked<v.InferOutput<typeof KeySetEnvelopeSchema>> | null = null;

  const failed = (reason: Parameters<typeof log.record<'VRS_UNAVAILABLE'>>[1]['reason']): GatewayProblem => {
    // Whoever has hung up says nothing about VRS.
    if (reason !== 'aborted') isVrsThere = false;
    log.record('VRS_UNAVAILABLE', { reason });
    return UNAVAILABLE;
  };

  function read<S extends v.GenericSchema>(
    schema: S,
    { status, body }: ExchangeReply,
  ): Result<v.InferOutput<S>, GatewayProblem> {
    if (status !== 200) {
      const problem = readBody(RelayProblemSchema, body);
      if (problem === null) return err(failed('malformed'));
      isVrsThere = true;
      return err(problem);
    }
    const message = readBody(schema, body);
    if (message === null) return err(failed('malformed'));
    isVrsThere = true;
    return ok(message);
  }

  async function ask<S extends v.GenericSchema>(
    what: { readonly path: '/v1/challenges' | '/v1/applications' | '/v1/key-set'; readonly schema: S },
    message: unknown,
    wait: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Asked<v.InferOutput<S>> {
    // Written anew from the checked value: two parsers never read one body differently.
    const body = message === null ? null : Buffer.from(JSON.stringify(message), 'utf8');
    try {
      const reply = await vrs.request({ path: what.path, body, ...wait });
      return reply.isErr() ? err(failed(reply.error.kind)) : read(what.schema, reply.value);
    } finally {
      body?.fill(0);
    }
  }

  async function inSlot<T>(kind: keyof typeof inFlight, work: () => Asked<T>): Asked<T> {
    if (inFlight[kind] >= maxInFlight) return err(busy());
    inFlight[kind] += 1;
    const startedAtMs = performance.now();
    try {
      const answer = await work();
      if (answer.isOk()) log.record('PASSED', { what: kind, waitedMs: Math.round(performance.now() - startedAtMs) });
      return answer;
    } finally {
      inFlight[kind] -= 1;
    }
  }

  async function fetchKeySet(): Asked<v.InferOutput<typeof KeySetEnvelopeSchema>> {
    const way = { path: '/v1/key-set', schema: KeySetEnvelopeSchema } as const;
    const answer = await ask(way, null, { timeoutMs: KEY_SET_WAIT_MS });
    if (answer.isOk()) keySet = { envelope: answer.value, untilMs: now().getTime() + KEY_SET_KEPT_MS };
    return answer;
  }

  return {
    isVrsThere: () => isVrsThere,
    keySet() {
      if (keySet !== null && now().getTime() < keySet.untilMs) return Promise.resolve(ok(keySet.envelope));
      fetching ??= fetchKeySet().finally(() => {
        fetching = null;
      });
      return fetching;
    },
    challenge: (request, signal) =>
      inSlot('challenge', () =>
        ask({ path: '/v1/challenges', schema: ChallengeSchema }, request, { timeoutMs: CHALLENGE_WAIT_MS, signal }),
      ),
    application(request, signal) {
      const timeoutMs = Math.min(Date.parse(request.deadline) - now().getTime(), LONGEST_WAIT_MS);
      if (!(timeoutMs > 0)) return Promise.resolve(err(UNAVAILABLE));
      return inSlot('application', async () => {
        const way = { path: '/v1/applications', schema: RelayAnswerSchema } as const;
        const answer = await ask(way, request, { timeoutMs, signal });
        if (answer.isErr() || answer.value.visitId === request.header.visitId) return answer;
        return err(failed('another-visit'));
      });
    },
  };
}
