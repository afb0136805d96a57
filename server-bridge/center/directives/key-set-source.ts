/** The key set of VRS that directives carry: asked for when it is due, kept while VRS is away. */

import type { VrsClient } from '../../exchange/index.ts';
import { KeySetEnvelopeSchema } from '../../protocol/index.ts';
import { readBody } from '../../staff-access/index.ts';
import type { CenterLog } from '../event-catalogue.ts';

export type KeySetSource = {
  /** Null until VRS, or the store, has given one. */
  current(): string | null;
  /** Takes over the one another node has issued a directive with. */
  learn(keySet: string): void;
  /** Asks VRS when it is due; a failure is logged and leaves what is known. */
  ask(): Promise<void>;
};

const TIMEOUT_MS = 5_000;
/** While there is none at all, VRS is asked more often. */
const FIRST_RETRY_MS = 500;

export function createKeySetSource(parts: {
  readonly vrs: VrsClient;
  readonly refreshMs: number;
  readonly log: CenterLog;
}): KeySetSource {
  const { vrs, refreshMs, log } = parts;
  let keySet: string | null = null;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  return {
    current: () => keySet,
    learn(known) {
      keySet = known;
    },
    async ask() {
      if (performance.now() - askedAtMs < (keySet === null ? FIRST_RETRY_MS : refreshMs)) return;
      askedAtMs = performance.now();
      const reply = await vrs.request({ path: '/v1/key-set', body: null, timeoutMs: TIMEOUT_MS });
      if (reply.isErr()) {
        log.record('VRS_UNAVAILABLE', { reason: reply.error.kind });
        return;
      }
      const envelope = reply.value.status === 200 ? readBody(KeySetEnvelopeSchema, reply.value.body) : null;
      if (envelope === null) log.record('VRS_UNAVAILABLE', { reason: 'malformed' });
      else keySet = envelope.vrsKeySet;
    },
  };
}
