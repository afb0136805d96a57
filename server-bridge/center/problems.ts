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

type Reply = {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  send(payload: unknown): unknown;
};

export const JSON_TYPE = 'application/json; charset=utf-8';

export function sendProblem(reply: Reply, problem: RelayProblem, status = statusOf(problem.refusal)): unknown {
  const { retryAfterSeconds } = problem;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterSeconds)));
  return sendJson(reply.code(status), problem);
}

export const sendJson = (reply: Reply, value: unknown): unknown =>
  reply
    .header('content-type', JSON_TYPE)
    .header('cache-control', 'no-store')
    .send(Buffer.from(JSON.stringify(value)));
