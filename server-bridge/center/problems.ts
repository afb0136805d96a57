/** Refusals as they go over the line: a status, a `RelayProblem`, and Retry-After where waiting helps. */
import type { RelayProblem, RelayRefusal } from '../protocol/index.ts';

export function statusOf(refusal: RelayRefusal): number {
  switch (refusal) {
    case 'MALFORMED':
      return 400;
    case 'TERMINAL_SUSPENDED':
      return 403;
    case 'CITY_STOPPED':
    case 'OUT_OF_HOURS':
      return 409;
    case 'BUSY':
    case 'UNAVAILABLE':
      return 503;
    default: {
      const never: never = refusal;
      throw new Error(`unknown refusal ${String(never)}`);
    }
  }
}

/** The part of a framework's reply that is needed here. */
type Reply = {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(payload?: Buffer): unknown;
};

export function sendProblem(reply: Reply, problem: RelayProblem, status = statusOf(problem.refusal)): unknown {
  const { retryAfterSeconds } = problem;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterSeconds)));
  reply.code(status);
  return sendJson(reply, problem);
}

export function sendJson(reply: Reply, value: unknown): unknown {
  reply.header('content-type', 'application/json; charset=utf-8');
  reply.header('cache-control', 'no-store');
  return reply.send(Buffer.from(JSON.stringify(value)));
}
