/** Refusals as they go to the center: a status, a `RelayProblem`, and Retry-After where waiting helps. */
import type { RelayRefusal } from '../../protocol/index.ts';

/** The refusals VRS gives without a sealed answer; the rest of the relay's list is the center's own. */
export type FrontRefusal = Extract<RelayRefusal, 'BUSY' | 'UNAVAILABLE' | 'MALFORMED'>;

/** The part of the framework's reply that is needed here. */
export type Reply = {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(payload: Buffer): unknown;
};

const STATUS = { MALFORMED: 400, BUSY: 503, UNAVAILABLE: 503 } as const satisfies Record<FrontRefusal, number>;
const RETRY_AFTER_SECONDS = 2;

/** Sends a refusal. */
export function sendProblem(reply: Reply, refusal: FrontRefusal, status: number = STATUS[refusal]): unknown {
  reply.code(status);
  if (refusal !== 'BUSY') return sendJson(reply, { refusal });
  reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  return sendJson(reply, { refusal, retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** Sends a message; nothing on the way may keep it. */
export function sendJson(reply: Reply, value: unknown): unknown {
  reply.header('content-type', 'application/json; charset=utf-8');
  reply.header('cache-control', 'no-store');
  return reply.send(Buffer.from(JSON.stringify(value), 'utf8'));
}
