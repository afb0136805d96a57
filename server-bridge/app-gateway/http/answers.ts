/** Answers as they go to the app: nothing on the way keeps them, and no page of any site reads them. */
import type { GatewayProblem, GatewayRefusal } from '../gateway-messages.ts';

/** OWASP Secure Headers, for a server that has no pages. No CORS: browsers are not who asks here. */
export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

/** The part of the framework's reply that is needed here. */
export type Reply = {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(payload: Buffer): unknown;
};

function statusOf(refusal: GatewayRefusal): number {
  switch (refusal) {
    case 'MALFORMED':
      return 400;
    case 'NOT_FOUND':
      return 404;
    case 'TOO_SLOW':
      return 408;
    case 'TOO_LARGE':
      return 413;
    case 'TOO_MANY':
      return 429;
    case 'BUSY':
    case 'UNAVAILABLE':
    case 'OUT_OF_HOURS':
    case 'CITY_STOPPED':
    case 'TERMINAL_SUSPENDED':
    case 'ATTESTATION_CROWDED':
      return 503;
    case 'ATTESTATION_MISSING':
    case 'ATTESTATION_MALFORMED':
    case 'ATTESTATION_FOREIGN':
    case 'ATTESTATION_FORGED':
    case 'ATTESTATION_EXPIRED':
    case 'ATTESTATION_EARLY':
    case 'ATTESTATION_OVERLONG':
    case 'ATTESTATION_OTHER_APP':
    case 'ATTESTATION_OTHER_BUILD':
    case 'ATTESTATION_OTHER_REQUEST':
    case 'ATTESTATION_REUSED':
      return 403;
    default: {
      const never: never = refusal;
      throw new Error(`unknown refusal ${String(never)}`);
    }
  }
}

export function sendProblem(reply: Reply, problem: GatewayProblem): unknown {
  reply.code(statusOf(problem.refusal));
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds));
  return sendJson(reply, problem);
}

export function sendJson(reply: Reply, value: unknown): unknown {
  reply.header('content-type', 'application/json; charset=utf-8');
  return reply.send(Buffer.from(JSON.stringify(value), 'utf8'));
}
