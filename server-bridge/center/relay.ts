/**
 * The relay to VRS: a checked request out, a checked answer back, never more than a bounded number at once for each way to
 * VRS, so that a slow one takes nothing from the others. The sealed bytes pass through and are not kept (C2); an answer that
 * does not fit is UNAVAILABLE, never empty (P10).
 */
import { randomInt } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import { type MunicipalityCode, type RelayProblem, RelayProblemSchema } from '../protocol/index.ts';
import { readBody } from '../staff-access/index.ts';
import type { CenterLog } from './event-catalogue.ts';
import type { RelayMeter, VrsOutcome } from './observability/index.ts';
import type { VrsRoutes } from './vrs-routes.ts';

type Forwarded<Schema extends v.GenericSchema> = {
  readonly message: unknown;
  readonly answer: Schema;
  /** How long the terminal will wait; not above zero is refused at once. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** An application goes where its header says; a challenge, which names no municipality yet, to the main VRS. */
export type RelayWay =
  | { readonly path: '/v1/challenges' }
  | { readonly path: '/v1/applications'; readonly municipality: MunicipalityCode };

export type Relay = {
  forward<Schema extends v.GenericSchema>(
    request: RelayWay & Forwarded<Schema>,
  ): Promise<Result<v.InferOutput<Schema>, RelayProblem>>;
};

/** Spread, so that the refused do not come back together. */
const retryAfterSeconds = (): number => randomInt(2, 8);

const NO_METER: RelayMeter = { inFlight: () => undefined, vrsEnded: () => undefined };
/** Challenges have slots of their own: applications that VRS is slow with must not keep others from beginning. */
const CHALLENGES = 'challenges';

export function createRelay(parts: {
  readonly routes: VrsRoutes;
  /** The most challenges at once. */
  readonly challengesInFlight: number;
  readonly log: CenterLog;
  readonly meter?: RelayMeter;
}): Relay {
  const { routes, log, meter = NO_METER } = parts;
  const taken = new Map<string, number>();

  return {
    async forward(request) {
      const { path, message, answer, timeoutMs, signal } = request;
      if (!(timeoutMs > 0)) return err({ refusal: 'UNAVAILABLE' });
      const route = request.path === '/v1/challenges' ? routes.main : routes.routeOf(request.municipality);
      const name = request.path === '/v1/challenges' ? CHALLENGES : route.name;
      const limit = request.path === '/v1/challenges' ? parts.challengesInFlight : route.maxInFlight;
      const occupy = (change: 1 | -1): void => {
        const inFlight = (taken.get(name) ?? 0) + change;
        taken.set(name, inFlight);
        meter.inFlight(name, inFlight, limit);
      };
      if ((taken.get(name) ?? 0) >= limit) return err({ refusal: 'BUSY', retryAfterSeconds: retryAfterSeconds() });
      occupy(1);
      const startedAtMs = performance.now();
      const ended = (outcome: VrsOutcome): void => meter.vrsEnded(name, outcome, performance.now() - startedAtMs);
      // Written anew from the checked value: two parsers never read one body differently.
      const body = Buffer.from(JSON.stringify(message), 'utf8');
      try {
        const reply = await route.vrs.request({ path, body, timeoutMs, signal });
        if (reply.isErr()) {
          log.record('VRS_UNAVAILABLE', { reason: reply.error.kind });
          ended(reply.error.kind);
          return err({ refusal: 'UNAVAILABLE' });
        }
        if (reply.value.status === 200) {
          const read = readBody(answer, reply.value.body);
          ended(read === null ? 'malformed' : 'answered');
          if (read !== null) return ok(read);
          log.record('VRS_UNAVAILABLE', { reason: 'malformed' });
          return err({ refusal: 'UNAVAILABLE' });
        }
        const problem = readBody(RelayProblemSchema, reply.value.body);
        ended(problem === null ? 'malformed' : 'refused');
        return err(problem ?? { refusal: 'UNAVAILABLE' });
      } finally {
        occupy(-1);
        body.fill(0);
      }
    },
  };
}
