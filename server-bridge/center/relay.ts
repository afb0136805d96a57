/**
 * The relay to VRS: a checked request out, a checked answer back, never more than a bounded number at once. The sealed
 * bytes pass through and are not kept (C2); an answer that does not fit is UNAVAILABLE, never empty (P10).
 */
import { randomInt } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type * as v from 'valibot';
import { type RelayProblem, RelayProblemSchema } from '../protocol/index.ts';
import type { CenterLog } from './event-catalogue.ts';
import { readBody } from './json-body.ts';
import type { VrsClient } from './vrs-client.ts';

export type Relay = {
  /** @param timeoutMs how long the terminal will wait; not above zero is refused at once */
  forward<Schema extends v.GenericSchema>(request: {
    readonly path: '/v1/challenges' | '/v1/applications';
    readonly message: unknown;
    readonly answer: Schema;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
  }): Promise<Result<v.InferOutput<Schema>, RelayProblem>>;
};

/** Spread, so that the refused do not come back together. */
const retryAfterSeconds = (): number => randomInt(2, 8);

export function createRelay(parts: {
  readonly vrs: VrsClient;
  readonly maxInFlight: number;
  readonly log: CenterLog;
}): Relay {
  let inFlight = 0;
  return {
    async forward({ path, message, answer, timeoutMs, signal }) {
      if (!(timeoutMs > 0)) return err({ refusal: 'UNAVAILABLE' });
      if (inFlight >= parts.maxInFlight) return err({ refusal: 'BUSY', retryAfterSeconds: retryAfterSeconds() });
      inFlight += 1;
      // Written anew from the checked value: two parsers never read one body differently.
      const body = Buffer.from(JSON.stringify(message), 'utf8');
      try {
        const reply = await parts.vrs.request({ path, body, timeoutMs, signal });
        if (reply.isErr()) {
          parts.log.record('VRS_UNAVAILABLE', { reason: reply.error.kind });
          return err({ refusal: 'UNAVAILABLE' });
        }
        if (reply.value.status === 200) {
          const read = readBody(answer, reply.value.body);
          if (read !== null) return ok(read);
          parts.log.record('VRS_UNAVAILABLE', { reason: 'malformed' });
          return err({ refusal: 'UNAVAILABLE' });
        }
        return err(readBody(RelayProblemSchema, reply.value.body) ?? { refusal: 'UNAVAILABLE' });
      } finally {
        inFlight -= 1;
        body.fill(0);
      }
    },
  };
}
